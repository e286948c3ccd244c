"""What tests ask of a reader's record in the window of `reader_window`."""

from book_tools import choose_file, text_of

NOTHING = "0 of 2 pages read, 0 of 3 questions answered right, cells"
RECORD = {
    "cnnlab-progress": 1,
    "pages": {"conv": True},
    "quizzes": {"01_quiz#2": True, "01_quiz#3": False},
    "ledger": {"lenet5/conv1/shape": True},
}


def view_in(window):
    return window("progress", ".lab-widget[data-ready]")


def summed(page) -> str:
    return text_of(page, ".lab-sum")


def told(page, beginning: str) -> str:
    """What the view says next; it begins with ``beginning``."""
    page.locator(".lab-told", has_text=beginning).wait_for()
    return text_of(page, ".lab-told")


def give(page, text: str, name: str = "mine.json") -> None:
    """Import a file with ``text``."""
    file = {"name": name, "mimeType": "application/json"}
    button = page.get_by_role("button", name="Import from a file")
    choose_file(page, button.click, file | {"buffer": text.encode()})
