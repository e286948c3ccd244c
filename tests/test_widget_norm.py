"""The norm-cube widget, by mouse and by keyboard."""

import re

import pytest
from book_tools import PHONE, choose, press, text_of

pytest_plugins = ["tiny_book"]

VERDICT = ".lab-norm-verdict"
APART = "Each sample is normalized by itself, in training as in evaluation."


@pytest.fixture
def cube(open_widget):
    return open_widget("norm-cube", viewport=PHONE)


def lit(page, grid: int) -> int:
    """Lit cells of the numbers (0) or of what comes out (1)."""
    return page.get_by_role("grid").nth(grid).locator(".is-lit").count()


def sums(page) -> dict[str, str]:
    """The lines under the cube by their names."""
    names = page.locator(".lab-norm-sum > dt").all_inner_texts()
    texts = page.locator(".lab-norm-sum > dd").all_inner_texts()
    return dict(zip(names, texts, strict=True))


def heads(page, grid: int) -> list[str]:
    """The means over the slices of one grid."""
    over = page.get_by_role("grid").nth(grid).get_by_role("columnheader")
    return [text.removeprefix("mean ") for text in over.all_inner_texts()]


def number(page, place: str):
    """The input of one number, such as "0, 0, 1, 2"."""
    words = ("Sample", "channel", "row", "column")
    pairs = zip(words, place.split(", "), strict=True)
    label = ", ".join(" ".join(pair) for pair in pairs)
    return page.get_by_role("textbox", name=label)


def test_cube_starts_with_the_sum_written_out(cube):
    assert text_of(cube, VERDICT) == (
        "Instance norm. 12 means, one for each sample and channel, each of "
        f"6 numbers. {APART}"
    )
    # 1 to 6: mean 3.5, squares 2 (6.25 + 2.25 + 0.25) / 6.
    assert sums(cube) == {
        "6 numbers": "1, 2, 3, 4, 5, 6",
        "μ": "(1 + 2 + 3 + 4 + 5 + 6) / 6 = 3.5",
        "σ²": "((−2.5)² + (−1.5)² + (−0.5)² + 0.5² + 1.5² + 2.5²) / 6 = 2.917",
        "x̂": "(1 − 3.5) / √(2.917 + 0.00001) = −1.464",
        "all x̂": "−1.46, −0.88, −0.29, 0.29, 0.88, 1.46",
    }
    assert [lit(cube, 0), lit(cube, 1)] == [6, 6]


def test_cube_norms_by_name(cube):
    cube.get_by_role("button", name="Batch norm").click()
    assert text_of(cube, VERDICT) == (
        "Batch norm. 4 means, one for each channel, each of 18 numbers. "
        "The result of a sample depends on the rest of its batch, so "
        "evaluation needs running statistics."
    )
    assert lit(cube, 0) == cube.locator(".lab-cube.is-lit").count() == 18
    means = [float(text.replace("−", "-")) for text in heads(cube, 1)]
    columns = [sum(means[c::4]) for c in range(4)]
    # Three means of a column add up to 0, each rounded to a tenth.
    assert columns == pytest.approx([0] * 4, abs=0.16)
    cube.get_by_role("button", name="Group norm").click()
    assert text_of(cube, VERDICT) == (
        "Group norm, G = 2. 6 means, one for each sample and group of "
        f"channels, each of 12 numbers. {APART}"
    )
    pressed = cube.locator("[aria-pressed=true]")
    assert pressed.all_inner_texts() == ["Group norm"]


def test_cube_axes_by_mouse(cube):
    cube.get_by_label("C, channels").check()
    assert text_of(cube, VERDICT).startswith("Layer norm. 3 means, one for")
    choose(cube, "Groups of channels", "4")
    assert text_of(cube, VERDICT).startswith("Instance norm. 12 means")
    choose(cube, "Groups of channels", "2")
    cube.get_by_label("N, samples").check()
    assert text_of(cube, VERDICT).startswith(
        "No usual name. 2 means, one for each group of channels, each of 36"
    )
    for label in ("N, samples", "H, rows", "W, columns"):
        cube.get_by_label(label).uncheck()
    choose(cube, "Groups of channels", "1")
    assert text_of(cube, VERDICT).startswith(
        "Layer norm of each place, over its channels, as in Transformers. "
        "18 means, one for each sample and place, each of 4 numbers."
    )
    cube.get_by_label("C, channels").uncheck()
    assert "72 means of one number each" in text_of(cube, VERDICT)
    groups = cube.get_by_role("combobox", name="Groups of channels")
    assert groups.is_disabled()
    assert set(heads(cube, 1)) == {"0"}


def test_cube_by_keyboard(cube):
    cube.get_by_label("N, samples").focus()
    press(cube, "Space", "Tab", "Space", "Tab", "Tab")
    assert text_of(cube, VERDICT).startswith("No usual name: one mean")
    assert "One mean, of all 72 numbers." in text_of(cube, VERDICT)
    cube.get_by_label("W, columns").focus()
    press(cube, "Space", "Shift+Tab", "Space", "Shift+Tab", "Space")
    assert text_of(cube, VERDICT).startswith(
        "Batch norm of a fully connected layer, each entry a unit. 24 means"
    )
    number(cube, "0, 0, 0, 0").focus()
    press(cube, "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight")
    press(cube, "ArrowRight")
    # Across the gaps: sample 1, channel 1. Over N: 0, 3, 7.
    assert sums(cube)["3 numbers"] == "0, 3, 7"
    # One tab stop leads to the same place of what comes out.
    press(cube, "Tab")
    place = "Normalized, sample 1, channel 1, row 0, column 0: −0.1"
    focused = "document.activeElement.getAttribute('aria-label')"
    assert cube.evaluate(focused) == place
    press(cube, "End")
    assert sums(cube)["3 numbers"] == "1, 9, 4"


def test_cube_numbers_change_what_shares_their_mean(cube):
    cube.get_by_role("button", name="Batch norm").click()
    number(cube, "0, 0, 0, 0").fill("-8")
    press(cube, "Tab")
    assert text_of(cube, VERDICT).endswith(
        "You changed one number, and 18 of 72 normalized numbers moved, in "
        "3 of 3 samples."
    )
    cube.get_by_role("button", name="Instance norm").click()
    number(cube, "0, 0, 0, 0").fill("1")
    press(cube, "Tab")
    moved = "6 of 72 normalized numbers moved, in 1 of 3 samples."
    assert text_of(cube, VERDICT).endswith(moved)
    number(cube, "2, 3, 1, 2").click()
    assert text_of(cube, VERDICT).endswith(moved)
    number(cube, "0, 0, 0, 1").fill("x")
    press(cube, "Tab")
    bad = cube.locator("[aria-invalid=true]")
    assert bad.count() == 1
    cube.get_by_role("button", name="Start again").click()
    assert bad.count() == 0
    assert text_of(cube, VERDICT).endswith(APART)


def test_cube_is_picked_in_what_comes_out(cube):
    name = re.compile("^Normalized, sample 2, channel 3, row 1, column 1")
    cube.get_by_role("button", name=name).click()
    assert sums(cube)["x̂"].startswith("(9 − 3.75) / √(")
    assert cube.locator(".lab-cube.is-chosen").count() == 1
    # A constant slice: a spread of 0, and no division by 0.
    name = re.compile("^Normalized, sample 0, channel 2, row 0, column 0")
    cube.get_by_role("button", name=name).click()
    assert sums(cube)["x̂"] == "(2 − 2) / √(0 + 0.00001) = 0"


BAD = """async (config) => {
  const { mount } = await import("./_static/widgets/norm-cube.js");
  const values = [[[[1, 2]], [[3, 4]]]];
  try { mount(document.createElement("div"), { values, ...config }); }
  catch (error) { return error.message; }
}"""


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"values": [[[[1, 2]], [[3]]]]}, '"values" must be numbers'),
        ({"values": [[[[1, "a"]]]]}, '"values" must be numbers'),
        ({"axes": "NX"}, '"axes" (=NX) must be letters of NCHW'),
        ({"groups": 3}, '"groups" (=3) must divide 2 channels'),
    ],
)
def test_cube_refuses_what_it_cannot_show(open_page, config, message):
    assert message in open_page("plain").evaluate(BAD, config)
