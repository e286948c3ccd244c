"""The conv widget, by mouse and by keyboard."""

import re

import pytest
from book_tools import PHONE, choose, press, text_of

pytest_plugins = ["tiny_book"]


@pytest.fixture
def conv(open_widget):
    return open_widget("conv", viewport=PHONE)


def step(page) -> None:
    page.get_by_role("button", name="Step").click()


def outputs(page) -> list[str]:
    cells = page.get_by_role("grid", name=re.compile("^Output"))
    return cells.get_by_role("button").all_inner_texts()


def test_conv_sum_is_written_out(conv):
    assert text_of(conv, ".lab-sum") == (
        "y[0, 0] = 93·(−1) + 139·0 + 101·1 + 26·(−2) + 252·0 + 196·2 "
        "+ 135·(−1) + 240·0 + 48·1 = 261"
    )
    assert outputs(conv) == ["261", "", "", ""]


def test_conv_steps_by_mouse(conv):
    for _ in range(3):
        step(conv)
    press(conv, "Enter")  # there is no further place
    # By hand from the numbers in book_tools.
    assert outputs(conv) == ["261", "−855", "−2", "−705"]
    conv.get_by_role("button", name="Back").click()
    assert text_of(conv, ".lab-sum").startswith("y[1, 0] = 26·(−1) +")
    conv.get_by_role("button", name="Start again").click()
    assert outputs(conv) == ["261", "", "", ""]


def test_conv_window_moves_by_keyboard(conv):
    conv.get_by_role("button", name="Output, row 0, column 0: 261").focus()
    press(conv, "ArrowDown", "ArrowRight", "ArrowRight")
    assert outputs(conv) == ["261", "", "−2", "−705"]
    current = conv.locator("[aria-current=true]")
    assert current.get_attribute("aria-label").startswith(
        "Output, row 1, column 1"
    )
    # One tab stop: the cell where the window is.
    press(conv, "Tab", "Shift+Tab")
    assert current.evaluate("cell => cell === document.activeElement")


def test_conv_numbers_are_edited_by_keyboard(conv):
    conv.get_by_label("Input, row 0, column 0").focus()
    press(conv, "ArrowRight", "ArrowRight", "1", "0", "2", "Enter")
    assert outputs(conv)[0] == "262"
    press(conv, "ArrowDown", "x", "Enter")
    cell = conv.get_by_label("Input, row 1, column 2")
    assert cell.get_attribute("aria-invalid") == "true"
    assert outputs(conv)[0] == "262"
    conv.get_by_label("Kernel, row 0, column 0").fill("-2")
    press(conv, "Tab")
    assert outputs(conv)[0] == "169"
    kernel = conv.get_by_role("combobox", name="Kernel", exact=True)
    assert kernel.input_value() == ""


def test_conv_geometry(conv):
    choose(conv, "Padding", "1")
    choose(conv, "Stride", "3")
    assert "⌊(4 + 2·1 − 1·(3 − 1) − 1) / 3⌋ + 1 = 2" in text_of(
        conv, ".lab-sizes"
    )
    assert outputs(conv) == ["530", "", "", ""]  # 139*2 + 252
    choose(conv, "Padding", "0")
    assert "(hatched): 7" in text_of(conv, ".lab-sizes")
    assert conv.locator(".is-unread").count() == 7
    choose(conv, "Dilation", "2")
    assert conv.get_by_text("does not fit").is_visible()
    assert conv.get_by_role("grid").count() == 2


def test_conv_any_shape(conv):
    """Rows and columns are chosen apart, of the input and of the kernel."""
    choose(conv, "Input rows", "2")
    choose(conv, "Input columns", "8")
    choose(conv, "Kernel rows", "1")
    choose(conv, "Kernel columns", "2")
    # -93 + 0·139: the cut kernel is (-1, 0), new cells are 0.
    assert text_of(conv, ".lab-sum") == "y[0, 0] = 93·(−1) + 139·0 = −93"
    assert len(outputs(conv)) == 2 * 7
    sizes = text_of(conv, ".lab-sizes")
    assert "H_out = ⌊(2 + 2·0 − 1·(1 − 1) − 1) / 1⌋ + 1 = 2" in sizes
    assert "W_out = ⌊(8 + 2·0 − 1·(2 − 1) − 1) / 1⌋ + 1 = 7" in sizes
    kernel = conv.get_by_role("combobox", name="Kernel", exact=True)
    kernel.select_option("sharpen")
    rows = conv.get_by_role("combobox", name="Kernel rows")
    assert rows.input_value() == "3"


def test_conv_plays(open_widget):
    page = open_widget("conv", reduced_motion="no-preference")
    page.clock.install()
    page.get_by_role("button", name="Play").click()
    assert page.get_by_role("button", name="Pause").is_visible()
    page.clock.run_for(10_000)
    assert outputs(page) == ["261", "−855", "−2", "−705"]
    assert page.get_by_role("button", name="Play").is_visible()


def test_conv_respects_reduced_motion(open_widget):
    page = open_widget("conv", reduced_motion="reduce")
    page.get_by_role("button", name="Play").click()
    assert outputs(page) == ["261", "−855", "−2", "−705"]
    duration = "frame => getComputedStyle(frame).transitionDuration"
    assert page.locator(".lab-window").evaluate(duration) == "0s"


SLIPS = {
    "-261": "flipped kernel",
    "821": "without their signs",
    "-131.5": "392.5 too small. Row by row the window gives 8, 340, −87",
    "160": "the product 101·1 is missing",
    "396": "the product 135·(−1) is missing",
    "": "Type a number",
}


def test_conv_names_the_slip(conv):
    conv.get_by_label("Predict each number first").check()
    assert text_of(conv, ".lab-sum").endswith("= ?")
    for guess, words in SLIPS.items():
        conv.get_by_label("Your y[0, 0] =").fill(guess)
        press(conv, "Enter")
        assert words in text_of(conv, ".lab-verdict")
        assert outputs(conv)[0] == "?"


DIAGNOSE = """async (guesses) => {
  const { diagnose } = await import("./_static/widgets/_convolve.js");
  const input = [0, 5, 10, 15, 20].map((a) => [a, a + 1, a + 2, a + 3, a + 4]);
  const kernel = [[1, 2], [3, 4]];
  const spec = { input, kernel, stride: 2, padding: 1, dilation: 2 };
  return guesses.map((guess) => diagnose(spec, 1, 1, guess).kind);
}"""


def test_conv_slips_by_hand(conv):
    # The window reads 6, 8, 16, 18: 6 + 16 + 48 + 72.
    slips = {
        142: "right",
        98: "flipped",
        134: "turned",
        -142: "sign",
        94: "lost",  # without 16·3
        82: "stride",  # reads 0, 2, 10, 12
        101: "dilation",  # reads 6, 7, 11, 12
        202: "padding",  # reads 12, 14, 22, 24
        143: "far",
    }
    assert conv.evaluate(DIAGNOSE, list(slips)) == list(slips.values())


def test_conv_prediction_by_keyboard_alone(conv):
    conv.get_by_label("Predict each number first").focus()
    press(conv, "Space", "Tab")
    conv.keyboard.type("261")
    press(conv, "Enter")
    assert text_of(conv, ".lab-verdict") == "Right: y[0, 0] = 261."
    press(conv, "Enter")
    conv.keyboard.type("-855")
    press(conv, "Enter")
    assert outputs(conv) == ["261", "−855", "", ""]
