"""The draw-a-digit widget, by mouse, by keyboard and by touch."""

import re

import pytest
from book_tools import PHONE, press, text_of

pytest_plugins = ["tiny_book"]

WEIGHTS = "lenet5_mnist.safetensors"
SEVEN = [(0.25, 0.2), (0.7, 0.2), (0.4, 0.8)]  # shares of the pad
ZERO = [(0.5, 0.15), (0.3, 0.3), (0.27, 0.6), (0.45, 0.85), (0.65, 0.75),
        (0.72, 0.45), (0.65, 0.22), (0.5, 0.15)]  # fmt: skip


@pytest.fixture
def drawing(open_widget):
    return open_widget("draw-a-digit", viewport=PHONE)


def draw(page, places, shrink=1.0) -> None:
    """One stroke of the mouse through ``places``."""
    pad = page.locator(".lab-pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    points = [
        (box["x"] + x * shrink * box["width"],
         box["y"] + y * shrink * box["height"])
        for x, y in places
    ]  # fmt: skip
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


def reads(page, digit: int) -> None:
    """Wait until the sentence says so."""
    page.get_by_text(f"The network reads {digit} with").wait_for()


def sight(page) -> list[int]:
    """The 28 x 28 pixels that the network sees, as bytes of ink."""
    return page.locator(".lab-preview").evaluate(
        """canvas => [...canvas.getContext("2d")
             .getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 3)"""
    )


def test_draw_by_mouse(drawing):
    draw(drawing, SEVEN)
    reads(drawing, 7)
    first = text_of(drawing, ".lab-scores .is-first")
    assert re.fullmatch(r"7 [\d.]+ [\d.]+ %", first)
    drawing.get_by_role("button", name="Clear").click()
    drawing.get_by_text("The pad is empty.").wait_for()
    assert not any(sight(drawing))
    draw(drawing, ZERO)
    reads(drawing, 0)


def test_draw_by_keyboard(drawing):
    """A stroke down through the middle is a 1."""
    drawing.get_by_role("application", name="Drawing pad").focus()
    press(drawing, "ArrowUp", "ArrowUp")
    place = ".lab-pad-side [role=status]"
    assert text_of(drawing, place) == "Row 6, column 14, pen lifted."
    press(drawing, "Space", *["ArrowDown"] * 14)
    assert text_of(drawing, place) == "Row 20, column 14, pen down."
    reads(drawing, 1)
    press(drawing, "Space", "ArrowRight", "ArrowRight", "ArrowRight")
    before = sight(drawing)
    press(drawing, "ArrowRight")
    assert sight(drawing) == before  # the pen is lifted


def test_draw_eraser_by_keyboard(drawing):
    pad = drawing.get_by_role("application", name="Drawing pad")
    pad.focus()
    press(drawing, "Space")
    assert any(sight(drawing))
    press(drawing, "Space", "Tab", "ArrowRight")
    assert drawing.get_by_label("Eraser").is_checked()
    pad.focus()
    press(drawing, "Space")
    assert not any(sight(drawing))


def test_draw_by_touch(open_widget):
    page = open_widget("draw-a-digit", viewport=PHONE, has_touch=True)
    pad = page.locator(".lab-pad")
    assert pad.evaluate("p => getComputedStyle(p).touchAction") == "none"
    pad.tap()
    page.get_by_text("The network reads").wait_for()
    assert any(sight(page))


def test_draw_loads_nothing_before_the_reader_begins(open_page):
    page = open_page("draw-a-digit")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.locator(".lab-widget[data-ready]").wait_for()
    pad = page.get_by_role("application", name="Drawing pad")
    pad.focus()
    press(page, "ArrowDown")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/data/" in url]
    press(page, "Space")
    page.get_by_text("The network reads").wait_for()
    press(page, "ArrowDown")
    assert len([url for url in asked if url.endswith(WEIGHTS)]) == 1


def test_draw_says_when_the_weights_do_not_come(open_page):
    page = open_page("draw-a-digit")
    page.locator(".lab-widget[data-ready]").wait_for()
    # Aborted, it would be an error of the console as well.
    page.route(f"**/{WEIGHTS}", lambda route: route.fulfill(body="no"))
    draw(page, SEVEN)
    page.get_by_text("The weights could not be loaded").wait_for()
    page.unroute(f"**/{WEIGHTS}")
    page.get_by_role("button", name="Try again").click()
    reads(page, 7)


def test_draw_real_digits(drawing):
    for digit in (3, 8):
        drawing.get_by_role("button", name=f"a real {digit}").click()
        reads(drawing, digit)
    drawing.get_by_role("button", name="a 4 that is misread").click()
    reads(drawing, 9)


def test_draw_centring(drawing):
    """A small digit in the corner is put where the network expects it."""
    draw(drawing, SEVEN, shrink=0.4)
    reads(drawing, 7)
    rows = [at // 28 for at, ink in enumerate(sight(drawing)) if ink]
    assert max(rows) - min(rows) == 19  # the box of 20
    drawing.get_by_label("Scale and centre the drawing").uncheck()
    rows = [at // 28 for at, ink in enumerate(sight(drawing)) if ink]
    assert max(rows) < 14


def test_draw_maps_by_keyboard(drawing):
    detail = ".lab-detail"
    assert "draw something first" in text_of(drawing, detail)
    drawing.get_by_role("button", name="a real 3").click()
    reads(drawing, 3)
    drawing.get_by_role("button", name="First CONV, map 1").focus()
    press(drawing, "ArrowRight", "Enter")
    assert text_of(drawing, detail).startswith("First CONV, map 2: from 0 to")
    assert drawing.locator(".lab-kernel").count() == 1
    drawing.get_by_label("Show the convolutions before").check()
    assert re.search(r"map 2: from −\d", text_of(drawing, detail))
    drawing.get_by_role("button", name="First CONV, map 2").focus()
    press(drawing, "ArrowDown", "Space")
    assert "largest of a 2 × 2 block" in text_of(drawing, detail)
    press(drawing, "ArrowDown", "End", "Enter")
    pressed = drawing.locator(".lab-map[aria-pressed=true]")
    assert pressed.get_attribute("aria-label") == "Second CONV, map 16"
    assert drawing.locator(".lab-kernel").count() == 6
