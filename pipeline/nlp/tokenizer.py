"""The shipped pipeline's tokenizer: spaCy's Norwegian one, closer to the treebank's tokens."""

from spacy.language import Language


def adapt_tokenizer(nlp: Language) -> None:
    """Change the tokenizer of the pipeline in place."""
