"""A reader with a storage of his own; a pytest plugin, after `tiny_book`."""

import pytest


@pytest.fixture
def window(chromium, tiny_site):
    """A reader with a storage of his own; opens pages in it."""
    context = chromium.new_context(accept_downloads=True)
    context.set_default_timeout(30_000)
    complaints = []

    def opener(name: str, wait: str = "body"):
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{tiny_site}/{name}.html")
        page.locator(wait).first.wait_for()
        return page

    opener.context = context
    yield opener
    context.close()
    assert complaints == []
