"""The figures of a pipeline on the development sets: `python -m training.evaluate CORPUS MODEL`.

Names are judged twice: on the treebank's tokens and sentences, ten sentences a document, and from
the printed text, where the pipeline finds tokens and sentences itself. Grammar is judged by
`training.evaluate_parse`.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language

from pipeline.nlp.model import load_model
from training import evaluate_parse
from training.corpus import Sentence, f_scores, read_conllu, spans
from training.evaluate_parse import SENTENCES_A_DOCUMENT, gold_document

LANGUAGES = {"nob": "nb", "nno": "nn"}


def documents(sentences: Sequence[Sentence]) -> list[Sequence[Sentence]]:
    """The sentences in groups of ten."""
    step = SENTENCES_A_DOCUMENT
    return [sentences[start : start + step] for start in range(0, len(sentences), step)]


def names_on_gold_tokens(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, float]:
    """F of names by token; components before the names run on the treebank's tokens too."""
    gold, found = [], []
    for group in documents(sentences):
        doc = gold_document(nlp, group)
        for name, step in nlp.pipeline:
            if name in {"tok2vec", "ner"}:
                doc = step(doc)
        gold.append(spans([tag for s in group for tag in s.names]))
        found.append({(ent.start, ent.end, ent.label_) for ent in doc.ents})
    return f_scores(gold, found)


def names_on_text(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, float]:
    """F of names by character, from the printed text."""
    gold, found = [], []
    for group in documents(sentences):
        tokens = gold_document(nlp, group)
        gold.append(
            {
                (tokens[start].idx, tokens[end - 1].idx + len(tokens[end - 1]), label)
                for start, end, label in spans([tag for s in group for tag in s.names])
            }
        )
        doc = nlp(tokens.text)
        found.append({(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents})
    return f_scores(gold, found)


def token_score(nlp: Language, sentences: Sequence[Sentence]) -> float:
    """F of tokens, from the printed text."""
    right = total = 0
    for group in documents(sentences):
        tokens = gold_document(nlp, group)
        wanted = {(token.idx, len(token)) for token in tokens}
        got = {(t.idx, len(t)) for t in nlp.make_doc(tokens.text) if not t.is_space}
        right += len(wanted & got)
        total += len(wanted) + len(got)
    return round(2 * right / total, 4)


def words_a_second(nlp: Language, sentences: Sequence[Sentence], component: str) -> int:
    """How many tokens one component reads in a second of processor time, ten sentences at once."""
    docs = [gold_document(nlp, group) for group in documents(sentences)]
    step = nlp.get_pipe(component)
    start = time.process_time()
    for doc in docs:
        step(doc)
    return round(sum(len(doc) for doc in docs) / (time.process_time() - start))


def rounded(scores: dict[str, float]) -> dict[str, float]:
    """Scores with four decimals."""
    return {name: round(score, 4) for name, score in scores.items()}


def evaluate(nlp: Language, corpus: Path) -> dict[str, Any]:
    """All figures by language: names, names from text, tokens, grammar, speed."""
    grammar = evaluate_parse.evaluate(nlp, corpus)
    result: dict[str, Any] = {}
    for folder, language in LANGUAGES.items():
        sentences = list(read_conllu(corpus / "dev" / f"{folder}.conllu"))
        result[language] = {
            "ner_gold_tokens": rounded(names_on_gold_tokens(nlp, sentences)),
            "ner_raw_text": rounded(names_on_text(nlp, sentences)),
            "tokens_raw_text": token_score(nlp, sentences),
            "grammar": rounded(grammar[folder]),
            "ner_words_per_second": words_a_second(nlp, sentences, "ner"),
        }
    return result


def table(figures: dict[str, Any]) -> str:
    """The figures as a table in Markdown, one row a figure, one column a language."""
    rows = [("measure", *figures), ("---", *("---:" for _ in figures))]
    first = next(iter(figures.values()))
    for group, values in first.items():
        names = values if isinstance(values, dict) else {"": values}
        for name in names:
            cells = [entry[group][name] if name else entry[group] for entry in figures.values()]
            rows.append((f"{group} {name}".strip(), *(str(cell) for cell in cells)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    """Print the table; write the figures as JSON when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument(
        "model", nargs="?", help="a package or folder; the shipped model without it"
    )
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    args = parser.parse_args()
    figures = evaluate(load_model(args.model), args.corpus)
    print(table(figures))
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
