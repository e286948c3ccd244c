"""The page that a student gets: points, messages, hints, their own code.

Everything from a submission is escaped, no script runs (a strict policy in
the page says so to the browser), and the only links are web addresses that
stand in the instructor's notebook. The source of a test cell is never shown.
"""

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cnnlab.grading.feedback_style import STYLE
from cnnlab.grading.safe_text import clean, one_line, write_whole

if TYPE_CHECKING:
    from cnnlab.grading.nbcourse import Settings

# Nothing may be fetched or run, not even if something slipped through.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
LINK = re.compile(r"https?://[\w.~:/?#@!$&()*+,;=%-]*[\w/#=-]")
VERDICTS = {
    "passed": "passed",
    "failed": "not yet",
    "stub": "not written yet",
    "limit": "stopped: over a limit",
    "crashed": "stopped: the process died",
    "error": "stopped with an error",
    "ran": "ran",
    "skipped": "not run",
    "waits": "waits for a person",
}
INSIDE = (
    "This test ran in the same process as your code. If its verdict "
    "looks wrong, ask your instructor."
)
SHOWN = ("test", "manual", "task", "answer", "extra")


def write(settings: "Settings", result: dict) -> Path:
    """Write the page of one result; give where it is.

    ``result`` is best as `GradebookWriter.marked` gives it: with what a
    person gave and said.
    """
    names = result["student"], result["assignment"]
    folder = settings.folder("feedback", *names)
    path = folder / f"{result['notebook']}.html"
    write_whole(path, page(result, links_of(settings, result)))
    return path


def links_of(settings: "Settings", result: dict) -> frozenset[str]:
    """Give the web addresses in the instructor's notebook."""
    names = ".", result["assignment"]
    folder = settings.folder("source", *names)
    path = folder / f"{result['notebook']}.ipynb"
    return _links_in(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _links_in(path: Path, _: int) -> frozenset[str]:
    import nbformat

    cells = nbformat.read(path, 4).cells
    return frozenset(x for cell in cells for x in LINK.findall(cell.source))


def page(result: dict, links: Iterable[str] = ()) -> str:
    """Make the page; ``links`` are the addresses that may be one."""
    links = frozenset(links)
    title = f"{result['assignment']} / {result['notebook']}"
    body = "\n".join([*_head(result), *_cells(result, links)])
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_word(title)}: feedback</title>\n"
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{_word(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _head(result: dict) -> Iterator[str]:
    """Points, then what the grader noticed about the whole file."""
    penalty = result.get("penalty", 0.0)
    total = max(0.0, result["score"] - penalty)
    yield f"<p>For <bdi>{_word(result['student'])}</bdi></p>"
    yield (
        f'<p class="total">{_number(total)} of '
        f"{_number(result['max_score'])} points</p>"
    )
    if penalty > 0:
        yield f"<p>{_number(penalty)} points less for being late.</p>"
    if any(map(_waits, result["cells"])):
        yield "<p>A person still has to look at some answers.</p>"
    if result["problem"]:
        yield _section("The file could not be read", [result["problem"]])
    if result["repairs"]:
        yield _section("What was repaired before grading", result["repairs"])
    if result["limits"]:
        yield _section("Limits that were hit", result["limits"])


def _section(head: str, items: list[str]) -> str:
    rows = "".join(f"<li>{_word(item, 1000)}</li>" for item in items)
    return f"<h2>{head}</h2>\n<ul>{rows}</ul>"


def _cells(result: dict, links: frozenset[str]) -> Iterator[str]:
    yield "<h2>Cell by cell</h2>"
    for cell in result["cells"]:
        if cell["kind"] in SHOWN and (
            cell["kind"] != "task" or cell["points"]
        ):
            yield _cell(cell, links)


def _cell(cell: dict, links: frozenset[str]) -> str:
    tested = cell["kind"] == "test"
    parts = [f"<h3>{_name(cell)}</h3>", _verdict(cell)]
    if cell["source"] and not tested:
        shown = _block if cell["kind"] == "manual" else _code  # words, code
        parts.append(shown(cell["source"], _label(cell, "your answer")))
    if cell["output"] and not tested:
        parts.append("<p>It printed</p>")
        parts.append(_block(cell["output"], _label(cell, "output")))
    if cell["message"]:
        parts.append(_block(cell["message"], _label(cell, "message"), links))
    helps = _kind(cell) != "good"
    if cell["hint"] and helps:
        parts.append(f"<p>Hint: {_linked(cell['hint'], links)}</p>")
    if cell["reread"] and helps:
        parts.append(f"<p>Reread: {_linked(cell['reread'], links)}</p>")
    if cell["where"] == "inside":
        parts.append(f"<p>{INSIDE}</p>")
    if cell.get("comment"):
        parts.append(f"<p>Comment: {html.escape(clean(cell['comment']))}</p>")
    kind = _kind(cell)
    return f'<section class="{kind}">\n' + "\n".join(parts) + "\n</section>"


def _name(cell: dict) -> str:
    plain = {"extra": "A cell of yours", "answer": "Your answer"}
    if not cell["grade_id"]:
        return plain.get(cell["kind"], "Cell")
    kind = {"test": "Test", "task": "Task"}.get(cell["kind"], "Answer")
    return f"{kind} <code>{_word(cell['grade_id'])}</code>"


def _label(cell: dict, what: str) -> str:
    return one_line(f"{cell['grade_id']} {what}")


def _verdict(cell: dict) -> str:
    word = VERDICTS.get(cell["status"], "ran")
    if not cell["points"]:
        return f'<p class="verdict">{word}</p>'
    most = _number(cell["points"])
    if cell["score"] is None:
        return f'<p class="verdict">waits for a person, of {most} points</p>'
    word = "graded" if cell["status"] == "waits" else word
    points = f"{_number(cell['score'])} of {most} points"
    return f'<p class="verdict">{points}: {word}</p>'


def _kind(cell: dict) -> str:
    if not cell["points"] or _waits(cell) or cell["score"] is None:
        return "plain"
    return "good" if cell["score"] >= cell["points"] else "lost"


def _waits(cell: dict) -> bool:
    return cell.get("review", cell["score"] is None)


def _code(text: str, label: str) -> str:
    """Show Python in colours where Pygments is there; escaped anyhow."""
    text = clean(text)
    try:
        from pygments import highlight
        from pygments.formatters import HtmlFormatter
        from pygments.lexers import PythonLexer
    except ImportError:
        inner = html.escape(text)
    else:
        lexer = PythonLexer(stripnl=False)
        inner = highlight(text, lexer, HtmlFormatter(nowrap=True)).rstrip()
    return _pre(inner, label)


def _block(text: str, label: str, links: frozenset[str] = frozenset()) -> str:
    return _pre(_linked(text, links), label)


def _pre(inner: str, label: str) -> str:
    """Show text in a box that scrolls, also by keys."""
    name = html.escape(label)
    return (
        f'<pre tabindex="0" role="region" aria-label="{name}" dir="ltr">'
        f"{inner}</pre>"
    )


def _linked(text: str, links: frozenset[str]) -> str:
    """Escape text; an address becomes a link if the instructor wrote it."""
    text, parts, last = clean(text), [], 0
    for found in LINK.finditer(text):
        if found[0] in links:
            address = html.escape(found[0])
            parts.append(html.escape(text[last : found.start()]))
            parts.append(f'<a href="{address}" rel="noopener">{address}</a>')
            last = found.end()
    return "".join([*parts, html.escape(text[last:])])


def _word(text: object, limit: int = 200) -> str:
    return html.escape(one_line(text, limit))


def _number(value: float) -> str:
    return f"{round(value, 2):g}"
