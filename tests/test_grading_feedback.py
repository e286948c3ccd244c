"""The student's page: it says what happened, and it cannot do anything."""

import copy
import re
from html.parser import HTMLParser

import pytest

pytest.importorskip("nbgrader")

import gradebook_course as course
import nbformat
from gradebook_course import FAILED, PASSED, result

from cnnlab.grading import feedback
from cnnlab.grading.nbcourse import load_settings

pytest_plugins = ["tiny_book"]  # for its `chromium`

BOOK = "https://book.example/03.html#stride"
PORT = "http://localhost:1/x"


class Page(HTMLParser):
    """Tags with attributes, and the text between."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())

    def values(self, name):
        return [attrs[name] for _, attrs in self.tags if name in attrs]


def page(given, links=()):
    return Page(feedback.page(given, links))


def failed(**changes):
    return result(test=FAILED | {"message": "double(1) gave 3"} | changes)


def test_points_messages_and_the_students_own_code():
    shown = page(failed(hint="Twice as much?")).text
    for words in (
        "hw / hw",
        "0 of 9 points",
        "0 of 4 points: not yet",
        "double(1) gave 3",
        "Hint: Twice as much?",
        "return 2 * x",
        "waits for a person, of 3 points",
        "A person still has to look",
        "Because.",
        "print(double(3))",
    ):
        assert words in shown


def test_full_marks_need_no_hint():
    given = result(test=PASSED | {"hint": "Twice?", "reread": BOOK})
    assert "Twice?" not in page(given, {BOOK}).text
    assert page(given, {BOOK}).values("href") == []


def test_what_a_person_gave_and_said():
    given = result(penalty=1.0, score=6.5)
    given["cells"][5] |= {"score": 2.5, "review": False, "comment": "Nice <b>"}
    shown = page(given).text
    assert "5.5 of 9 points" in shown
    assert "1 points less for being late" in shown
    assert "2.5 of 3 points: graded" in shown
    assert "Comment: Nice <b>" in shown


def test_repairs_limits_and_problems():
    given = result(repairs=["x came back"], limits=["10 s of CPU"])
    shown = page(given | {"problem": "no JSON"}).text
    for words in ("x came back", "10 s of CPU", "no JSON"):
        assert words in shown
    assert "inside" not in shown


def test_a_verdict_from_inside_says_so():
    given = result(test=PASSED | {"where": "inside"})
    assert "in the same process as your code" in page(given).text


def test_suspicions_are_the_instructors():
    assert "socket" not in page(result(suspicious=["socket"])).text


def test_the_source_of_a_test_is_never_shown():
    given = failed(source=course.TEST, output=course.SECRET)
    shown = feedback.page(given)
    assert "answer of all answers" not in shown
    assert "assert double" not in shown


# -- hostile ------------------------------------------------------------------

ATTACKS = [
    "<script>alert(1)</script>",
    "</pre></section></main><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "javascript:alert(1)",
    "http://evil.example/<script>",
    "--><script>alert(1)</script><!--",
    "&lt;script&gt;&#x3c;script>",
    "a\0b\x1b[31m\u202egnp.exe\ud800",
    "x" * 300_000,
]
TEXTS = ("message", "hint", "reread", "source", "output", "comment")


def everywhere(attack):
    """A result that says the same in every place that may hold text."""
    given = failed()
    for cell in given["cells"]:
        cell |= dict.fromkeys((*TEXTS, "grade_id", "status"), attack)
    given |= dict.fromkeys(("student", "assignment", "notebook"), attack)
    given |= dict.fromkeys(("repairs", "limits", "suspicious"), [attack])
    return given | {"problem": attack}


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_is_only_text(attack):
    text = feedback.page(everywhere(attack), {BOOK})
    found = Page(text)
    tags = {tag for tag, _ in found.tags}
    fine = "html head meta title style body main h1 h2 h3 p bdi ul li section"
    assert tags <= {*fine.split(), "pre", "code", "span"}
    names = {name for _, attrs in found.tags for name in attrs}
    assert not [name for name in names if name.startswith("on")]
    assert not found.values("href")
    assert not re.search("[\x00\x1b\u202e\ud800]", text)
    text.encode("utf-8")
    assert len(text) < 2_000_000
    # Each cell is in a section of its own: nothing closed one early.
    plain = feedback.page(everywhere("plain"))
    assert text.count("</section>") == plain.count("</section>")


def test_the_policy_lets_nothing_run():
    (policy,) = [
        attrs["content"]
        for _, attrs in page(result()).tags
        if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_only_the_instructors_addresses_are_links():
    text = f"Reread: {BOOK}\nand http://evil.example/x and {BOOK}x"
    given = failed(message=text, reread=BOOK)
    assert page(given, {BOOK}).values("href") == [BOOK, BOOK]
    assert page(given).values("href") == []


@pytest.mark.parametrize("address", ["javascript:1", "data:text/html,1"])
def test_an_address_is_of_the_web(address):
    assert page(failed(reread=address), {address}).values("href") == []


def test_links_are_read_from_the_instructors_notebook(tmp_path):
    root = course.make_course(tmp_path)
    path = root / "source" / "hw" / "hw.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells[3].source += f'\nreread="{BOOK}"  # see {PORT}.'
    nbformat.write(notebook, path)
    settings = load_settings(root)
    assert feedback.links_of(settings, result()) == {BOOK, PORT}
    made = feedback.write(settings, failed(reread=BOOK))
    assert made == root / "feedback" / "ada" / "hw" / "hw.html"
    assert f'href="{BOOK}"' in made.read_text("utf-8")
    assert [p.name for p in made.parent.iterdir()] == ["hw.html"]


def test_the_same_result_is_the_same_page():
    given = failed()
    other = copy.deepcopy(given) | {"seconds": 99.0}
    for cell in other["cells"]:
        cell["cpu_seconds"] = 99.0
    assert feedback.page(given) == feedback.page(other)


# -- in a browser -------------------------------------------------------------


def example():
    """A page with something of everything."""
    given = failed(
        reread=BOOK, hint="What is twice one?", where="inside", output="1\n"
    )
    words = "# a comment\nfor i in range(3):\n    print('x', 1.5)\n"
    given["cells"][2]["source"] += f"\n{words}" + "long = " + "1 + " * 60 + "1"
    given["cells"][2] |= {"status": "error", "message": "ValueError: no"}
    good = {"grade_id": "fine", "points": 1.0, "score": 1.0}
    good = given["cells"][3] | good | {"status": "passed", "message": ""}
    given["cells"].insert(4, good)
    given |= {"repairs": ["cell double came back"], "limits": ["10 s of CPU"]}
    return given | {"penalty": 0.5, "student": "x" * 128}


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(chromium, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    size = {"width": 390, "height": 800}
    shown = chromium.new_page(color_scheme=scheme, viewport=size)
    # The policy would keep axe itself out.
    text = feedback.page(example(), {BOOK}).replace(feedback.POLICY, "")
    shown.set_content(text)
    found = axe.run(shown).response["violations"]
    told = [(r["id"], n["html"]) for r in found for n in r["nodes"]]
    assert told == []
    root = "document.scrollingElement"
    assert not shown.evaluate(f"{root}.scrollWidth > {root}.clientWidth")
    shown.close()


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS[:9])
def test_nothing_runs_in_a_browser(chromium, tmp_path, attack):
    shown, heard = chromium.new_page(), []
    shown.on("dialog", lambda dialog: heard.append(dialog) or dialog.dismiss())
    shown.on("request", lambda request: heard.append(request.url))
    path = tmp_path / "page.html"
    path.write_text(feedback.page(everywhere(attack)), "utf-8")
    shown.goto(path.as_uri())
    assert heard == [path.as_uri()]
    shown.close()
