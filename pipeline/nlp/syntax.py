"""`troppetall_syntax` and `troppetall_parser`: word classes, lemmas and trees by two networks.

Both see the same word vectors. Tags come from a few convolutions, and a lemma from its form and
tag; trees from a larger network, when the parser is enabled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.errors import ModelError
from pipeline.nlp.annotation import words_of
from pipeline.nlp.lemmas import Lemmatizer
from pipeline.nlp.standard import NYNORSK, written_standard
from pipeline.nlp.stored import StoredPipe
from pipeline.nlp.syntax_network import SyntaxNetwork
from pipeline.nlp.tagger_network import TaggerNetwork
from pipeline.nlp.weights import shipped_readings
from pipeline.nlp.word_vectors import Floats, WordVectors

#: Longer sentences are analysed in pieces of this many words.
LONGEST = 200
#: So many lemmas are remembered.
KNOWN_LEMMAS = 50_000
#: How a later piece of an overlong sentence hangs on the first, and white space on its word.
PIECE_DEP, SPACE_DEP = "parataxis", "dep"
TAG_ATTRIBUTES: list[int | str] = ["POS", "MORPH", "LEMMA"]
TREE_ATTRIBUTES: list[int | str] = ["HEAD", "DEP"]


@Language.factory("troppetall_syntax", assigns=["token.pos", "token.morph", "token.lemma"])
def make_syntax(nlp: Language, name: str) -> Syntax:
    """The tagger and lemmatizer, empty until a saved pipeline fills it."""
    return Syntax(nlp.vocab, name)


@Language.factory(
    "troppetall_parser",
    assigns=["token.dep", "token.head"],
    default_config={"syntax": "morphologizer"},
)
def make_parser(nlp: Language, name: str, syntax: str) -> Parser:
    """The parser; `syntax` names the component that holds the network."""
    return Parser(nlp, name, syntax)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a part of an overlong one: its tokens without white space."""

    tokens: list[int]
    first: bool


def pieces_of(doc: Doc) -> list[Piece]:
    """The sentences of a document, cut where too long."""
    facts: Any = doc.to_array(["SENT_START", "IS_SPACE"])
    begins = [0, *(np.flatnonzero(facts[1:, 0] == 1) + 1).tolist(), len(doc)]
    is_word = facts[:, 1] == 0
    pieces = []
    for begin, end in pairwise(begins):
        tokens = (np.flatnonzero(is_word[begin:end]) + begin).tolist()
        for start in range(0, len(tokens), LONGEST):
            pieces.append(Piece(tokens[start : start + LONGEST], start == 0))
    return pieces


def flatten(pieces: Sequence[Piece]) -> list[int]:
    """The tokens of all pieces."""
    return [i for piece in pieces for i in piece.tokens]


def spaces_beside(doc: Doc, tokens: Iterable[int]) -> Iterator[tuple[int, int]]:
    """White space after any of the tokens, or before the first word, each with that token."""
    chosen = set(tokens)
    spaces = np.flatnonzero(doc.to_array(["IS_SPACE"])).tolist()
    word, last_space = -1, -1
    for i in spaces:
        word = word if i - 1 == last_space else i - 1
        last_space = i
        if word in chosen:
            yield i, word
        elif word == -1:
            first = next((j for j in range(i, len(doc)) if not doc[j].is_space), -1)
            if first in chosen:
                yield i, first


class Syntax(StoredPipe):
    """Word classes, features and lemmas as a spaCy component; it holds the parser's network too."""

    def __init__(self, vocab: Vocab, name: str = "morphologizer") -> None:
        super().__init__(name)
        self.vocab = vocab
        self.network: SyntaxNetwork | None = None

    def install(self, weights: dict[str, Floats], labels: dict[str, Any]) -> None:
        """Builds the networks from their weights and lists of words, tags, rules and relations."""
        readings = shipped_readings()
        self.words = WordVectors(weights, labels["words"], readings)
        self.network = SyntaxNetwork(weights, self.words)
        self.tagger = TaggerNetwork(weights)
        self.lemmatizer = Lemmatizer(labels["rules"], readings)
        self._lemmas: dict[tuple[str, int, int], str] = {}
        tags = [tag.partition("|")[::2] for tag in labels["tags"]]
        deps = ["ROOT" if dep == "root" else dep for dep in labels["deps"]]
        # Strings are added here and not while a text is read: a memory zone would forget them.
        strings, morphology = self.vocab.strings, self.vocab.morphology
        self._leanings: dict[str, int] = labels["leanings"]
        self._classes = [pos for pos, _ in tags]
        self._pos = np.array([strings.add(pos) for pos, _ in tags], dtype=np.uint64)
        self._morph = np.array([morphology.add(feats) for _, feats in tags], dtype=np.uint64)
        self._dep = np.array([strings.add(dep) for dep in deps], dtype=np.uint64)
        self._piece_dep, self._space_dep = strings.add(PIECE_DEP), strings.add(SPACE_DEP)
        self._space = strings.add("SPACE")
        self._no_morph = morphology.add("")

    def trained(self) -> SyntaxNetwork:
        """The network of the trees; an empty component is refused."""
        if self.network is None:
            message = f"The component {self.name!r} has no trained network; load a saved pipeline."
            raise ModelError(message)
        return self.network

    def __call__(self, doc: Doc) -> Doc:
        """The document with class, features and lemma on every token."""
        self.tag(doc, pieces_of(doc))
        return doc

    def tag(self, doc: Doc, pieces: Sequence[Piece]) -> None:
        """Writes class, features and lemma of some tokens."""
        self.trained()
        if not pieces:
            return
        texts = words_of(doc)
        standard = written_standard(texts, self._leanings)
        flat = flatten(pieces)
        forms = [texts[i] for i in flat]
        numbers = self.words.numbers(forms)
        lengths = [len(piece.tokens) for piece in pieces]
        tags = self.tagger.tags(self.words.vectors[numbers], lengths, standard)
        lemmas = [
            self._lemmas.get(known) or self._lemma(*known)
            for known in zip(forms, tags.tolist(), repeat(standard))
        ]
        number_of = {lemma: self.vocab.strings.add(lemma) for lemma in set(lemmas)}
        array: Any = doc.to_array(TAG_ATTRIBUTES)
        array[flat, 0] = self._pos[tags]
        array[flat, 1] = self._morph[tags]
        array[flat, 2] = [number_of[lemma] for lemma in lemmas]
        for i, _ in spaces_beside(doc, flat):
            array[i] = (self._space, self._no_morph, self.vocab.strings.add(texts[i]))
        doc.from_array(TAG_ATTRIBUTES, array)

    def _lemma(self, form: str, tag: int, standard: int) -> str:
        """The lemma of a form with this tag, worked out once as long as there is room."""
        if len(self._lemmas) > KNOWN_LEMMAS:
            self._lemmas.clear()
        number = self.words.numbers([form])[0]  # before `vectors`, which may grow
        scores = self.tagger.rules(self.words.vectors[number], tag, standard)
        lemma = self.lemmatizer.lemma(form, self._classes[tag], scores, standard != NYNORSK)
        self._lemmas[form, tag, standard] = lemma
        return lemma

    def attach(self, doc: Doc, pieces: Sequence[Piece]) -> None:
        """Writes heads and relations of some tokens; sentence starts stay as they are."""
        network = self.trained()
        if not pieces:
            return
        texts = words_of(doc)
        flat = flatten(pieces)
        heads, deps = network.trees(
            [[texts[i] for i in piece.tokens] for piece in pieces],
            written_standard(texts, self._leanings),
        )
        starts: Any = doc.to_array(["SENT_START"]).reshape(-1, 1)
        array: Any = doc.to_array(TREE_ATTRIBUTES)
        array[flat, 1] = self._dep[deps]
        at, root = 0, 0
        for piece in pieces:
            for i, head in zip(piece.tokens, heads[at : at + len(piece.tokens)], strict=True):
                target = piece.tokens[head - 1] if head else i
                if head == 0 and piece.first:
                    root = i
                elif head == 0:
                    target, array[i, 1] = root, self._piece_dep
                array[i, 0] = np.int64(target - i).astype(np.uint64)
            at += len(piece.tokens)
        for i, word in spaces_beside(doc, flat):
            array[i] = (np.int64(word - i).astype(np.uint64), self._space_dep)
        doc.from_array(TREE_ATTRIBUTES, array)
        # Heads make spaCy draw the sentences anew, and unparsed ones would vanish.
        doc.from_array(["SENT_START"], starts)


class Parser:
    """Trees for whole documents; the network lies in the pipeline's tagger.

    Args:
        nlp: the pipeline.
        name: the component's name.
        syntax: the name of the tagger, a `Syntax`.
    """

    def __init__(self, nlp: Language, name: str, syntax: str) -> None:
        self.nlp = nlp
        self.name = name
        self.syntax = syntax

    def holder(self) -> Syntax:
        """The component that holds the network.

        Raises:
            ModelError: the pipeline has no such component.
        """
        for name, component in self.nlp.components:
            if name == self.syntax and isinstance(component, Syntax):
                return component
        message = f"The component {self.name!r} needs a {self.syntax!r} beside it in the pipeline."
        raise ModelError(message)

    def __call__(self, doc: Doc) -> Doc:
        """The document with head and relation on every token."""
        self.holder().attach(doc, pieces_of(doc))
        return doc
