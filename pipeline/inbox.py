"""Articles on their way in, kept on disk until every name is known and they can be put in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path

from pipeline.records import RawArticle
from pipeline.scratch import Scratch
from pipeline.stages.ingest import Article

_COLUMNS = ", ".join(field.name for field in fields(Article))
_MARKS = ", ".join("?" for _ in fields(Article))

# An article is known by its file name; where two files share one, by folder and name; and where
# even that is shared (`a.txt` beside `a.TXT`, a corpus row beside a file), by its whole path.
_WITH_IDS = """
WITH named AS (
  SELECT *, count(*) OVER (PARTITION BY name) AS same_name,
            count(*) OVER (PARTITION BY folder, name) AS same_folder
  FROM article
)
SELECT CASE
         WHEN same_name = 1 THEN name
         WHEN same_folder = 1 AND folder != '' THEN folder || '/' || name
         WHEN same_folder = 1 THEN './' || name
         ELSE path || '#' || name
       END AS doc_id, {columns}
FROM named ORDER BY doc_id
"""


class Inbox(Scratch):
    """A heap of articles that hands them out sorted by id, whatever order they came in."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, f"CREATE TABLE article (name, folder, {_COLUMNS})")

    def add(self, raw: RawArticle, article: Article) -> None:
        """Put an article on the heap."""
        self._database.execute(
            f"INSERT INTO article VALUES (?, ?, {_MARKS})",
            (raw.name, raw.folder, *astuple(article)),
        )

    def sorted_articles(self) -> Iterator[tuple[str, Article]]:
        """Yield (doc_id, article), sorted by doc_id."""
        for doc_id, *values in self._database.execute(_WITH_IDS.format(columns=_COLUMNS)):
            yield doc_id, Article(*values)
