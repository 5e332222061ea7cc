"""Folders elsewhere (`s3://…`, `gs://…`, `memory://…`), by way of a local copy (extra `cloud`)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import InputError, OutputError


def is_remote(place: str | Path) -> bool:
    """Return whether a place is a URL, not a path of this machine.

    >>> is_remote("s3://bucket/articles"), is_remote("C:/articles")
    (True, False)
    """
    return "://" in str(place)


@contextmanager
def local_copy(url: str, *, write_back: bool) -> Iterator[Path]:
    """Yield a local copy of a remote folder or file, in a temporary folder that is then removed.

    Args:
        url: any place that fsspec knows; it need not be there yet if it is written to.
        write_back: copy what the local folder holds to the remote one, if all went well.

    Raises: InputError or OutputError if the place cannot be read or written.
    """
    try:
        import fsspec
    except ImportError:
        raise InputError(
            f"{url}: remote folders need the extra `cloud`: pip install 'troppetall[cloud]'"
        ) from None
    with tempfile.TemporaryDirectory(prefix="troppetall-") as temporary:
        local = Path(temporary) / (url.rstrip("/").rpartition("/")[2] or "root")
        try:
            files, path = fsspec.core.url_to_fs(url)
            if files.isfile(path):
                files.get_file(path, str(local))
            elif files.exists(path):
                files.get(path.rstrip("/") + "/", f"{local}/", recursive=True)
            elif not write_back:
                raise InputError(f"There is no file or folder {url}. Check the address.")
        except (OSError, ValueError, ImportError) as error:
            raise InputError(f"{url} cannot be read: {error}") from error
        if write_back:
            local.mkdir(exist_ok=True)
        yield local
        if write_back:
            try:
                files.makedirs(path, exist_ok=True)
                files.put(f"{local}/", path.rstrip("/") + "/", recursive=True)
            except (OSError, ValueError) as error:
                raise OutputError(f"{url} cannot be written: {error}") from error
