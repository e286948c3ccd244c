"""The quiz directive: its YAML, its Markdown, its page in a browser."""

import re
from urllib.request import urlopen

import book_tools
import pytest
from quiz import QuizError, parse_quiz, to_markdown

pytest_plugins = ["tiny_book"]

GOOD = """\
- question: One?
  choices:
    - text: 3.0
      correct: true
      feedback: Yes.
    - text: "`two`"
      feedback: |
        No.

        Look again.
"""


def test_texts_stay_as_typed():
    (question,) = parse_quiz(GOOD)
    assert [c.text for c in question.choices] == ["3.0", "`two`"]
    assert [c.correct for c in question.choices] == [True, False]
    assert [c.line for c in question.choices] == [2, 5]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("correct: true", "correct: false", 0, "no choice is marked"),
        ("      feedback: Yes.\n", "", 2, "a choice has no `feedback`"),
        ("feedback: Yes.", "feedback: ''", 4, "a text is empty"),
        ("      correct: true", "      corect: true", 3, "`corect`"),
        ("correct: true", "correct: sure", 3, "must be true or false"),
        ("  choices:", "  answers:", 1, "unknown or repeated key `answers`"),
        ("question: One?", "question: [1]", 0, "a text is empty or not"),
        ("- question: One?", "question: One?", 1, "cannot read the YAML"),
        ('"`two`"', "`two`", 5, "needs quotes"),
        ("text: 3.0", "text: a: b", 2, "cannot read the YAML"),
        (GOOD, "", 0, "at least one question"),
        (GOOD, "some words", 0, "a quiz must be a list"),
        (GOOD, "- some words", 0, "must have the keys"),
        (GOOD[GOOD.index('    - text: "') :], "", 0, "has 1"),
    ],
)
def test_errors_name_the_line(old, new, line, message):
    assert old in GOOD
    with pytest.raises(QuizError, match=re.escape(message)) as caught:
        parse_quiz(GOOD.replace(old, new))
    assert caught.value.line == line


def test_markdown_for_notebooks():
    assert to_markdown({}, GOOD) == (
        "**Check yourself**\n\n**1.** One?\n\n"
        "- **A.** 3.0\n- **B.** `two`\n\n"
        "<details>\n<summary>Answers</summary>\n\n**1.**\n\n"
        "- **A. Right.** Yes.\n- **B. Not quite.** No.\n  \n  Look again.\n\n"
        "</details>"
    )


def test_an_error_stops_the_build_at_its_page_and_line(broken_book):
    for text in ("How many", "A second quiz"):
        before = book_tools.QUIZ.split(f"- question: {text}")[0]
        line = book_tools.FIRST_LINE + before.count("\n")
        assert f"quiz.md:{line}: ERROR: quiz: no choice" in broken_book


@pytest.fixture
def quiz(open_page):
    page = open_page("01_quiz")
    page.evaluate(
        "window.told = []; document.addEventListener("
        "'lab:quiz', (event) => told.push(event.detail))"
    )
    return page


def test_by_mouse(quiz):
    first = quiz.get_by_role("group", name="Question 1").first
    assert not first.get_by_text("The window starts").is_visible()
    first.locator("label").first.click()
    assert first.get_by_text("Right. The window starts").is_visible()
    first.get_by_label("2", exact=True).click()
    assert first.get_by_text("Not quite. Count the first").is_visible()
    assert not first.get_by_text("The window starts").is_visible()
    assert quiz.evaluate("told") == [
        {"page": "01_quiz", "question": 1, "right": True},
        {"page": "01_quiz", "question": 1, "right": False},
    ]


def test_by_keyboard(quiz):
    quiz.locator(".lab-quiz input").first.focus()
    quiz.keyboard.press("Space")
    quiz.keyboard.press("ArrowDown")
    assert quiz.get_by_text("Not quite. Count the first").is_visible()
    quiz.keyboard.press("Tab")
    quiz.keyboard.press("ArrowDown")
    assert quiz.get_by_text("Right. The division is floored.").is_visible()
    score = quiz.get_by_role("status").first
    assert score.inner_text() == "1 of 2 right"
    quiz.keyboard.press("ArrowDown")  # the other right answer
    assert quiz.get_by_text("Right. In words").is_visible()
    assert score.inner_text() == "1 of 2 right"
    assert [told["question"] for told in quiz.evaluate("told")] == [1, 1, 2, 2]


def test_without_javascript(open_page):
    page = open_page("01_quiz", java_script_enabled=False)
    page.get_by_label("3.5").check()
    assert page.get_by_text("Not quite. That is 7 / 2.").is_visible()
    page.get_by_label("three").check()
    assert page.get_by_text("Right. In words").is_visible()
    assert not page.get_by_text("Not quite. That is").is_visible()


def test_markup(quiz):
    ids = quiz.locator("[id]").evaluate_all("all => all.map((e) => e.id)")
    assert len(ids) == len(set(ids))
    names = quiz.locator(".lab-quiz input").evaluate_all(
        "all => all.map((e) => e.name)"
    )
    assert sorted({names.count(name) for name in names}) == [2, 3]
    live = quiz.locator(".lab-feedback[aria-live=polite]")
    assert live.count() == len(names)
    # The page's own parser renders mathematics, code and emphasis.
    question = quiz.locator("#quiz-question-01-quiz-1")
    assert question.locator("label .katex").count() == 1
    assert question.locator("label code").inner_text() == "2"
    assert quiz.locator("#quiz-question-01-quiz-2 pre").count() == 1
    # Browsers leave mathematics out of names, so the name is spelled out.
    name = "Question 1 How many outputs has a kernel of 3 on 7 pixels"
    assert question.get_attribute("aria-label").startswith(name)


def test_only_pages_with_a_quiz_load_it(tiny_site):
    loads = {
        name: b"quiz.js" in urlopen(f"{tiny_site}/{name}.html").read()
        for name in ("01_quiz", "plain")
    }
    assert loads == {"01_quiz": True, "plain": False}


def test_accessible_and_narrow(open_page):
    page = open_page("01_quiz", viewport={"width": 390, "height": 800})
    page.get_by_label("3.5").check()
    page.get_by_label("yes").check()
    assert book_tools.violations(page, ".lab-quiz") == []
    assert not book_tools.scrolls_sideways(page)
