"""Take the README's picture from the built book (needs Chromium).

make book && .venv/bin/python tools/readme_picture.py
"""

import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import project
from PIL import Image
from playwright.sync_api import sync_playwright

SITE = project.ROOT / "_build" / "html"
TARGET = project.BOOK / "_static" / "readme.png"
PAGE, START = "book/03_convolution.html", "Now let the kernel slide"


def main() -> int:
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None or not SITE.exists():
        print("needs Chromium and the built book: make book")
        return 1
    handler = partial(SimpleHTTPRequestHandler, directory=str(SITE))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path,
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"http://127.0.0.1:{server.server_port}/{PAGE}")
        page.get_by_text(START).scroll_into_view_if_needed()
        page.evaluate("scrollBy(0, 500)")
        page.locator(".lab-widget button").first.wait_for()
        for _ in range(4):
            page.get_by_role("button", name="Step").click()
        page.get_by_text(START).evaluate(
            "x => scrollTo(0, x.getBoundingClientRect().top + scrollY - 70)"
        )
        page.wait_for_timeout(500)
        page.screenshot(path=TARGET)
        browser.close()
    Image.open(TARGET).convert("RGB").quantize(128).save(TARGET)
    print(f"{TARGET} ({TARGET.stat().st_size / 1000:.0f} KB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
