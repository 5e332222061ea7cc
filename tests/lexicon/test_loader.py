"""The lexicon loader: what it accepts, what it refuses, and how a user's files win."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.lexicon.files import FILES
from pipeline.lexicon.reader import read_rows
from pipeline.lexicon.schema import Aliases, Column, LexiconFile, Problem

ANIMALS = LexiconFile(
    stem="animals",
    description="Animals.",
    columns=(
        Column("animal_id", "id", required=True),
        Column("size", "how large", values=("small", "large")),
        Column("legs", "how many", "integer"),
        Column("names", "names", "list"),
        Column("shared", "yes if others share a name", "yes"),
    ),
    key=("animal_id",),
    aliases=Aliases("animal", "animal_id", ("names",), "shared"),
)


def write(directory: Path, **files: str) -> Path:
    for stem, text in files.items():
        (directory / f"{stem}.csv").write_text(text, encoding="utf-8")
    return directory


def problems_of(text: str) -> list[str]:
    problems: list[Problem] = []
    read_rows(ANIMALS, text, problems)
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("animal_id,size\nelg,large\n", 1),
        ("animal_id;size\nelg;large\nmus;small\n", 2),  # as a Norwegian spreadsheet saves it
        ('# a comment\nanimal_id\n\n# another, with a "quote\nelg\n', 1),
        ('animal_id,names\nelg,"elg|el,g"\n', 1),
        ("animal_id\r\nelg\r\n", 1),
    ],
)
def test_reads(text: str, rows: int) -> None:
    problems: list[Problem] = []
    assert len(read_rows(ANIMALS, text, problems)) == rows
    assert problems == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "animals.csv: no header."),
        ("animal_id,sise\nelg,large\n", "animals.csv, line 1: unknown column 'sise'. Did you mean"),
        ("size\nlarge\n", "animals.csv, line 1: column 'animal_id' is missing."),
        ("animal_id,size\nelg,huge\n", "line 2: 'huge' is no size. Allowed: small, large."),
        ("animal_id,legs\nelg,four\n", "line 2: 'four' in 'legs' is not a whole number."),
        ("animal_id,shared\nelg,no\n", "line 2: 'no' in 'shared': write yes"),
        ("animal_id,size\n,small\n", "line 2: 'animal_id' is empty."),
        ("animal_id\n# c\nelg\nelg\n", "line 4: 'elg' stands already on line 3."),
        ("animal_id,size\nelg,large,4\n", "line 2: 3 cells under a header of 2."),
    ],
)
def test_refuses_with_file_and_line(text: str, message: str) -> None:
    assert message in "\n".join(problems_of(text))


def test_reports_every_problem_at_once() -> None:
    text = "animal_id,size,legs\nelg,huge,x\nmus,tiny,4\n"
    assert len(problems_of(text)) == 3


def test_builtin_lexicon_is_in_order_and_quick() -> None:
    lexicon = load_lexicon()
    assert len(lexicon.table("countries")) == 250
    assert lexicon is load_lexicon()
    assert pickle.loads(pickle.dumps(lexicon)) == lexicon


def test_lazy_builtin_files_hold_what_they_declare() -> None:
    folder = Path(read_rows.__globals__["__file__"]).parent
    for declared in FILES:
        if declared.lazy:
            problems: list[Problem] = []
            rows = read_rows(
                declared, (folder / declared.file_name).read_text(encoding="utf-8"), problems
            )
            assert rows
            assert problems == []


def test_alias_with_two_ids_is_refused_with_both_lines(tmp_path: Path) -> None:
    write(tmp_path, country_forms="form,country_id,paradigm\nZongo,COD,name\nZongo,COG,name\n")
    with pytest.raises(LexiconError) as error:
        load_lexicon(tmp_path)
    assert str(error.value) == (
        "country_forms.csv, line 3: alias 'Zongo' has two ids (COD, COG). "
        "Keep one, or mark it ambiguous. The other stands on country_forms.csv, line 2."
    )


def test_alias_conflict_across_files_names_both_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        organizations="organization_id,name,type,aliases\norg:a-laget,A-laget,other,Laget\n",
        aliases="alias,entity_id\nLaget,org:b-laget\n",
    )
    with pytest.raises(LexiconError, match=r"aliases\.csv, line 2: .*organizations\.csv, line 2"):
        load_lexicon(tmp_path)


def test_alias_marked_ambiguous_is_accepted(tmp_path: Path) -> None:
    write(
        tmp_path,
        organizations="organization_id,name,type,aliases\norg:a-laget,A-laget,other,Laget\n",
        aliases="alias,entity_id,ambiguous\nLaget,org:b-laget,yes\n",
    )
    assert load_lexicon(tmp_path).ids_of("organization", "Laget") == ("org:a-laget", "org:b-laget")


def test_user_alias_wins_over_ours(tmp_path: Path) -> None:
    write(tmp_path, aliases="alias,entity_id\nNATO,org:mitt-nato\n")
    assert load_lexicon(tmp_path).ids_of("organization", "NATO") == ("org:mitt-nato",)
    assert load_lexicon().ids_of("organization", "NATO") == ("org:nato",)


def test_user_row_replaces_ours_of_the_same_key(tmp_path: Path) -> None:
    write(tmp_path, places="name,country,latitude,longitude\nHelmand,AFG,1,2\n")
    place = load_lexicon(tmp_path).place("place:afg-helmand")
    assert place is not None
    assert (place.latitude, place.longitude) == (1, 2)


def test_user_folder_changes_the_hash(tmp_path: Path) -> None:
    ours = load_lexicon().lexicon_hash
    write(tmp_path, aliases="alias,entity_id\nA,org:a\n")
    first = load_lexicon(tmp_path).lexicon_hash
    assert first == load_lexicon(tmp_path).lexicon_hash
    write(tmp_path, aliases="alias,entity_id\nB,org:a\n")
    assert len({ours, first, load_lexicon(tmp_path).lexicon_hash}) == 3


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("countries.csv", b"country_id\n", "countries.csv: unknown file. The files are: aliases"),
        ("notat.csv", b"a\n", "notat.csv: unknown file."),
        ("aliases.csv", b"alias,entity_id\nA,nato\n", "line 2: 'nato' is no id. Write org:"),
        ("country_forms.csv", b"form,country_id,paradigm\nirak,IRQ,er\n", "not end in -er"),
        ("country_forms.csv", b"form,country_id,paradigm\nirak,IRQ,ar\n", "'ar' in 'paradigm'"),
        ("aliases.csv", b"alias,entity_id\nA,ABC\n", "line 2: no country has the code 'ABC'"),
        ("aliases.csv", b"alias,entity_id\nA,place:irq-x\n", "line 2: no place has the id"),
        ("aliases.csv", b"alias,entity_id\nS\xf8r,org:a\n", "line 2: not UTF-8."),
        ("aliases.csv", b'alias,entity_id\n"A\x00",org:a\n', "aliases.csv"),
        ("places.csv", b"name,country,latitude,longitude\nX,XXX,1,2\n", "'XXX' in 'country'"),
        ("aliases.csv", b"alias,entity_id\n" + b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_user_file_is_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LexiconError) as error:
        load_lexicon(tmp_path)
    assert message in str(error.value)


def test_missing_folder_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="troppetall lexicon init"):
        load_lexicon(tmp_path / "finnes-ikke")


def test_many_problems_are_cut_short(tmp_path: Path) -> None:
    rows = "".join(f"A{n},feil\n" for n in range(50))
    write(tmp_path, aliases="alias,entity_id\n" + rows)
    with pytest.raises(LexiconError) as error:
        load_lexicon(tmp_path)
    assert str(error.value).splitlines()[-1].startswith("and 30 more")


def test_rows_know_where_they_stand(lexicon: Lexicon) -> None:
    row = lexicon.table("countries")[0]
    assert (row.file, row.line) == ("countries.csv", 2)
