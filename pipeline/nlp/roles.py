"""Reads a person's role, and the organization it is held in, from the words around a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.nlp.mention_words import Word, Words
from pipeline.nlp.organization_scene import Named
from pipeline.nlp.titles import Titles

Span = tuple[int, int]

_IN = frozenset({"i", "ved", "for", "fra", "frå", "hos", "av", "på", "til"})
_AFTER_NAME = frozenset({"i", "ved", "fra", "frå", "hos"})
_PARTY = re.compile(r"\s?\((?:\d{1,3},? )?([A-Za-zÆØÅæøå]{1,5})(?:[-–/,][^()\n]{0,25})?\)")
_REACH = 8


@dataclass(frozen=True, slots=True)
class Role:
    """A title as stated, and the id of the organization that it is held in; empty if not said."""

    title: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class RoleReader:
    """Reads roles in one document.

    Attributes:
        words: The document's words.
        titles: The titles that the lexicon knows.
        organizations: Where organizations are named, by place in the text.
        parties: Organization ids by party letters.
    """

    words: Words
    titles: Titles
    organizations: Sequence[Named]
    parties: Mapping[str, str]

    def role_of(self, start: int, end: int) -> Role:
        """The role that stands before or after the name from `start` to `end`.

        Example: `forsvarsminister` for Frank Bakke-Jensen in `forsvarsminister Frank Bakke-Jensen
        (H)`, with Høyre as organization; for `Natos generalsekretær Jens Stoltenberg` NATO.
        """
        role = self._before(start) or self._after(end) or Role()
        if role.organization:
            return role
        organization = self._organization_after(end) if role.title else ""
        party = self.party_after(end)
        return Role(role.title, organization or (party[1] if party else ""))

    def party_after(self, end: int) -> tuple[Span, str] | None:
        """The party letters in parentheses after a name: their span and the party's id."""
        match = _PARTY.match(self.words.text, end)
        if match is None or match[1] not in self.parties:
            return None
        return match.span(1), self.parties[match[1]]

    def _before(self, start: int) -> Role | None:
        word = self.words.before(start)
        if word is None:
            return None
        if word.text in ",(":
            return self._apposition(word)
        title = self._title_at(word)
        if title:
            return Role(title, self._owner(self._title_start(word)))
        owner = self._ending_at(word.end)
        return Role("", owner.entity_id) if owner and word.text[-1] in "s'’" else None

    def _title_at(self, word: Word) -> str:
        """The title that ends at a word, with what stands before it: `administrerende direktør`."""
        title = self.titles.of(word.text)
        if title is None or title.kind in ("first", "time"):
            return ""
        if not (word.text.rpartition("-")[2][:1].islower() or word.initial):
            return ""
        parts = [title.text]
        number = word.number - 1
        while number >= 0 and (first := self.titles.of(self.words[number].text)) is not None:
            if first.kind != "first":
                break
            parts.insert(0, first.text)
            number -= 1
        return " ".join(parts)

    def _title_start(self, word: Word) -> Word:
        number = word.number
        while number > 0 and self.titles.of(self.words[number - 1].text) is not None:
            number -= 1
        return self.words[number]

    def _owner(self, word: Word) -> str:
        """The organization before or inside a title: `NATOs sjef`, `Pentagon-talsmann`."""
        inside = [o for o in self.organizations if word.start <= o.start < word.end]
        if inside:
            return inside[0].entity_id
        before = self.words.before(word.start)
        owner = self._ending_at(before.end) if before else None
        return owner.entity_id if owner and before and before.text[-1] in "s'’" else ""

    def _apposition(self, comma: Word) -> Role | None:
        """The role before a comma: `lederen for Hamas, Ismail Haniyeh`."""
        if comma.text != ",":
            return None
        for number in range(comma.number - 1, max(-1, comma.number - _REACH), -1):
            word = self.words[number]
            if word.sentence_no != comma.sentence_no or word.text in ",.–«»:":
                return None
            title = self._title_at(word)
            if title:
                after = self.words[number + 1]
                if number + 1 != comma.number and after.text not in _IN:
                    return None
                return Role(title, self._between(word.end, comma.start) or self._owner(word))
        return None

    def _between(self, start: int, end: int) -> str:
        inside = [o for o in self.organizations if start <= o.start and o.end <= end]
        return inside[0].entity_id if inside else ""

    def _after(self, end: int) -> Role | None:
        """The role after a name: `, talsmann for Iraks regjering`, `, som er sjef for Hæren`."""
        number = self._next(end)
        party = self.party_after(end)
        if party is not None:
            number = self._next(party[0][1] + 1)
        if number is None or self.words[number].text != ",":
            return None
        for word in self.words.words[number + 1 : number + 1 + _REACH]:
            if word.sentence_no != self.words[number].sentence_no or word.text in ",.:–":
                return None
            title = self._title_at(word)
            if title and word.text.rpartition("-")[2][:1].islower():
                return self._role_after(word, title)
            if word.pos == "VERB":
                return None
        return None

    def _role_after(self, word: Word, title: str) -> Role:
        inside = self._owner(word)
        organization = inside or self._organization_after(word.end)
        following = self.words.after(word.end)
        if organization or following is None or following.text not in ("for", "av", "i", "ved"):
            return Role(title, organization)
        return Role(title + self._genitive_phrase(following), "")

    def _genitive_phrase(self, preposition: Word) -> str:
        """` for Iraks regjering` after a title; empty where no such phrase follows."""
        words = self.words.words[preposition.number + 1 : preposition.number + 3]
        if len(words) == 2 and words[0].text.endswith("s") and words[0].text[0].isupper():
            return f" {preposition.text} {words[0].text} {words[1].text}"
        return ""

    def _organization_after(self, end: int) -> str:
        """The organization that follows with a preposition: `i Forsvarsdepartementet`."""
        party = self.party_after(end)
        number = self._next(end if party is None else party[0][1] + 1)
        if number is None or self.words[number].text not in _IN | _AFTER_NAME:
            return ""
        after = self.words[number + 1] if number + 1 < len(self.words) else None
        if after is None or "\n" in self.words.text[end : after.start]:
            return ""
        found = [o for o in self.organizations if o.start == after.start]
        return found[0].entity_id if found else ""

    def _ending_at(self, end: int) -> Named | None:
        return next((o for o in self.organizations if o.end == end), None)

    def _next(self, end: int) -> int | None:
        word = self.words.after(end)
        return word.number if word is not None else None
