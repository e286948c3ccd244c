"""The ``{exercise-card} NAME`` directive: what an exercise is, and its file.

Title, minutes, points and parts are read from the exercise's folder, so that
a page cannot disagree with it. The learner's notebook is put on the site by
``tools/build.py``.

With ``CNNLAB_ANSWERS=1`` in the environment of the build the answers follow
the card, folded up, for who learns alone. The public site has none.
"""

import os
import shutil
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = ROOT / "exercises"
FOLDER = "exercises"  # of the built site, and of _build
TEXT = {
    "download": "Download the notebook",
    "facts": "{minutes} minutes, {points} points, {cells} graded cells.",
    "how": "Open it in Jupyter or upload it to Colab: the tests and their "
    "hints are in it.",
    "answers": "Answers: open them after yours has passed its tests",
    "make": "`make course` in the repository writes this notebook, and a "
    "course for nbgrader around it.",
}


def settings(name: str) -> dict:
    """What ``exercise.toml`` says.

    Raises
    ------
    ValueError
        If there is no such exercise; the message lists those there are.
    """
    path = EXERCISES / name / "exercise.toml"
    if not path.exists():
        known = sorted(p.parent.name for p in EXERCISES.glob("*/*.toml"))
        raise ValueError(f"no exercise {name!r}: there are {known}")
    return tomllib.loads(path.read_text("utf-8"))


def facts(name: str) -> tuple[str, str]:
    """Title and one line of facts."""
    found = settings(name)
    line = TEXT["facts"].format(
        minutes=found["minutes"],
        points=found["points"],
        cells=len(found["cells"]),
    )
    return found["title"], line


def to_markdown(options: dict, body: str, name: str) -> str:
    """The card in a notebook: words, because links there lead elsewhere."""
    title, line = facts(name)
    return f"> **{title}** (`{name}`). {line} {TEXT['make']}"


def to_html(name: str, root: str) -> str:
    """The card on a page; ``root`` leads to the top of the site."""
    title, line = facts(name)
    return (
        f'<aside class="lab-card" aria-label="{escape(title)}">'
        f"<p><strong>{escape(title)}</strong> <code>{name}</code><br>"
        f"{line} {TEXT['how']}</p>"
        f'<p><a href="{root}{FOLDER}/{name}.ipynb" download>'
        f"{TEXT['download']}</a></p></aside>"
    )


def answers(name: str) -> list[str]:
    """The code of each answer cell, in order."""
    import jupytext

    (source,) = (EXERCISES / name).glob("*.py")
    cells = jupytext.read(source, fmt="py:percent").cells
    return [
        "\n".join(
            line
            for line in cell.source.strip().splitlines()
            if not line.strip().startswith("### ")
        )
        for cell in cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    ]


def copy_notebooks(app, error: Exception | None) -> None:
    """Sphinx itself passes over notebooks, see `exclude_patterns`."""
    source = ROOT / "_build" / FOLDER
    if error is None and app.builder.format == "html" and source.exists():
        shutil.copytree(source, Path(app.outdir, FOLDER), dirs_exist_ok=True)


def setup(app) -> dict:
    from docutils import nodes
    from docutils.parsers.rst import Directive

    class ExerciseCard(Directive):
        required_arguments = 1

        def run(self) -> list[nodes.Node]:
            name = self.arguments[0]
            environment = self.state.document.settings.env
            toml = EXERCISES / name / "exercise.toml"
            environment.note_dependency(str(toml))
            root = "../" * environment.docname.count("/")
            try:
                card = nodes.raw("", to_html(name, root), format="html")
            except ValueError as error:
                raise self.error(str(error)) from error
            if not environment.config.lab_answers:
                return [card]
            return [card, *self.folded(name)]

        def folded(self, name: str) -> list[nodes.Node]:
            head = f"<summary>{TEXT['answers']}</summary>"
            opening = f'<details class="lab-answers">{head}'
            code = [
                nodes.literal_block(answer, answer, language="python")
                for answer in answers(name)
            ]
            return [
                nodes.raw("", opening, format="html"),
                *code,
                nodes.raw("", "</details>", format="html"),
            ]

    # A build with answers after one without reads all pages anew.
    asked = os.environ.get("CNNLAB_ANSWERS", "0") not in ("", "0")
    app.add_config_value("lab_answers", asked, "env")
    app.add_directive("exercise-card", ExerciseCard)
    app.connect("build-finished", copy_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
