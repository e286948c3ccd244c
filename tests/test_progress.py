"""The reader's record: marks, view and buttons, by mouse and by keys."""

import json

import book_tools
from book_tools import press, text_of
from reader_record import NOTHING, RECORD, give, summed, told, view_in

pytest_plugins = ["tiny_book", "reader_window"]

FORBIDDEN = """Object.defineProperty(window, "localStorage", {
  configurable: true,
  get() { throw new DOMException("denied", "SecurityError"); },
});"""


def test_two_pages_share_a_record_by_mouse(window):
    view = view_in(window)
    assert summed(view).startswith(NOTHING)
    quiz = window("01_quiz", ".lab-read-box")
    quiz.get_by_label("I have read this page").check()
    quiz.locator(".lab-choice input").nth(0).check()  # right
    quiz.locator(".lab-choice input").nth(2).check()  # wrong
    # The other window hears of it without being loaded again.
    view.locator(".lab-sum", has_text="1 of 2 pages read").wait_for()
    assert "1 of 3 questions answered right" in summed(view)
    view.get_by_text("Page by page").click()
    assert text_of(view, "tbody tr >> nth=0") == "Quiz ✓ read 1 of 3"
    assert text_of(view, "tbody tr >> nth=1") == "Convolution not yet 0 of 0"


def test_by_keyboard(window):
    quiz = window("01_quiz", ".lab-read-box")
    quiz.locator(".lab-choice input").first.focus()
    press(quiz, "Space")
    quiz.get_by_label("I have read this page").focus()
    press(quiz, "Space")
    view = view_in(window)
    assert summed(view).startswith("1 of 2 pages read, 1 of 3 questions")
    view.get_by_role("button", name="Clear").focus()
    press(view, "Enter")
    assert summed(view).startswith(NOTHING)
    press(view, "Tab", "Enter")
    assert told(view, "Your progress") == "Your progress is back."
    assert summed(view).startswith("1 of 2 pages read, 1 of 3 questions")
    focused = view.evaluate("document.activeElement.textContent")
    assert focused == "Clear"


def test_a_second_clear_keeps_what_undo_gives_back(window):
    view = view_in(window)
    give(view, json.dumps(RECORD))
    told(view, "The marks of")
    for _ in range(2):
        view.get_by_role("button", name="Clear").click()
    view.get_by_role("button", name="Undo").click()
    assert summed(view).startswith("1 of 2 pages read, 1 of 3 questions")


def test_marks_in_the_table_of_contents(window):
    quiz = window("01_quiz", ".lab-read-box")
    entry = quiz.locator("nav.bd-docs-nav a", has_text="01_quiz")
    other = quiz.locator("nav.bd-docs-nav a", has_text="conv")
    assert entry.locator(".lab-read").count() == 0
    box = quiz.get_by_label("I have read this page")
    box.check()
    assert entry.inner_text().replace("\n", "").startswith("01_quiz ✓")
    assert entry.locator(".lab-hidden").inner_text().strip() == ", read"
    assert other.locator(".lab-read").count() == 0
    # It is there on other pages too, and goes when the box is emptied.
    far = window("far")
    mark = far.locator("nav.bd-docs-nav a", has_text="01_quiz")
    mark.locator(".lab-read").wait_for()
    box.uncheck()
    mark.locator(".lab-read").wait_for(state="detached")


def test_a_right_answer_stays_right(window):
    quiz = window("01_quiz", ".lab-read-box")
    for number in (0, 1):  # right, then wrong
        quiz.locator(".lab-choice input").nth(number).check()
    assert "1 of 3 questions" in summed(view_in(window))


def test_without_storage(window):
    """No error (`window` looks for them), and the page says so."""
    window.context.add_init_script(FORBIDDEN)
    quiz = window("01_quiz", ".lab-read-box")
    quiz.get_by_label("I have read this page").check()
    quiz.locator(".lab-choice input").first.check()
    assert quiz.locator("nav.bd-docs-nav .lab-read").count() == 1
    view = view_in(window)
    assert told(view, "This browser keeps nothing").endswith("before.")
    assert summed(view).startswith(NOTHING)
    give(view, json.dumps(RECORD))
    told(view, "The marks of")
    assert summed(view).startswith("1 of 2 pages read, 1 of 3 questions")


def test_text_of_somebody_else_under_our_key(window):
    window.context.add_init_script(
        "localStorage.setItem('cnnlab-progress', 'not ours')"
    )
    assert summed(view_in(window)).startswith(NOTHING)


def test_marks_and_box_are_accessible(window):
    quiz = window("01_quiz", ".lab-read-box")
    quiz.get_by_label("I have read this page").check()
    assert book_tools.violations(quiz, ".lab-read-box") == []
    assert book_tools.violations(quiz, "nav.bd-docs-nav") == []


def test_nothing_but_the_site_is_asked(window, tiny_site):
    asked = []
    window.context.on("request", lambda request: asked.append(request.url))
    view = view_in(window)
    give(view, json.dumps(RECORD))
    told(view, "The marks of")
    with view.expect_download():
        view.get_by_role("button", name="Export to a file").click()
    own = (f"{tiny_site}/", f"blob:{tiny_site}/")
    assert [url for url in asked if not url.startswith(own)] == []


def test_an_empty_directive_stops_the_build(broken_book):
    where = f"progress.md:{book_tools.FIRST_LINE}: ERROR: progress: the body"
    assert where in broken_book
