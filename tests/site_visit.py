"""Visits to the built book in Chromium; a pytest plugin, as `tiny_book`."""

import gzip
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlparse

import pytest
from book_tools import QuietHandler

SITE = Path(__file__).resolve().parents[1] / "_build" / "html"


@pytest.fixture(scope="session")
def site():
    assert (SITE / "index.html").exists(), "build the book first: make book"
    handler = partial(QuietHandler, directory=str(SITE))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


class Visit:
    """One page in one window, with all that it asked for and said."""

    def __init__(self, chromium, address: str, path: str, **options):
        self.context = chromium.new_context(reduced_motion="reduce", **options)
        self.page = self.context.new_page()
        self.complaints, self.responses = [], []
        self.page.on("console", self.heard)
        self.page.on(
            "pageerror", lambda error: self.complaints.append(str(error))
        )
        self.page.on("response", self.answered)
        self.page.on(
            "requestfailed",
            lambda request: self.complaints.append(f"failed {request.url}"),
        )
        self.page.goto(address + path, wait_until="networkidle")
        # On a busy machine the network rests before the page is all there.
        self.page.wait_for_function("document.readyState == 'complete'")

    def heard(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def answered(self, response) -> None:
        self.responses.append(response)
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.url}")
        if urlparse(response.url).hostname not in ("127.0.0.1", None):
            self.complaints.append(f"third party: {response.url}")

    def scroll_through(self) -> None:
        """To the end and back, so that what loads late is loaded."""
        self.page.evaluate(
            """async () => {
              for (let y = 0; y < document.body.scrollHeight;) {
                scrollTo(0, y);
                await new Promise(done => setTimeout(done, 25));
                y += innerHeight;
              }
              scrollTo(0, 0);
            }"""
        )
        self.page.wait_for_load_state("networkidle")

    def gzip_bytes(self) -> int:
        total = 0
        for response in self.responses:
            if response.status == 200:
                body = response.body()
                packed = body if _packed(response.url) else gzip.compress(body)
                total += len(packed)
        return total


def _packed(url: str) -> bool:
    return url.split("?")[0].endswith((".woff2", ".png", ".webp", ".jpg"))


@pytest.fixture
def visit(chromium, site):
    visits = []

    def opener(path: str, **options) -> Visit:
        visits.append(Visit(chromium, site, path, **options))
        return visits[-1]

    yield opener
    for one in visits:
        one.context.close()
