"""Decides which organizations a document names, from the lexicon, the text and the reader."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ids import slug
from pipeline.lang.names import occurrences
from pipeline.nlp.mention_words import is_common_word
from pipeline.nlp.organization_hits import ORG_LABELS, from_definitions, from_lexicon, local_names
from pipeline.nlp.organization_names import find_definitions, find_owned
from pipeline.nlp.organization_reader import from_reader
from pipeline.nlp.organization_scene import Named, OrganizationScene, Span
from pipeline.nlp.organization_text import from_text
from pipeline.nlp.overlap import overlaps_any, without_overlap


def find_organizations(scene: OrganizationScene) -> list[Named]:
    """The organizations that a document names, by place in the text, without overlap.

    Args:
        scene: The document and what is known.

    Returns:
        Lexicon names first, then definitions of the text's own, then numbered units and names with
        a telling noun, then what the name reader found; a longer name wins over one inside it.
    """
    hits = list(scene.index.find(scene.words.text))
    spans = [(e[0], e[1]) for e in scene.entities if e[2] in ORG_LABELS]
    spans += [(hit.start, hit.end) for hit in hits]
    definitions = find_definitions(scene.words, spans)
    local = local_names(definitions, scene)
    found = from_definitions(definitions, scene, local)
    found += from_lexicon(hits, scene, local, {d.short_name for d in definitions})
    owned = find_owned(scene.words, scene.nouns)
    found = without_overlap(n for n in found if not _owns(n, owned))
    found += [n for n in from_text(scene) if not overlaps_any(n, found)]
    found += [n for n in from_reader(scene) if not overlaps_any(n, found)]
    found += [n for n in _repeated(scene, found, local) if not overlaps_any(n, found)]
    return _unify(sorted((n for n in found if len(n.base) > 1), key=lambda n: n.start))


def _owns(named: Named, owned: Sequence[Span]) -> bool:
    """Whether an organization is the owner in another's name: `Forsvarets veteransenter`."""
    begins = any(start == named.start and named.end < end for start, end in owned)
    return named.form == "genitive" and begins


def _repeated(
    scene: OrganizationScene, found: Sequence[Named], local: dict[str, tuple[str, str]]
) -> list[Named]:
    """Further mentions of the organizations that only this document shows."""
    names: dict[str, Named] = {n.base: n for n in found if n.source != "lexicon"}
    again = []
    for base in sorted(names):
        if len(base) < 3 and base not in local:
            continue
        known = names[base]
        for start, end in occurrences(base, scene.words.text):
            form = "genitive" if end - start > len(base) else "name"
            if scene.words.text[end : end + 1] == "-":
                form = "compound"
            again.append(Named(start, end, base, known.entity_id, known.name, form, known.source))
    return again


def _unify(found: list[Named]) -> list[Named]:
    """The same, with short forms under the full name: `Kongsberg` after `Kongsberg Gruppen`."""
    longer: dict[str, Named] = {}
    for named in found:
        first = named.base.split()[0]
        if named.source == "reader" and " " in named.base and not is_common_word(first):
            longer.setdefault(first, named)
    result = []
    for named in found:
        full = longer.get(named.base)
        short = named
        if named.source == "reader" and full is not None and full.entity_id != named.entity_id:
            short = Named(
                named.start,
                named.end,
                named.base,
                full.entity_id,
                full.name,
                "short_name",
                "reader",
            )
        result.append(short)
    return result


def coalition_id(description: str) -> str:
    """The id of a coalition that only its description names.

    >>> coalition_id("den USA-ledede koalisjonen")
    'org:usa-ledede-koalisjonen'
    """
    words = description.split()
    return f"org:{slug(' '.join(words[1:] if words[0].lower() in ('den', 'det') else words))}"


def coalition_name(leader: str, led: str, group: str) -> str:
    """The name of a coalition in the definite form: the same for `en USA-ledet koalisjon`.

    >>> coalition_name("USA-", "ledet", "koalisjon"), coalition_name("saudi", "leia", "allianse")
    ('den USA-ledede koalisjonen', 'den saudileia alliansen')
    """
    participle = "ledede" if led.startswith("led") else led
    ending = "n" if group.endswith("e") else "en"
    return f"den {leader}{participle} {group}{ending}"
