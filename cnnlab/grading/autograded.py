"""The notebook in `autograded/`: what formgrader and nbgrader show.

Test cells are the instructor's, hidden tests in place; answers are the
student's; outputs are plain text that says what happened. `nbgrader` reads
the same score out of an output as the result holds, so either may be asked.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cnnlab.grading.safe_text import clean, encodable, one_line, write_whole

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from cnnlab.grading.nbcourse import SourceCell, SourceNotebook

FINE = ("passed", "ran", "skipped", "waits")
ERROR_NAMES = {
    "failed": "CheckFailed",
    "stub": "NotImplementedError",
    "limit": "LimitReached",
    "crashed": "KernelDied",
}
INSIDE = (
    "This cell ran inside the box, next to the student's code: "
    "its verdict is weaker than one from outside."
)
# Seconds differ from run to run and say nothing about the grade.
TIMES = ("seconds", "cpu_seconds")
PICTURES = ("image/png", "image/jpeg", "image/gif")
# What makes a browser do something, at the place where Markdown allows it.
_ACTIVE = re.compile(r"<(?=[a-zA-Z/!?])|\\(?=href)")


def build(result: dict, source: "SourceNotebook") -> "NotebookNode":
    """Make the notebook of a result, and of the course's own cells.

    Cells without a name are the instructor's text, in the order of the
    source notebook, and the "extra" ones of the student.
    """
    from nbformat import from_dict

    plain, nodes = iter(source.plain), list(_notes(result))
    for cell in result["cells"]:
        known = source.cells.get(cell["grade_id"])
        if known:
            nodes.append(_known(cell, known))
        elif cell["kind"] == "extra":
            nodes.append(_node("code", cell["source"], _outputs(cell)))
        else:
            nodes.append(_node(*next(plain, ("markdown", ""))))
    for number, node in enumerate(nodes):
        node["id"] = f"cell-{number}"
    metadata = {
        "kernelspec": source.kernelspec,
        "language_info": {"name": "python"},
        "cnnlab": {"result": digest(result)},
    }
    head = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata}
    return from_dict(head | {"cells": nodes})


def digest(result: dict) -> str:
    """Name what a result says, times aside."""
    kept = {k: v for k, v in result.items() if k not in TIMES}
    kept["cells"] = [
        {k: v for k, v in cell.items() if k not in TIMES}
        for cell in result["cells"]
    ]
    text = json.dumps(kept, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def stored_digest(path: Path) -> str:
    """Read which result a notebook in `autograded/` was made of; or ""."""
    try:
        notebook = json.loads(path.read_text("utf-8"))
        return str(notebook["metadata"]["cnnlab"]["result"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def write(path: Path, notebook: "NotebookNode", mode: int) -> None:
    """Write the notebook whole."""
    from nbformat.v4 import writes_json

    write_whole(path, writes_json(notebook) + "\n", mode)


def _known(cell: dict, known: "SourceCell") -> "NotebookNode":
    """Make a cell that the course names: a test, an answer, a locked one."""
    text = known.source if known.locked else cell["source"]
    if known.cell_type == "markdown" and text != known.source:
        text = harmless(text)
    node = _node(known.cell_type, text, _outputs(cell))
    node.metadata["deletable"] = False
    if known.locked:
        node.metadata["editable"] = False
    if known.cell_type == "markdown":
        _keep_pictures(node, cell.get("attachments") or {})
    node.metadata["nbgrader"] = {
        "schema_version": 3,
        "grade_id": known.grade_id,
        "cell_type": known.cell_type,
        "grade": known.grade,
        "solution": known.solution,
        "locked": known.locked,
        "task": known.task,
    }
    if known.grade or known.task:
        node.metadata["nbgrader"]["points"] = known.points
    if known.checksum:  # nbgrader gives none to unlocked tasks
        node.metadata["nbgrader"]["checksum"] = known.checksum
    return node


def _node(kind: str, text: str, outputs: list | None = None) -> "NotebookNode":
    """Make a cell; nbformat's own makers check it, which takes seconds."""
    from nbformat import from_dict

    cell = {"cell_type": kind, "metadata": {}, "source": encodable(text)}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": outputs or []}
    return from_dict(cell)


def _outputs(cell: dict) -> list[dict]:
    """Say in plain text what happened; the score follows from it."""
    said = [INSIDE] if cell["where"] == "inside" else []
    said += [clean(cell["output"]).rstrip("\n")] if cell["output"] else []
    message = _message(cell)
    tested, score = cell["kind"] == "test", cell["score"]
    lost = tested and score <= 0 < cell["points"]
    failed = lost or (cell["status"] not in FINE and not (tested and score))
    if not failed and message:
        said.append(message)
    outputs = [_stream("\n".join(said))] if said else []
    if failed:
        outputs.append(_error(cell["status"], message))
    elif tested and 0 < score < cell["points"]:
        outputs.append(_partial(score))
    return outputs


def _stream(text: str) -> dict:
    kind = {"output_type": "stream", "name": "stdout"}
    return kind | {"text": text + "\n"}


def _error(status: str, message: str) -> dict:
    lines = (message or f"No points: {status}.").split("\n")
    kind = {"output_type": "error", "ename": ERROR_NAMES.get(status, "Error")}
    return kind | {"evalue": lines[0], "traceback": lines}


def _partial(score: float) -> dict:
    kind = {"output_type": "execute_result", "execution_count": None}
    data = {"text/plain": repr(float(score))}
    return kind | {"data": data, "metadata": {}}


def _message(cell: dict) -> str:
    parts = [clean(cell["message"])]
    if cell["hint"]:
        parts.append(f"Hint: {clean(cell['hint'])}")
    if cell["reread"]:
        parts.append(f"Reread: {clean(cell['reread'])}")
    return "\n".join(part for part in parts if part)


def harmless(text: str) -> str:
    """Let Markdown show HTML as it was typed instead of obeying it.

    Formgrader renders Markdown in the instructor's browser, next to the
    instructor's own files. A zero-width space keeps a tag from being one, in
    code and out of code alike.
    """
    return _ACTIVE.sub(lambda found: found[0] + "\u200b", text)


def _keep_pictures(node: "NotebookNode", given: dict) -> None:
    """Keep pasted photographs of handwriting; nothing else is a picture."""
    kept = {}
    for name, kinds in given.items():
        pictures = {
            kind: data
            for kind, data in kinds.items()
            if kind in PICTURES and re.fullmatch(r"[\w+/=\s]+", str(data))
        }
        if pictures and re.fullmatch(r"[\w .()-]+", name):
            kept[name] = pictures
    if kept:
        node["attachments"] = kept


def _notes(result: dict) -> Iterator["NotebookNode"]:
    """Open with what was repaired, limited, suspicious, if anything was."""
    heads = {"repairs": "Repaired", "limits": "Limits hit"}
    heads |= {"suspicious": "Suspicious"}
    lines = [f"Problem: {clean(result['problem'])}"] * bool(result["problem"])
    for key, head in heads.items():
        lines += [f"{head}: {one_line(text, 1000)}" for text in result[key]]
    if lines:
        text = _as_block("\n".join(lines))
        yield _node("markdown", f"**Notes of the grader**\n\n{text}")


def _as_block(text: str) -> str:
    """Show text as it is: an indented block of Markdown is code."""
    lines = clean(text).split("\n")
    return "\n".join(f"    {harmless(line)}" for line in lines)
