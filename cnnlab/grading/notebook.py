"""Read what a stranger hands in as a notebook.

A file may be in any encoding and any notebook format since 2013; its cells
may have lost their metadata. What can be understood is kept, and each mend
is told.
"""

import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

MOST_BYTES = 64 * 2**20
MOST_CELLS = 2000
MOST_ITEMS = 4_000_000  # numbers of plots, mostly; each takes memory
MOST_SOURCE = 2**20  # characters of one cell
WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
WIDE |= {b"{\0": "utf-16-le", b"\0{": "utf-16-be"}
ENCODINGS = ("utf-8-sig", "cp949", "cp1252", "latin-1")


class UnreadableError(Exception):
    """This is no notebook; the message says what it is."""


@dataclass
class Cell:
    """One cell as handed in."""

    kind: str  # "code", "markdown", "raw"
    source: str
    grade_id: str = ""
    tags: tuple[str, ...] = ()
    id: str = ""


@dataclass
class Submitted:
    """The cells of a file, and what had to be mended to read them."""

    cells: list[Cell]
    repairs: list[str] = field(default_factory=list)


def read_file(path: Path, alone: bool = False) -> bytes:
    """Read a plain file that is really there: no link, no pipe, no giant.

    ``alone`` wants the file to have no other name: a hard link may lead to
    the instructor's own notebook.

    Raises
    ------
    UnreadableError
        If it is one of these.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        link = path.is_symlink()
        reason = "a link, not a file" if link else error.strerror
        raise UnreadableError(f"{path.name} is {reason}") from error
    facts = os.fstat(descriptor)
    odd = _why_not(path.name, facts, alone)
    if odd:
        os.close(descriptor)
        raise UnreadableError(odd)
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


def _why_not(name: str, facts: os.stat_result, alone: bool) -> str:
    """What is wrong with an open file, or nothing."""
    if not stat.S_ISREG(facts.st_mode):
        return f"{name} is not a plain file"
    if alone and facts.st_nlink > 1:
        return (
            f"{name} is a hard link, so it may be somebody else's "
            "file: if it is not, replace it by a copy of itself"
        )
    if facts.st_size > MOST_BYTES:
        size = f"{facts.st_size / 2**20:.0f} MB"
        return f"{name} has {size}: not a notebook"
    return ""


def read(data: bytes) -> Submitted:
    """Understand the bytes of a notebook file."""
    repairs: list[str] = []
    notebook = _parse(data, repairs)
    cells = notebook.get("cells")
    if cells is None and isinstance(notebook.get("worksheets"), list):
        repairs.append("the file has notebook format 3 and was converted")
        sheets = [s for s in notebook["worksheets"] if isinstance(s, dict)]
        lists = [s["cells"] for s in sheets if type(s.get("cells")) is list]
        cells = [cell for some in lists for cell in some]
    if not isinstance(cells, list):
        raise UnreadableError("the file is JSON but holds no cells")
    if len(cells) > MOST_CELLS:
        repairs.append(f"only the first {MOST_CELLS} cells were read")
    found = [_cell(c) for c in cells[:MOST_CELLS] if isinstance(c, dict)]
    if any("\r" in str(c.get("source")) for c in cells if type(c) is dict):
        repairs.append("line ends of Windows were replaced")
    return Submitted(found, repairs)


def _parse(data: bytes, repairs: list[str]) -> dict:
    if not data.strip():
        raise UnreadableError("the file is empty")
    if sum(data.count(mark) for mark in b"[{,") > MOST_ITEMS:
        raise UnreadableError("the file holds too many values for a notebook")
    text = _decode(data, repairs)
    try:
        text = text.lstrip()
        notebook, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"the file is not JSON: {error}") from error
    if text[end:].strip("\0 \t\r\n"):
        repairs.append("what stood behind the end of the notebook was ignored")
    if not isinstance(notebook, dict):
        raise UnreadableError("the file is JSON but not a notebook")
    return notebook


def _decode(data: bytes, repairs: list[str]) -> str:
    """The text, in the first encoding that fits."""
    for mark, name in WIDE.items():
        if data.startswith(mark):
            repairs.append("the file was in UTF-16")
            return data.decode(name, "replace")
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != ENCODINGS[0]:
            repairs.append(f"the file was not in UTF-8: read as {encoding}")
        return text
    raise UnreadableError("the file is in no encoding that we know")


def _cell(cell: dict) -> Cell:
    kind = cell.get("cell_type")
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    source = source if isinstance(source, str) else ""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    own = metadata.get("nbgrader")
    grade_id = own.get("grade_id") if isinstance(own, dict) else ""
    tags = metadata.get("tags")
    return Cell(
        kind=kind if kind in ("code", "markdown", "raw") else "markdown",
        source=source[:MOST_SOURCE],
        grade_id=grade_id if isinstance(grade_id, str) else "",
        tags=tuple(t for t in tags if isinstance(t, str))
        if isinstance(tags, list)
        else (),
        id=str(cell.get("id", ""))[:80],
    )
