"""The tables of `measurements` on the page: ``{measurements}``."""

import ledger_directive
import measurements
from docutils import nodes
from measurements import TEXT, TITLES
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class Measurements(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        for path in measurements.paths():
            self.env.note_dependency(str(path))
        self.env.measured = self.env.docname, measurements.paths()
        found = measurements.records()
        words = nodes.paragraph("", measurements.summary(found))
        return [words, *(section(*item) for item in found.items())]


def section(name: str, record: dict | None) -> nodes.section:
    """One record; where it is missing, a line that says so."""
    title = TITLES.get(name, name)
    made = nodes.section("", nodes.title("", title), names=[name])
    made["ids"] = [f"measured-{nodes.make_id(name)}"]
    if record is None:
        command = nodes.literal("", f"make bench NAMES={name} FULL=1")
        words = nodes.Text(f"{TEXT['missing']} ")
        made += nodes.paragraph("", "", words, command, nodes.Text("."))
        return made
    made += ledger_directive.field_list(measurements.facts(record))
    made += table(record["rows"])
    beside = record.get("beside")
    if beside:
        kind = f"OPENBLAS_CORETYPE={beside['OPENBLAS_CORETYPE']}"
        made += nodes.paragraph("", f"{TEXT['beside'].format(kind)}:")
        made += table(beside["rows"])
    return made


def table(rows: list[dict]) -> nodes.table:
    return ledger_directive.table(TEXT["head"], measurements.lines(rows))


def with_other_files(app: Sphinx, env, *changes: set) -> list[str]:
    """The page is read again where a record came or went."""
    page, files = getattr(env, "measured", (None, None))
    stale = page in env.found_docs and files != measurements.paths()
    return [page] if stale else []


def setup(app: Sphinx) -> dict:
    app.add_directive("measurements", Measurements)
    app.connect("env-get-outdated", with_other_files)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
