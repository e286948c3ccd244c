"""nbgrader's database: its file, and transactions."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

SQLITE = "sqlite:///"


def create(url: str, course_id: str) -> None:
    """Make a gradebook whole, or not at all; one that is there stays.

    nbgrader makes the tables first and notes their version after; killed in
    between, the file would stay without a version.
    """
    from nbgrader.api import Gradebook

    path = Path(url.removeprefix(SQLITE))
    if not url.startswith(SQLITE) or path.exists():
        return
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        made = Path(folder) / path.name
        with _programs_of_python():
            Gradebook(f"{SQLITE}{made}", course_id).close()
        os.replace(made, path)


@contextlib.contextmanager
def transaction(gradebook: "Gradebook") -> Iterator[None]:
    """Make all that happens in the block happen at once, or not at all.

    Each call of nbgrader's API commits; a kill between two of them would
    leave a student without grades. Here a commit waits for the end.
    """
    session = gradebook.db
    commit, session.commit = session.commit, session.flush
    try:
        # SQLAlchemy warns of what nbgrader does if it flushes on its own.
        with session.no_autoflush:
            yield
        commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.commit


@contextlib.contextmanager
def _programs_of_python() -> Iterator[None]:
    """Put `alembic`, which nbgrader starts by name, on PATH."""
    before = os.environ.get("PATH", os.defpath)
    beside = str(Path(sys.executable).parent)
    os.environ["PATH"] = beside + os.pathsep + before
    try:
        yield
    finally:
        os.environ["PATH"] = before
