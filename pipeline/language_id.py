"""Which language an article is in: py3langid, with a lean towards Norwegian in short texts."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from pipeline.errors import ModelError

# The detector's own code for Bokmål is `no`; the others are what a Norwegian news folder may hold.
_LANGUAGES = ("no", "nn", "da", "sv", "en", "de", "fr", "es", "nl", "fi", "is", "ru", "ar", "pl")
_SAMPLE = 20_000  # characters
# Log-probability by which another language must beat Norwegian. Danish and Bokmål share most of
# their words: a caption of two words leans to Danish by a hair, an article in Danish by hundreds.
_MARGIN = 8.0
_MARGIN_PER_CHARACTER = 0.06  # and it must do so throughout, not by one sentence said often


@lru_cache(maxsize=1)
def language_detector() -> Callable[[str], str]:
    """Return a function from a text to `nb`, `nn`, or another ISO 639-1 code.

    Raises: ModelError if the detector's own files cannot be unpacked.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    except OSError as error:
        raise ModelError(
            f"The language detector cannot be unpacked ({error.strerror or error}). "
            "Free some space in the folder for temporary files."
        ) from error
    identifier.set_languages(list(_LANGUAGES))

    def detect(text: str) -> str:
        sample = text[:_SAMPLE]
        scores = dict(identifier.rank(sample))
        norwegian = max(("no", "nn"), key=lambda code: scores[code])
        best = max(scores, key=lambda code: scores[code])
        margin = scores[best] - scores[norwegian]
        if margin > max(_MARGIN, _MARGIN_PER_CHARACTER * len(sample)):
            return str(best)
        return "nb" if norwegian == "no" else "nn"

    return detect
