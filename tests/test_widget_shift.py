"""The pooling-shift widget, by mouse and by keyboard."""

import re

import pytest
from book_tools import PHONE, choose, press, text_of

pytest_plugins = ["tiny_book"]

STATUS = ".lab-pool-text[role=status]"


@pytest.fixture
def shift(open_widget):
    return open_widget("pooling-shift", viewport=PHONE)


def move(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def outputs(page) -> list[str]:
    grid = page.get_by_role("grid", name="Output now")
    return grid.get_by_role("button").all_inner_texts()


def tried(page) -> dict[str, str]:
    """Text of each cell of the map of moves that is not empty."""
    cells = page.get_by_role("grid", name=re.compile("^Moves")).get_by_role(
        "button"
    )
    found = cells.evaluate_all(
        "cells => cells.map(c => [c.getAttribute('aria-label'), c.innerText])"
    )
    return {label.split(":")[0]: text for label, text in found if text.strip()}


def test_one_pixel_changes_the_answer(shift):
    assert outputs(shift)[7:12] == ["3", "0", "0", "0", "0"]
    move(shift, "Right")
    # The bar of columns 4 and 5 stood in one window, now in two.
    assert outputs(shift)[5:10] == ["0", "0", "3", "3", "0"]
    assert text_of(shift, STATUS) == (
        "Picture moved 1 right: 3 of 25 outputs changed. No whole step of "
        "the output explains it: the stride 2 does not divide the move, so "
        "other places are read. Even the nearest, the old output not moved, "
        "is wrong in 3 of 25."
    )
    assert shift.locator(".is-other").count() == 3
    assert shift.get_by_text("Sum of the outputs: 9 before, 18 now.").count()


def test_an_even_move_moves_the_answer_along(shift):
    move(shift, "Right")
    move(shift, "Right")
    assert text_of(shift, STATUS) == (
        "Picture moved 2 right: 6 of 25 outputs changed. All of them only "
        "moved along, by 1 right: for this move the layer is equivariant."
    )
    choose(shift, "Compare the output with", "along")
    assert shift.locator(".is-other").count() == 0
    assert shift.get_by_text("Before, moved 1 right").is_visible()
    assert tried(shift) == {"not moved": "0", "1 right": "3", "2 right": "0"}
    move(shift, "Move back")
    assert text_of(shift, STATUS).startswith("The picture stands where")


def test_shift_by_keyboard(shift):
    shift.get_by_role("button", name="Right", exact=True).focus()
    press(shift, "ArrowLeft", "ArrowUp", "Enter")
    assert text_of(shift, STATUS).startswith("Picture moved 1 up:")
    press(shift, "Tab", "Tab")  # over the last way, to the button back
    press(shift, "Enter")
    shift.get_by_role("button", name=re.compile("^not moved")).focus()
    press(shift, "ArrowDown", "ArrowDown", "ArrowRight")
    assert text_of(shift, STATUS).startswith("Picture moved 2 down, 1 right:")
    current = shift.get_by_role("grid", name=re.compile("^Moves")).locator(
        "[aria-current=true]"
    )
    assert current.evaluate("cell => cell === document.activeElement")


def test_the_picture_cannot_leave_for_ever(shift):
    for _ in range(4):
        move(shift, "Left")
    press(shift, "Enter", "ArrowLeft")
    text = text_of(shift, STATUS)
    assert text.startswith("Picture moved 4 left:")
    left = shift.get_by_role("button", name="Left", exact=True)
    assert left.get_attribute("aria-disabled") == "true"


def test_only_one_move_in_four_comes_through_whole(shift):
    choose(shift, "Compare the output with", "along")
    choose(shift, "Picture", "a seven")
    shift.get_by_role("button", name="Try every move").click()
    assert len(tried(shift)) == 81
    # A move of 4 takes pixels out of the picture.
    inner = {n: c for n, c in tried(shift).items() if "4" not in n}
    for name, count in inner.items():
        even = all(int(n) % 2 == 0 for n in re.findall(r"\d+", name))
        assert (count == "0") == even, name
    choose(shift, "Stride", "1")
    shift.get_by_role("button", name="Try every move").click()
    inner = {n: c for n, c in tried(shift).items() if "4" not in n}
    assert set(inner.values()) == {"0"}


@pytest.mark.parametrize("kind", ["global avg", "global max"])
def test_global_pooling_is_invariant(shift, kind):
    choose(shift, "Pooling", kind)
    assert not shift.get_by_label("Stride").is_visible()
    for name in ("Right", "Down", "Right"):
        move(shift, name)
    assert text_of(shift, STATUS) == (
        "Picture moved 1 down, 2 right: the one output stays. Nothing left "
        "the picture, and a global answer does not ask where."
    )
    choose(shift, "Picture", "a seven")
    for _ in range(4):
        move(shift, "Left")
    text = text_of(shift, STATUS)
    changed = {"global avg": "changed", "global max": "stays"}[kind]
    assert f"the one output {changed}. 1 of its pixels left" in text


def test_floor_and_ceiling_at_the_border(shift):
    choose(shift, "Kernel", "3")
    choose(shift, "Stride", "3")
    assert len(outputs(shift)) == 9
    shift.get_by_label("Round up (ceil_mode)").check()
    assert len(outputs(shift)) == 16
    choose(shift, "Pooling", "avg")
    for _ in range(3):
        move(shift, "Right")
    # The window over the border sees one column, and that is empty.
    assert "the border did it" not in text_of(shift, STATUS)
    choose(shift, "Kernel", "4")
    choose(shift, "Padding", "2")
    assert shift.get_by_label("Padding counts in means").is_visible()
    for _ in range(3):
        move(shift, "Right")
    shift.get_by_label("Padding counts in means").uncheck()
    for _ in range(3):
        move(shift, "Right")
    assert "the border did it" in text_of(shift, STATUS)


def test_an_output_shows_its_window(shift):
    cell = shift.get_by_role("button", name=re.compile("row 2, column 2: 3"))
    cell.focus()
    press(shift, "ArrowRight", "ArrowDown")
    assert text_of(shift, ".lab-pool-planes + p") == (
        "Output, row 3, column 3, looks at rows 6 to 7 and columns 6 to 7: 0."
    )
    frame = shift.locator(".lab-pool-frame")
    assert frame.evaluate("f => [f.style.left, f.style.top]") == ["60%", "60%"]
