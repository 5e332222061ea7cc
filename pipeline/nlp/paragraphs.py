"""`paragraph_starts`: a sentence starts after every blank line, whatever later components think."""

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("paragraph_starts", assigns=["token.is_sent_start"])
def paragraph_starts(doc: Doc) -> Doc:
    """The document with a sentence start at the first word after each white space with a line break."""
    after_break = False
    for token in doc:
        if token.is_space:
            after_break = after_break or "\n" in token.text
        elif after_break:
            token.is_sent_start = True
            after_break = False
    return doc
