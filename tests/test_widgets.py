"""The widget directive, and what holds for every widget."""

from urllib.request import urlopen

import book_tools
import pytest
from widget import parse_config, to_markdown, widget_names

pytest_plugins = ["tiny_book"]


def test_pure_parts():
    assert {"conv", "receptive-field"} <= set(widget_names())
    assert "boot" not in widget_names()
    assert parse_config(None) == {}
    assert parse_config("{a: [1, 2]}") == parse_config('{"a": [1, 2]}')
    assert to_markdown({"config": "{}"}, "\nA *still*.\n") == "A *still*."


@pytest.mark.parametrize("text", ["[1]", "3", "{a: ["])
def test_config_must_be_a_mapping(text):
    with pytest.raises(ValueError, match="`config`"):
        parse_config(text)


def test_errors_stop_the_build_at_their_page_and_line(broken_book):
    line = book_tools.FIRST_LINE
    for page, message in {
        "unknown": "widget: no widget `convv`; there is",
        "empty": "widget `conv`: the body is empty",
        "list": "widget `conv`: `config` (=[1]) must be",
    }.items():
        assert f"{page}.md:{line}: ERROR: {message}" in broken_book


def test_still_without_javascript(open_page):
    page = open_page("conv", java_script_enabled=False)
    assert page.get_by_text("The patch and the kernel sum to 261").is_visible()
    assert page.locator(".lab-widget strong").inner_text() == "261"


def test_only_pages_with_a_widget_load_it(tiny_site):
    loads = {
        name: b"boot.js" in urlopen(f"{tiny_site}/{name}.html").read()
        for name in ("conv", "plain")
    }
    assert loads == {"conv": True, "plain": False}


def test_a_widget_starts_when_it_comes_near(open_page):
    page = open_page("far")
    element = page.locator(".lab-widget")
    page.wait_for_load_state("networkidle")
    assert element.get_attribute("data-ready") is None
    element.scroll_into_view_if_needed()
    page.locator(".lab-widget[data-ready]").wait_for()


def test_every_widget_has_a_tiny_page():
    assert set(book_tools.WIDGETS) == set(widget_names())


def busy(page, name: str) -> None:  # noqa: C901 - a branch a widget
    """Choices that make a widget show the most at once."""
    if name == "conv":
        book_tools.choose(page, "Input rows", "8")
        book_tools.choose(page, "Input columns", "8")
        book_tools.choose(page, "Padding", "1")
        book_tools.choose(page, "Stride", "4")
        page.get_by_label("Predict each number first").check()
    elif name == "receptive-field":
        page.get_by_label("Show the effective field").check()
    elif name == "draw-a-digit":
        page.get_by_role("button", name="a real 8").click()
        page.get_by_text("The network reads 8").wait_for()
        page.get_by_label("Show the convolutions before").check()
        page.get_by_role("button", name="Second CONV, map 5").click()
    elif name == "norm-cube":
        for axis in ("N, samples", "C, channels"):
            page.get_by_label(axis).check()
    elif name == "pooling-shift":
        book_tools.choose(page, "Pooling", "avg")
        book_tools.choose(page, "Kernel", "4")
        book_tools.choose(page, "Padding", "2")
        page.get_by_role("button", name="Right", exact=True).click()
        page.get_by_role("button", name="Try every move").click()
    elif name == "transposed":
        book_tools.choose(page, "Input is", "2")
        book_tools.choose(page, "Input size", "[5,5]")
        book_tools.choose(page, "Kernel size", "[5,5]")
        book_tools.choose(page, "Stride", "3")
        book_tools.choose(page, "Dilation", "2")
        page.get_by_role("button", name="All stamps").click()
    elif name == "training-replay":
        page.get_by_role("slider").fill("10")
    elif name == "ledger":
        page.get_by_label("block1.conv, output", exact=True).fill("6x26x26")
        page.get_by_label("block1.conv, parameters", exact=True).fill("156")
        book_tools.choose(page, "Network", "own")
        page.get_by_role("button", name="Show all of these rows").click()
    elif name == "ball-chart":
        page.locator(".lab-balls .lab-ball").first.wait_for()
        page.get_by_role("textbox", name="Name").fill("A rather long name")
        for label in ("MACs", "Parameters", "Accuracy, %"):
            box = page.get_by_role("textbox", name=label, exact=True)
            box.fill("30 M" if label != "Accuracy, %" else "71")
        page.get_by_role("button", name="Add to the chart").click()
        page.get_by_text("The same as a table").click()


@pytest.mark.slow
@pytest.mark.parametrize("name", widget_names())
def test_accessible_and_narrow(open_widget, name):
    page = open_widget(name, viewport=book_tools.PHONE)
    busy(page, name)
    assert book_tools.violations(page, ".lab-widget") == []
    assert not book_tools.scrolls_sideways(page)


@pytest.mark.slow
@pytest.mark.parametrize("name", widget_names())
def test_usable_at_double_size(open_widget, name):
    """At 200 % a window of 1280 pixels has 640 for the page."""
    page = open_widget(name, viewport={"width": 640, "height": 400})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    busy(page, name)
    assert not book_tools.scrolls_sideways(page)


@pytest.mark.parametrize("name", widget_names())
def test_dark_mode_changes_the_colours(open_widget, name):
    page = open_widget(name, viewport=book_tools.PHONE)
    colours = """() => [...document.querySelectorAll(".lab-widget *")].map(
      (e) => [getComputedStyle(e).color, getComputedStyle(e).fill])"""
    seen = []
    for mode in ("light", "dark"):
        page.evaluate(f"document.documentElement.dataset.theme = '{mode}'")
        seen.append(page.evaluate(colours))
    assert seen[0] != seen[1]
