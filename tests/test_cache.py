"""The cache saves work and never changes an answer."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.cache import Cache


@given(
    st.dictionaries(st.text(max_size=20).map(lambda t: t.encode().hex()), st.binary(max_size=99))
)
def test_what_was_kept_is_found_again(tmp_path_factory: object, entries: dict[str, bytes]) -> None:
    file = tmp_path_factory.mktemp("cache") / "c.sqlite"  # type: ignore[attr-defined]
    with Cache(file) as cache:
        cache.put_many(entries.items())
    with Cache(file) as cache:
        assert cache.get_many([*entries, "unknown"]) == entries


def test_what_was_asked_for_longest_ago_goes_first(tmp_path: Path) -> None:
    file = tmp_path / "c.sqlite"
    with Cache(file) as cache:
        cache.put_many([("old", b"1"), ("used", b"2")])
    with Cache(file) as cache:
        cache.get_many(["used"])
        cache.put_many([("new", b"3")])
    with Cache(file, limit=20) as cache:
        cache.trim()
        assert set(cache.get_many(["old", "used", "new"])) == {"used", "new"}


def test_a_broken_file_is_started_anew(tmp_path: Path) -> None:
    file = tmp_path / "c.sqlite"
    file.write_bytes(b"this is no database, whatever its name says" * 100)
    with Cache(file) as cache:
        cache.put_many([("a", b"1")])
        assert cache.get_many(["a"]) == {"a": b"1"}


def test_a_broken_entry_is_as_good_as_none(tmp_path: Path) -> None:
    with Cache(tmp_path / "c.sqlite") as cache:
        cache.put_many([("a", b"1")])
        cache._database.execute("UPDATE entry SET value = x'00ff'")
        assert cache.get_many(["a"]) == {}
