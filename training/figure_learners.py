"""What learns the links of figures: log-linear models and boosted trees, as they are stored.

Each function takes examples and gives the stored form that `pipeline.nlp.figure_links` reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import lightgbm
import numpy as np
import scipy.sparse
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from pipeline.nlp.boosted import Described

TREES = {"num_leaves": 12, "learning_rate": 0.1, "min_data_in_leaf": 8, "feature_fraction": 0.4,
         "lambda_l2": 2.0, "min_sum_hessian_in_leaf": 0.01, "bagging_fraction": 0.8,
         "bagging_freq": 1, "extra_trees": True, "max_depth": 7}  # fmt: skip
ROUNDS = 250
LEAST_WEIGHT = 0.15  # what weighs less for every class is left out
CLASS_TREES = {"num_leaves": 8, "learning_rate": 0.12, "min_data_in_leaf": 6,
               "feature_fraction": 0.2, "lambda_l2": 1.0, "bagging_fraction": 0.8,
               "bagging_freq": 1, "max_bin": 3, "min_data_in_bin": 1, "enable_bundle": False,
               "extra_trees": True}  # fmt: skip
CLASS_ROUNDS = 100


def same_time(first: str, second: str) -> bool:
    """Whether two dates agree as far as the vaguer one goes."""
    if not first or not second:
        return not first and not second
    short, long = sorted((first, second), key=len)
    return len(short) >= 4 and long.startswith(short)


def train_classifier(examples: Sequence[tuple[set[str], str]], strength: float = 0.3) -> Any:
    """A multinomial log-linear model."""
    counts = Counter(feature for features, _ in examples for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= 3)
    table = _matrix([features for features, _ in examples], names)
    fit = LogisticRegression(C=strength, max_iter=300, tol=1e-3, fit_intercept=False)
    fit.fit(table, [label for _, label in examples])
    weights = {
        name: [round(float(w), 2) for w in column]
        for name, column in zip(names, fit.coef_.T, strict=True)
        if abs(column).max() >= LEAST_WEIGHT
    }
    return {"classes": [str(c) for c in fit.classes_], "weights": weights}


def _matrix(rows: Sequence[Iterable[str]], names: Sequence[str]) -> Any:
    column = {name: number for number, name in enumerate(names)}
    pairs = [(r, column[f]) for r, features in enumerate(rows) for f in features if f in column]
    where = ([r for r, _ in pairs], [c for _, c in pairs])
    return scipy.sparse.csr_matrix((np.ones(len(pairs)), where), shape=(len(rows), len(names)))


def train_ranker(
    examples: Sequence[tuple[dict[str, set[str]], str]], field: str, penalty: float = 3.0
) -> Any:
    """A conditional log-linear model over candidates."""
    rows: list[set[str]] = []
    starts, right = [], []
    for features, gold in examples:
        names = sorted(features)
        good = [n for n in names if same_time(n, gold)] if field == "as_of" else [gold]
        target = gold if gold in features else next((n for n in good if n in features), None)
        if target is None:
            continue
        starts.append(len(rows))
        right.append(len(rows) + names.index(target))
        rows.extend(features[name] for name in names)
    counts = Counter(feature for features in rows for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= 2)
    weights = _fit_ranker(_matrix(rows, names), np.array(starts), np.array(right), penalty)
    kept = {n: round(float(w), 3) for n, w in zip(names, weights, strict=True) if abs(w) >= 0.02}
    return {"weights": kept}


def _fit_ranker(table: Any, starts: Any, right: Any, penalty: float) -> Any:
    turned = table.T.tocsr()
    group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, table.shape[0])))

    def loss(weights: Any) -> tuple[float, Any]:
        scores = table @ weights
        top = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - top[group])
        totals = np.add.reduceat(powers, starts)
        value = (np.log(totals) + top - scores[right]).sum() + 0.5 * penalty * (weights @ weights)
        wrong = powers / totals[group]
        wrong[right] -= 1
        return value, turned @ wrong + penalty * weights

    start = np.zeros(table.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x


def train_pool(examples: Sequence[tuple[set[str], str]]) -> Any:
    """A log-linear model and boosted trees over the same features."""
    linear = train_classifier(examples)
    counts = Counter(feature for features, _ in examples for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= 8)
    table = _matrix([features for features, _ in examples], names)
    label = [linear["classes"].index(right) for _, right in examples]
    settings = {**CLASS_TREES, "objective": "multiclass", "num_class": len(linear["classes"]),
                "verbose": -1, "num_threads": 1, "seed": 1, "deterministic": True}  # fmt: skip
    booster = lightgbm.train(settings, lightgbm.Dataset(table, label=label), CLASS_ROUNDS)
    return {"linear": linear, "forest": _flat(booster.dump_model()["tree_info"], names)}


def train_forest(examples: Sequence[tuple[Described, str]], seed: int = 1) -> Any:
    """Boosted trees that choose one candidate (a softmax over the candidates of each figure)."""
    usable = [(features, gold) for features, gold in examples if gold in features]
    columns = sorted(
        {key for features, _ in usable for c in (features.shared, *features.values()) for key in c}
    )
    place = {name: number for number, name in enumerate(columns)}
    total = sum(len(features) for features, _ in usable)
    table = np.zeros((total, len(columns)), dtype=np.float32)
    label = np.zeros(total)
    starts, row = [], 0
    for features, gold in usable:
        starts.append(row)
        for name in sorted(features):
            for key, number in chain(features.shared.items(), features[name].items()):
                table[row, place[key]] = number
            label[row] = name == gold
            row += 1
    first = np.array(starts)
    group = np.repeat(np.arange(len(first)), np.diff(np.append(first, total)))

    def gradient(scores: Any, _data: Any) -> tuple[Any, Any]:
        powers = np.exp(scores - np.maximum.reduceat(scores, first)[group])
        chance = powers / np.add.reduceat(powers, first)[group]
        return chance - label, np.maximum(chance * (1 - chance), 1e-3)

    settings = {**TREES, "objective": gradient, "verbose": -1, "num_threads": 1, "seed": seed,
                "deterministic": True}  # fmt: skip
    booster = lightgbm.train(settings, lightgbm.Dataset(table, label=label), ROUNDS)
    return _flat(booster.dump_model()["tree_info"], columns)


def _flat(trees: Iterable[dict[str, Any]], columns: list[str]) -> Any:
    """Trees laid end to end, as `pipeline.nlp.boosted.Forest` reads them."""
    stored: dict[str, Any] = {"columns": columns, "feature": [], "threshold": [], "left": [],
                              "right": [], "value": [], "roots": [], "depth": 0}  # fmt: skip

    def add(node: dict[str, Any], depth: int) -> int:
        number = len(stored["feature"])
        stored["depth"] = max(stored["depth"], depth)
        leaf = "leaf_value" in node
        stored["feature"].append(-1 if leaf else node["split_feature"])
        stored["threshold"].append(0 if leaf else round(node["threshold"], 5))
        stored["value"].append(round(node["leaf_value"], 5) if leaf else 0)
        stored["left"].append(0)
        stored["right"].append(0)
        if not leaf:
            stored["left"][number] = add(node["left_child"], depth + 1)
            stored["right"][number] = add(node["right_child"], depth + 1)
        return number

    for tree in trees:
        stored["roots"].append(add(tree["tree_structure"], 0))
    return stored
