"""The receptive-field widget, by mouse and by keyboard."""

import pytest
from book_tools import PHONE, choose, press, text_of

pytest_plugins = ["tiny_book"]


@pytest.fixture
def field(open_widget):
    return open_widget("receptive-field", viewport=PHONE)


def test_field_by_mouse(field):
    assert text_of(field, ".lab-field-text").startswith(
        "conv2, unit 2, sees input units 3 to 7. Its field is 5 wide"
    )
    field.get_by_role("button", name="conv2, unit 0").click()
    assert text_of(field, ".lab-field-text") == (
        "conv2, unit 0, sees input units 0 to 3. Its field is 5 wide, "
        "its jump 2. Outside the input: 1 of the 5."
    )
    field.get_by_role("button", name="conv1, unit 9").click()
    assert "conv1, unit 9, sees input units 9 to 11" in text_of(
        field, ".lab-field-text"
    )
    lit = field.locator("rect.lab-unit.is-lit, .is-lit > rect.lab-unit")
    assert lit.count() == 4


def test_field_by_keyboard(field):
    press(field, "Tab")
    field.locator("[data-unit='2-2']").focus()
    press(field, "ArrowLeft", "Enter")
    assert "conv2, unit 1, sees input units 1 to 5" in text_of(
        field, ".lab-field-text"
    )
    press(field, "ArrowDown", "ArrowRight", "Space")
    chosen = field.locator("[aria-pressed=true]")
    assert chosen.get_attribute("aria-label") == "conv1, unit 3"
    press(field, "ArrowUp", "End", "Enter")
    assert chosen.get_attribute("aria-label") == "conv2, unit 4"


def test_field_steps_and_controls(field):
    steps = field.locator(".lab-steps").nth(1)
    assert steps.inner_text().split("\n") == [
        "size 3 + 1·(3 − 1)·1 = 5",
        "jump 1·2 = 2",
    ]
    choose(field, "Dilation", "3", place=1)
    assert "size 3 + 3·(3 − 1)·1 = 9" in steps.inner_text()
    choose(field, "Kernel", "7", place=0)
    choose(field, "Dilation", "2", place=0)
    assert text_of(field, ".lab-field-text").startswith("conv1 has no unit")
    choose(field, "Padding", "4", place=0)
    assert text_of(field, ".lab-field-text").startswith("conv2, unit")


def test_field_padding_and_gaps(field):
    choose(field, "Padding", "3", place=1)
    field.get_by_role("button", name="conv2, unit 6").click()
    text = text_of(field, ".lab-field-text")
    # Of its three taps one is a unit, the others are padding.
    assert "sees input units 9 to 11" in text
    assert text.endswith("Outside the input: 2 of the 5.")
    choose(field, "Kernel", "1", place=1)
    field.get_by_role("button", name="conv2, unit 0").click()
    text = text_of(field, ".lab-field-text")
    assert text == "conv2, unit 0, sees padding only."
    choose(field, "Dilation", "2", place=0)
    assert "Only 3 of these inputs" in text_of(field, ".lab-field-text")


def test_field_effective(field):
    field.get_by_label("Show the effective field").check()
    assert (
        "Paths from each of them: 1, 2, 3, 2, 1. "
        "Of all 9, input unit 5 starts 33 %."
    ) in text_of(field, ".lab-field-text")
    bars = field.locator(".lab-bar").evaluate_all(
        "bars => bars.map((bar) => Number(bar.getAttribute('height')))"
    )
    shares = [round(bar / max(bars) * 3) for bar in bars]
    assert shares == [0, 0, 0, 1, 2, 3, 2, 1, 0, 0, 0, 0]


def test_field_heat_map(field):
    heat = field.get_by_role("img", name="Heat map of the effective field")
    assert not heat.is_visible()
    field.get_by_label("Show the effective field").check()
    alpha = """canvas => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, 12, 12);
      return [[5, 5], [5, 4], [4, 4], [3, 3], [2, 5]].map(
        ([row, col]) => data[4 * (12 * row + col) + 3]);
    }"""
    # 3·3, 3·2, 2·2, 1·1 and 0 paths of the most, 9; a byte cuts fractions.
    expected = [255 * n / 9 for n in (9, 6, 4, 1, 0)]
    assert heat.evaluate(alpha) == pytest.approx(expected, abs=1)
    words = text_of(field, ".lab-heat-text")
    assert "row 2, column 2" in words
    # 9 + 4·6 + 2·4 of 81 paths reach half of them in seven pixels.
    assert words.endswith("Half of all paths start in 7 of these 25.")
    field.get_by_role("button", name="conv2, unit 0").click()
    assert "4 × 4 pixels" in text_of(field, ".lab-heat-text")
