"""The notebook in `autograded/`, and what nbgrader makes of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

import gradebook_course as course
import nbformat
from gradebook_course import FAILED, PASSED, autograded, named, result
from nbgrader.utils import compute_checksum, determine_grade, is_grade

pytest_plugins = ["gradebook_fixtures"]


PARTIAL = {"score": 1.5, "status": "failed", "where": "inside"}
DRAWN = [PASSED, FAILED, PARTIAL]


@pytest.mark.parametrize("test", DRAWN, ids=["passed", "failed", "partial"])
def test_nbgrader_reads_the_score_out_of_the_outputs(root, writer, test):
    writer.apply(result(test=test | {"message": "double(1) gave 3"}))
    notebook = autograded(root)
    nbformat.validate(notebook)
    (node,) = [n for n in notebook.cells if is_grade(n)][:1]
    assert determine_grade(node)[0] == test["score"]
    assert "double(1) gave 3" in str(node.outputs)
    kinds = {output.output_type for output in node.outputs}
    assert ("error" in kinds) == (test is FAILED)
    assert ("inside the box" in str(node.outputs)) == (test is PARTIAL)


def test_cells_are_the_courses_and_the_students(root, writer):
    given = result()
    given["cells"][3]["source"] = "score = 4"  # nobody asks a stranger
    writer.apply(given)
    notebook = autograded(root)
    assert notebook.cells[0].source == "# Doubling"
    assert named(notebook, "tools").source == "import math"
    assert named(notebook, "double").source == course.ANSWER
    assert named(notebook, "double-test").source == course.TEST
    assert notebook.cells[4].source == "print(double(3))"
    assert notebook.cells[4].outputs[0].text == "6\n"
    for name in ("tools", "double-test", "draw"):
        node = named(notebook, name)
        assert node.metadata.nbgrader.checksum == compute_checksum(node)
        assert node.metadata.editable is False


def test_what_happened_to_the_file_is_said_first(root, writer):
    changes = {"repairs": ["cell x came back"], "limits": ["12 s of CPU"]}
    writer.apply(result(suspicious=["os._exit <b>"], **changes))
    said = autograded(root).cells[0].source
    for words in ("cell x came back", "12 s of CPU", "os._exit"):
        assert words in said


HOSTILE = "<script>alert(1)</script>\x1b[2J\x00\u202egnp\ud800" + "x" * 50_000


def test_hostile_text_is_shown_and_does_nothing(root, writer):
    given = result(why="<img src=x onerror=alert(1)> a < b \ud800")
    for one in given["cells"]:
        one |= {"message": HOSTILE, "output": HOSTILE}
    given["cells"][4]["source"] = HOSTILE
    given["repairs"] = [HOSTILE]
    writer.apply(given)
    notebook = autograded(root)
    nbformat.validate(notebook)
    assert named(notebook, "why").source.startswith("<\u200bimg")
    assert "a < b" in named(notebook, "why").source
    outputs = str([n.get("outputs") for n in notebook.cells])
    for sign in ("\x1b", "\x00", "\u202e"):
        assert sign not in outputs
    assert len(outputs) < 500_000


# -- nbgrader's own commands --------------------------------------------------


def nbgrader(root, *arguments):
    path = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=root,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.slow
def test_nbgrader_goes_on_from_what_we_wrote(root, writer):
    given = result(why="<script>alert('why')</script>", test=FAILED)
    given["cells"][3]["message"] = "<script>alert('message')</script>"
    given["repairs"] = ["<script>alert('repair')</script>"]
    writer.apply(given)
    nbgrader(root, "generate_feedback", "hw")
    text = (root / "feedback/ada/hw/hw.html").read_text("utf-8")
    assert "Score: 0.0 / 9.0" in text
    for word in ("why", "message", "repair"):
        assert word in text
        assert f"<script>alert('{word}')" not in text
    nbgrader(root, "export", "--to", "out.csv")
    line = (root / "out.csv").read_text().splitlines()[1].split(",")
    assert line[3] == "ada"
    assert line[-2:] == ["0.0", "9.0"]
    assert "<script>alert" not in formgrader_page(root, writer)


def formgrader_page(root, writer):
    """What formgrader's handler renders for a submission."""
    import nbgrader.server_extensions.formgrader as formgrader
    from nbconvert.exporters import HTMLExporter
    from traitlets.config import Config

    templates = Path(formgrader.__file__).parent / "templates"
    config = Config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [str(templates)]
    resources = {"assignment_id": "hw", "notebook_id": "hw", "index": 0}
    resources |= {"submission_id": "x", "total": 1, "base_url": "/"}
    resources |= {"student": "ada", "last_name": None, "first_name": None}
    resources |= {"notebook_path": "hw"}
    path = root / "autograded" / "ada" / "hw" / "hw.ipynb"
    exporter = HTMLExporter(config=config)
    text, _ = exporter.from_filename(str(path), resources=resources)
    assert "double-test" in text
    return text
