"""The transposed widget, by mouse and by keyboard."""

import re

import pytest
from book_tools import PHONE, choose, press, text_of

pytest_plugins = ["tiny_book"]


@pytest.fixture
def stamps(open_widget):
    return open_widget("transposed", viewport=PHONE)


def push(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def outputs(page) -> list[str]:
    grid = page.get_by_role("grid", name=re.compile("^Output"))
    return grid.get_by_role("button").all_inner_texts()


def counts(page) -> str:
    image = page.get_by_role("img", name=re.compile("^Stamps on each pixel"))
    return image.get_attribute("aria-label").split(": ")[1]


def words(page, place: int) -> str:
    text = page.locator(".lab-stamp-text").nth(place).inner_text()
    return " ".join(text.split())


def test_stamps_by_mouse(stamps):
    assert outputs(stamps) == ["2", "6", "4", "", "", "", ""]
    push(stamps, "Step")
    assert outputs(stamps) == ["2", "6", "5", "3", "2", "", ""]
    assert words(stamps, 0) == (
        "Stamp 2 of 3: x[1] = 1 times the kernel. "
        "It lands on 2 new pixels and on 1 that had paint."
    )
    push(stamps, "Step")
    # By hand, as in the chapter.
    assert outputs(stamps) == ["2", "6", "5", "3", "6", "12", "8"]
    assert counts(stamps) == "1 1 2 1 2 1 1"
    push(stamps, "Back")
    push(stamps, "Start again")
    assert outputs(stamps)[3] == ""


def test_an_output_has_its_sum(stamps):
    assert words(stamps, 1) == "y[2] so far = 2·2 = 4"
    push(stamps, "All stamps")
    assert words(stamps, 1) == "y[2] = 2·2 + 1·1 = 5"
    stamps.get_by_role("button", name=re.compile(r"^y\[2\]")).focus()
    press(stamps, "ArrowRight", "ArrowRight")
    assert words(stamps, 1) == "y[4] = 1·2 + 4·1 = 6"
    press(stamps, "End")
    assert words(stamps, 1) == "y[6] = 4·2 = 8"


def test_stamps_by_keyboard(stamps):
    stamps.get_by_role("button", name="Step").focus()
    press(stamps, "Enter", "Space", "Enter")  # there is no fourth stamp
    assert outputs(stamps)[-3:] == ["6", "12", "8"]
    stamps.get_by_label("Input, row 0, column 0").focus()
    press(stamps, "-", "1", "Enter", "ArrowRight")
    assert outputs(stamps)[:3] == ["−1", "−3", "−1"]
    names = stamps.get_by_role("combobox", name="Input numbers")
    assert names.input_value() == ""


def test_size_is_written_out(stamps):
    assert text_of(stamps, ".lab-stamp-sizes").endswith(
        "L_out = (3 − 1)·2 + 1·(3 − 1) + 1 − 2·0 + 0 = 7"
    )
    push(stamps, "All stamps")
    choose(stamps, "Padding", "1")
    assert outputs(stamps) == ["6", "5", "3", "6", "12"]
    assert stamps.locator(".is-counts .is-cut").count() == 2
    choose(stamps, "Output padding", "1")
    assert outputs(stamps) == ["6", "5", "3", "6", "12", "8"]
    assert text_of(stamps, ".lab-stamp-sizes").endswith("− 2·1 + 1 = 6")
    choose(stamps, "Stride", "1")
    extra = stamps.get_by_role("combobox", name="Output padding")
    assert extra.input_value() == "0"
    choose(stamps, "Padding", "3")
    assert stamps.get_by_text("cuts everything away").is_visible()


def test_checkerboard_unless_the_stride_divides(stamps):
    push(stamps, "All stamps")
    choose(stamps, "Input is", "2")
    choose(stamps, "Input size", "[4,4]")
    choose(stamps, "Input numbers", "flat")
    choose(stamps, "Kernel numbers", "ones")
    assert words(stamps, 2) == (
        "Away from the border, pixels get 1, 2, 4 stamps: the stride 2 does "
        "not divide the kernel size 3. A flat input of ones comes out woven, "
        "a checkerboard of 1, 2, 4."
    )
    assert counts(stamps).split("; ")[3:5] == [
        "1 1 2 1 2 1 2 1 1",
        "2 2 4 2 4 2 4 2 2",
    ]
    assert outputs(stamps)[36:45] == list("224242422")
    choose(stamps, "Kernel size", "[4,4]")
    assert "every pixel gets the same number, 4: the stride 2 divides" in (
        words(stamps, 2)
    )
    assert counts(stamps).split("; ")[4] == "2 2 4 4 4 4 4 4 2 2"
    choose(stamps, "Dilation", "2")
    assert "have a common factor" in words(stamps, 2)


def test_even_counts_are_not_enough(stamps):
    assert "these weights make up for it" in words(stamps, 2)
    choose(stamps, "Kernel size", "4")  # 1, 3, 2, 0
    assert words(stamps, 2).endswith("comes out flat there, as 3.")
    stamps.get_by_label("Kernel, row 0, column 3").fill("5")
    press(stamps, "Tab")
    assert words(stamps, 2).endswith(
        "Even so a flat input of ones comes out woven, of 3, 8: these "
        "weights have different sums."
    )
    choose(stamps, "Kernel numbers", "bilinear")
    assert words(stamps, 2).endswith("comes out flat there, as 1.")


def test_an_image_of_the_worked_numbers(stamps):
    choose(stamps, "Input is", "2")
    push(stamps, "All stamps")
    # First row: 2·(1 3 2), 1·(1 3 2), 4·(1 3 2), two places apart.
    assert outputs(stamps)[:7] == ["2", "6", "5", "3", "6", "12", "8"]
    assert len(outputs(stamps)) == 35
    assert "H_out = (2 − 1)·2" in text_of(stamps, ".lab-stamp-sizes")
    assert "W_out = (3 − 1)·2" in text_of(stamps, ".lab-stamp-sizes")
    stamps.get_by_role("button", name=re.compile(r"^y\[2, 2\]")).click()
    # Four stamps meet; row by row of the input.
    assert words(stamps, 1) == "y[2, 2] = 2·0 + 1·4 + 0·2 + 3·1 = 7"


def test_stamps_play(open_widget):
    page = open_widget("transposed", reduced_motion="no-preference")
    page.clock.install()
    push(page, "Play")
    assert page.get_by_role("button", name="Pause").is_visible()
    page.clock.run_for(5_000)
    assert outputs(page)[-1] == "8"
    assert page.get_by_role("button", name="Play").is_visible()


def test_stamps_respect_reduced_motion(open_widget):
    page = open_widget("transposed", reduced_motion="reduce")
    push(page, "Play")
    assert outputs(page)[-1] == "8"
