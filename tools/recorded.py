"""The numbers that a page takes from `book/results`, without running it.

A cell with the tag `recorded` reads records and nothing else: it needs no
cell above it. The notebook generator runs these cells alone, so that their
numbers can stand as values in a notebook's text; the ledger asks them where
each number is from.
"""

import contextlib
import io
import os
import re

import project

from cnnlab import page

TAG = "recorded"


def numbers(name: str, cells: list) -> dict[str, str]:
    """Glued names and values of all cells of a page that have the tag."""
    found: dict[str, str] = {}
    for cell in cells:
        if TAG in cell.metadata.get("tags", []):
            found |= _run(name, cell.source)
    return found


def sources(name: str, cells: list) -> dict[str, list[str]]:
    """For each glued name of those cells the records that its cell reads."""
    found: dict[str, list[str]] = {}
    read, load = [], page.recorded

    def note(record: str):
        read.append(record)
        return load(record)

    page.recorded = note
    try:
        for cell in cells:
            if TAG in cell.metadata.get("tags", []):
                read[:] = re.findall(r"(\w+)\.json", cell.source)
                names = _run(name, cell.source)
                found |= dict.fromkeys(names, list(dict.fromkeys(read)))
    finally:
        page.recorded = load
    return found


def _run(name: str, source: str) -> dict[str, str]:
    found: dict[str, str] = {}

    def keep(**values: object) -> None:
        found.update({key: str(value) for key, value in values.items()})

    glue, page.glue = page.glue, keep
    here = os.getcwd()
    os.chdir(project.BOOK)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, name, "exec"), {})
    except NameError as error:
        raise KeyError(
            f"{name}: a cell with the tag `{TAG}` must import what it uses "
            f"and need no cell above it ({error})"
        ) from error
    finally:
        page.glue = glue
        os.chdir(here)
    return found
