"""The network that reads figures, in plain numpy: one article in, the odds of every choice out.

Words become states by an LSTM over their sentence, sentences by one over the article. A figure is
its own words, what attention finds in its sentence, and the sentences and figures around it. A
candidate is the best of its mentions, as the figure sees them; then every figure looks once at what
its neighbours, and those it takes for its like, would choose, and chooses.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipeline.nlp.figure_reader_geometry import Floats, Ints, figures_apart, side_by_side
from pipeline.nlp.figure_reader_input import Choices, ReaderInput
from pipeline.nlp.syntax_network import BiLstm, lay_out

EVENTS = (
    "present", "deploy", "withdraw", "remain", "increase", "decrease", "train", "killed", "wounded",
    "captured", "missing", "other",
)  # fmt: skip
MODALITIES = ("actual", "planned", "possible", "negated")
# Actors and places are read by the same weights as far as they are mentions of the same things.
MENTIONS = {"actor": "entity", "location": "entity", "as_of": "time"}
TABLES = ("word", "stem", "ending", "mark")
_EPSILON = np.float32(1e-5)
_NEVER = np.float32(-1e4)  # a score that no chance is left to


class ReaderNetwork:
    """One trained network.

    Args:
        weights: by name, as `training.train_figure_reader` writes them; matrices are laid out
            (inputs, outputs).
    """

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self.weights = weights
        self.words = BiLstm(weights, "lstm")
        self.article = BiLstm(weights, "dlstm")
        self.sequence = BiLstm(weights, "flstm")

    def __call__(self, article: ReaderInput) -> dict[str, Floats]:
        """The probabilities by field: one row a figure, one column a class or candidate.

        Args: article: with at least one figure.
        """
        vectors, states = self._encode(article)
        sentences = self._sentences(article, states)
        figures = self._figures(article, vectors, states, sentences)
        around = sentences[1][article.sentence]
        event = softmax(self._linear("ev", figures))
        modality = softmax(self._linear("mo", np.concatenate([figures, event], axis=1)))
        asking = np.concatenate([figures, event, modality], axis=1)
        odds = {"event": event, "modality": modality}
        for role, choices in article.roles.items():
            seen = self._candidates(role, choices, asking, (states, around))
            first = self._linear(f"ptr.{role}.o1", seen)[..., 0]
            chances = softmax(first)
            told = [self._beside(article, choices, chances, event)]
            told.append(self._heard(role, article, asking, chances))
            if role == "location":
                actors = article.roles["actor"].names
                told.append(_beside_actor(choices.names, actors, odds["actor"]))
            hidden = self._linear(f"ptr.{role}.c", np.concatenate(told, axis=2))
            hidden += self._linear(f"ptr.{role}.c2", seen)
            second = self._linear(f"ptr.{role}.o2", np.maximum(hidden, 0))[..., 0]
            odds[role] = softmax(first + second)
        return odds

    def _linear(self, name: str, x: Floats) -> Floats:
        out: Floats = x @ self.weights[f"{name}.weight"]
        out += self.weights[f"{name}.bias"]
        return out

    def _encode(self, article: ReaderInput) -> tuple[Floats, Floats]:
        """The vector of each word, and its state in its sentence."""
        tables = [self.weights[name][article.keys[:, k]] for k, name in enumerate(TABLES)]
        cues = np.maximum(self._linear("cue", article.words), 0)
        x = np.maximum(self._linear("inp", np.concatenate([*tables, cues], axis=1)), 0)
        x -= x.mean(axis=1, keepdims=True)
        x /= np.sqrt((x * x).mean(axis=1, keepdims=True) + _EPSILON)
        x = x * self.weights["ln.weight"] + self.weights["ln.bias"]
        lengths = np.bincount(article.sentence).tolist()
        return x, self.words(x, lay_out(lengths))

    def _sentences(self, article: ReaderInput, states: Floats) -> tuple[Floats, Floats]:
        """What stands in each sentence, and what the article makes of it."""
        lengths = np.bincount(article.sentence)
        pooled = np.maximum.reduceat(states, np.cumsum(lengths) - lengths)
        return pooled, self.article(pooled, lay_out([len(pooled)]))

    def _figures(
        self,
        article: ReaderInput,
        vectors: Floats,
        states: Floats,
        sentences: tuple[Floats, Floats],
    ) -> Floats:
        """What each figure is about, with an eye on the figures around it."""
        both = np.concatenate([states, vectors], axis=1)
        lengths = np.bincount(article.sentence)
        starts = np.cumsum(lengths) - lengths
        blank = np.zeros((1, states.shape[1]), dtype=np.float32)
        around = np.concatenate([blank, sentences[0], blank])
        at = article.at
        near = [around[at + 1], around[at], around[at + 2]]
        context = np.concatenate([*near, sentences[1][at]], axis=1)
        context = np.maximum(self._linear("ctx", context), 0)
        found = self._attention(article, states, both, (starts[at], (starts + lengths)[at]))
        own = np.concatenate([both[article.first], both[article.last]], axis=1)
        x = np.concatenate([own, found, context, article.figures], axis=1)
        x = np.maximum(self._linear("fig", x), 0)
        return np.concatenate([x, self.sequence(x, lay_out([len(x)]))], axis=1)

    def _attention(
        self, article: ReaderInput, states: Floats, both: Floats, spans: tuple[Ints, Ints]
    ) -> Floats:
        """What each figure finds in its sentence: means by attention, and the strongest traits."""
        asking = [states[article.first], states[article.last], article.figures]
        query = self._linear("att_q", np.concatenate(asking, axis=1))
        keys, values = self._linear("att_k", both), self._linear("val", both)
        rows = []
        for number, (start, end) in enumerate(zip(*spans, strict=True)):
            relation = article.relations[number]
            hidden = np.tanh(query[number] + keys[start:end] + self._linear("att_p", relation))
            shares = softmax(self._linear("att_o", hidden).T)
            gate = 0.5 + 0.5 * np.tanh(0.5 * self._linear("val_g", relation))
            traits = values[start:end] * gate + self._linear("val_p", relation)
            strongest = np.maximum(traits, 0).max(axis=0)
            rows.append(np.concatenate([(shares @ both[start:end]).ravel(), strongest]))
        return np.stack(rows)

    def _candidates(
        self, role: str, choices: Choices, asking: Floats, words: tuple[Floats, Floats]
    ) -> Floats:
        """Each candidate as each figure sees it: the best of its mentions, and what it is."""
        states, around = words
        name, mention = f"ptr.{role}", f"men.{MENTIONS[role]}"
        width = self.weights[f"{mention}.h2.bias"].shape[0]
        best = np.zeros((len(asking), len(choices.names), width), dtype=np.float32)
        if len(choices.owner):
            first, last = choices.first, choices.last
            spots = [states[first], states[last], choices.spots, around[first]]
            x = self._linear(f"{mention}.m", np.concatenate(spots, axis=1))[None]
            x = x * (1 + np.tanh(self._linear(f"{name}.gm", asking)))[:, None]
            x += self._linear(f"{name}.f", asking)[:, None]
            x += self._linear(f"{mention}.p", choices.pairs)
            gate = np.tanh(self._linear(f"{name}.gate", asking))[:, None]
            x += gate * self._linear(f"{mention}.pf", choices.pairs)
            x = self._linear(f"{mention}.h2", np.maximum(x, 0))
            starts = np.flatnonzero(np.diff(choices.owner, prepend=-1))  # owners rise
            best[:, choices.owner[starts]] = np.maximum.reduceat(x, starts, axis=1)
        seen = self._linear(f"{name}.s", best)
        seen += self._linear(f"{name}.fe", asking)[:, None]
        seen += self._linear(f"{name}.e", choices.facts)
        return np.maximum(seen, 0)

    def _beside(
        self, article: ReaderInput, choices: Choices, odds: Floats, event: Floats
    ) -> Floats:
        """What a figure's neighbours and the whole article would choose."""
        none = np.zeros((1, len(choices.names)), dtype=np.float32)
        before = np.concatenate([none, odds[:-1]])
        after = np.concatenate([odds[1:], none])
        alike = np.concatenate([[0], (event[1:] * event[:-1]).sum(axis=1), [0]])
        near = np.concatenate([[0], article.at[1:] == article.at[:-1], [0]])
        alike_before, alike_after = alike[:-1, None], alike[1:, None]
        columns = [
            odds, np.log(odds + 1e-3) / 3, before, after,
            before * alike_before, after * alike_after,
            before * near[:-1, None], after * near[1:, None],
            odds.max(axis=0, keepdims=True), odds.mean(axis=0, keepdims=True),
            alike_before, alike_after,
        ]  # fmt: skip
        return side_by_side(columns, odds.shape)

    def _heard(self, role: str, article: ReaderInput, asking: Floats, odds: Floats) -> Floats:
        """What those figures would choose that each figure takes for its like, in several ways."""
        score = np.moveaxis(self._linear(f"ptr.{role}.mg", figures_apart(article.at)), 2, 0)
        ways, count = len(score), len(asking)
        query, key = (
            self._linear(f"ptr.{role}.{name}", asking).reshape(count, ways, -1).transpose(1, 0, 2)
            for name in ("mq", "mk")
        )
        score = score + query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[2]))
        score[:, np.eye(count, dtype=bool)] = _NEVER
        heard = np.moveaxis(softmax(score) @ odds * (count > 1), 0, 2)
        return np.concatenate([heard, np.log(heard + 1e-3) / 3], axis=2)


def _beside_actor(places: tuple[str, ...], actors: tuple[str, ...], odds: Floats) -> Floats:
    """For each place: how likely it is the actor, and that none or an organization is."""
    column = {name: number for number, name in enumerate(actors) if name}
    own = np.zeros((len(odds), len(places)), dtype=np.float32)
    for number, name in enumerate(places):
        if name in column:
            own[:, number] = odds[:, column[name]]
    none = odds[:, [actors.index("")]]
    organization = odds[:, [":" in name for name in actors]].sum(axis=1, keepdims=True)
    return side_by_side((own, none, organization), own.shape)


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares
