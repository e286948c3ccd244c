"""The tables of `ledger` on the page: ``{ledger} records`` or ``pages``."""

import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

import jupytext
import ledger
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from cnnlab import data, hardware
from cnnlab.train.recorder import Recording

sys.path.insert(0, str(ledger.BOOK.parent / "tools"))

import recorded  # noqa: E402


class NumbersOfPages(nodes.General, nodes.Element):
    """Waits until all pages have been executed."""


class Ledger(SphinxDirective):
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        for path in ledger.RESULTS.glob("*.json"):
            self.env.note_dependency(str(path))
        if self.arguments[0] == "pages":
            self.env.ledger_page = self.env.docname
            return [NumbersOfPages()]
        if self.arguments[0] != "records":
            raise self.error("ledger: say `records` or `pages`")
        settings = [
            section_of_tries(name, runs)
            for name, runs in ledger.tried().items()
        ]
        return [*map(section_of_record, ledger.records()), *settings]


def table(
    head: Sequence[str], rows: Iterable[Sequence[str | nodes.Node]]
) -> nodes.table:
    """A table of short texts, the first of each row its name."""
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=1) for _ in head]
    lines = [_row(row) for row in rows]
    group += [nodes.thead("", _row(head)), nodes.tbody("", *lines)]
    return nodes.table("", group, classes=["lab-results"])


def _row(cells: Sequence[str | nodes.Node]) -> nodes.row:
    return nodes.row("", *(_entry(cell) for cell in cells))


def _entry(cell: str | nodes.Node) -> nodes.entry:
    inner = nodes.Text(cell) if isinstance(cell, str) else cell
    return nodes.entry("", nodes.paragraph("", "", inner))


def _code(text: str) -> nodes.literal:
    return nodes.literal("", text)


def _section(name: str, *content: nodes.Node) -> nodes.section:
    title = nodes.title("", name)
    return nodes.section("", title, *content, ids=[anchor(name)], names=[name])


def anchor(name: str) -> str:
    return f"ledger-{nodes.make_id(name)}"


def field_list(facts: Iterable[tuple[str, str]]) -> nodes.field_list:
    """Names and what they say; a command stands as code."""
    found = nodes.field_list()
    for name, text in facts:
        words = _code(text) if name == "command" else nodes.Text(text)
        body = nodes.field_body("", nodes.paragraph("", "", words))
        found += nodes.field("", nodes.field_name("", name), body)
    return found


def section_of_record(record: Recording) -> nodes.section:
    facts = field_list(ledger.facts(record))
    seeds = ", ".join(map(str, record.seeds))
    head = ("number", "mean", "spread", f"seeds {seeds}")
    rows = [[_code(n), *rest] for n, *rest in ledger.numbers(record)]
    return _section(record.name, facts, table(head, rows))


def section_of_tries(file: str, runs: dict[str, dict]) -> nodes.section:
    """A file of settings that were tried once each."""

    def line(run: dict) -> str:
        numbers = ledger.measured(run).items()
        return ", ".join(f"{name} {value:.5g}" for name, value in numbers)

    rows = [[name, line(run)] for name, run in runs.items()]
    return _section(file, table(["setting", "numbers of its run"], rows))


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for place in list(doctree.findall(NumbersOfPages)):
        parts = [nodes.paragraph("", this_build())]
        for page in sorted(app.env.found_docs):
            parts += section_of_page(app, page, docname)
        place.replace_self(parts)


def this_build() -> str:
    """The machine, the versions and the data of the live numbers."""
    names = ("cnnlab", "torch", "numpy")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    sets = []
    for load in (data.mnist, data.cifar10):
        try:
            found = load()
        except data.DataError:
            continue
        sign = found.sha256[: ledger.SIGNS]
        sets.append(f"{found.source}, sha256 {sign}…")
    machine = hardware.describe(probe_gpu=True)
    return f"This build: {machine}; {versions}; {'; '.join(sets)}."


def section_of_page(app: Sphinx, page: str, here: str) -> list[nodes.Node]:
    executed = Path(app.outdir).parent / "jupyter_execute"
    numbers = ledger.glued(executed, page)
    if not numbers:
        return []
    source = Path(app.srcdir) / f"{page}.md"
    cells = jupytext.read(source).cells
    known = recorded.sources(source.name, cells)
    rows = [
        [_code(name), shown, origin(known.get(name))]
        for name, shown in sorted(numbers.items())
    ]
    link = nodes.reference(
        "", app.env.titles[page].astext(), internal=True,
        refuri=app.builder.get_relative_uri(here, page),
    )  # fmt: skip
    title = nodes.paragraph("", "", nodes.strong("", "", link))
    return [title, table(["number", "on the page", "from"], rows)]


def origin(records: list[str] | None) -> nodes.Node:
    """Links to the records that a number is from, or that it is live."""
    line = nodes.inline()
    for name in records or ():
        line += [nodes.Text(", ")] if len(line) else []
        line += nodes.reference("", name, refid=anchor(name), internal=True)
    return line if len(line) else nodes.Text("this build")


def page_of_the_ledger(app: Sphinx, env) -> list[str]:
    """It is written anew whenever another page may have changed."""
    page = getattr(env, "ledger_page", None)
    return [page] if page in env.found_docs else []


def setup(app: Sphinx) -> dict:
    app.add_node(NumbersOfPages)
    app.add_directive("ledger", Ledger)
    app.connect("doctree-resolved", fill)
    app.connect("env-updated", page_of_the_ledger)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
