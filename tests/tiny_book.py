"""The tiny book of `book_tools`, served and opened in a real browser.

A pytest plugin: a test module says ``pytest_plugins = ["tiny_book"]``.
"""

import functools
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from urllib.parse import urlparse

import pytest
from book_tools import BROKEN, PAGES, QuietHandler, build_book

SHELL_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def tiny_site(tmp_path_factory) -> Iterator[str]:
    """Address of the tiny book."""
    folder = tmp_path_factory.mktemp("tiny")
    site, warnings = build_book(folder, PAGES)
    assert warnings == ""
    handler = functools.partial(QuietHandler, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def broken_book(tmp_path_factory) -> str:
    """What Sphinx says of pages with errors."""
    folder = tmp_path_factory.mktemp("broken")
    return build_book(folder, BROKEN, theme="basic")[1]


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    sync_api = pytest.importorskip("playwright.sync_api")
    path = next(filter(None, map(shutil.which, SHELL_NAMES)), None)
    if path is None:
        reason = f"no browser found (looked for {', '.join(SHELL_NAMES)})"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def context_for(chromium) -> Callable:
    """One context for equal options, so that pages share its cache."""
    contexts = {}

    def finder(**options):
        key = repr(sorted(options.items()))
        if key not in contexts:
            contexts[key] = chromium.new_context(**options)
            contexts[key].set_default_timeout(30_000)
        return contexts[key]

    return finder


@pytest.fixture
def open_page(context_for, tiny_site) -> Iterator[Callable]:
    """``open_page("conv", viewport=...)`` -> a page.

    After the test: no console error, no request to another host.
    """
    pages, complaints = [], []

    def opener(name: str, **options):
        page = context_for(**options).new_page()
        pages.append(page)
        page.on("request", lambda r: _local(r.url, complaints))
        page.on("console", lambda m: _errors(m, complaints))
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.goto(f"{tiny_site}/{name}.html")
        return page

    yield opener
    for page in pages:
        page.close()
    assert complaints == []


@pytest.fixture
def open_widget(open_page) -> Callable:
    """Like `open_page`; waits until the widget of the page has started."""

    def opener(name: str, **options):
        page = open_page(name, **options)
        page.locator(".lab-widget[data-ready]").wait_for()
        return page

    return opener


def _local(url: str, complaints: list[str]) -> None:
    if urlparse(url).hostname not in ("127.0.0.1", None):
        complaints.append(f"request to {url}")


def _errors(message, complaints: list[str]) -> None:
    url = message.location.get("url", "")
    # The tiny book has no icon; the browser asks for one all the same.
    if message.type == "error" and not url.endswith("/favicon.ico"):
        complaints.append(f"{message.text} {url}")
