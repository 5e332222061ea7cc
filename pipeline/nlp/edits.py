"""Lemma rules: a lemma as what is to be done with the form, so that one rule fits many words."""

from __future__ import annotations

from functools import lru_cache


def suffix_edit(form: str, lemma: str) -> str:
    """How the end of `form` turns into the end of `lemma`, as `cut>add`.

    Args:
        form: the inflected form.
        lemma: its dictionary form.

    Returns:
        The characters cut from the end, `>`, and those put there instead.

    Example:
        >>> suffix_edit("bilene", "bil")
        'ene>'
        >>> suffix_edit("gikk", "gå")
        'ikk>å'
    """
    same = 0
    for ours, theirs in zip(form, lemma, strict=False):
        if ours != theirs:
            break
        same += 1
    return f"{form[same:]}>{lemma[same:]}"


def apply_edit(form: str, edit: str) -> str | None:
    """The lemma that `suffix_edit` described, or None where the form does not end that way.

    Example:
        >>> apply_edit("stolene", "ene>")
        'stol'
    """
    cut, _, add = edit.partition(">")
    if not form.endswith(cut):
        return None
    return form[: len(form) - len(cut)] + add


def lemma_rule(form: str, lemma: str) -> str:
    """The rule that makes `lemma` of `form`: a letter for the case, then a suffix edit.

    `=` keeps the form's capitals, `-` lowers them first, `!` is a lemma that shares nothing
    with its form and is spelt out.

    Example:
        >>> lemma_rule("Dommerne", "dommer"), lemma_rule("Natos", "Nato")
        ('-ne>', '=s>')
    """
    lowered = form.lower()
    if lemma == lemma.lower():
        if lemma[:1] == lowered[:1]:
            return "-" + suffix_edit(lowered, lemma)
        return "!" + lemma
    if lemma[:1] == form[:1]:
        return "=" + suffix_edit(form, lemma)
    return "!" + lemma


@lru_cache(maxsize=65536)
def apply_rule(form: str, rule: str) -> str | None:
    """The lemma by one rule of `lemma_rule`, or None where the rule does not fit the form.

    Example:
        >>> apply_rule("Styrkene", "-ne>"), apply_rule("USAs", "=s>")
        ('styrke', 'USA')
    """
    kind, edit = rule[0], rule[1:]
    if kind == "!":
        return edit
    lemma = apply_edit(form.lower() if kind == "-" else form, edit)
    return lemma or None
