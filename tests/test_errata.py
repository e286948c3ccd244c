"""Found in the slides: every line has its proof, and its numbers are right."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
sys.path.insert(0, str(ROOT / "tools"))

import format_pages  # noqa: E402
import project  # noqa: E402

TEXT = (BOOK / "93_found_in_slides.md").read_text("utf-8")
HEAD = ["lecture", "it says", "it is", "why"]
PROOF = re.compile(r"\{glue:text\}`|\$.+\$|\{cite(:t)?\}`|\{ref\}`")
PLACE = re.compile(r"\{ref\}`page (\d+) <([\w-]+)>`")
GLUED = re.compile(r"\{glue:text\}`(\w+)`")

# Slips that the project knew from the start: a piece of each claim.
KNOWN = [
    "the patch sums to 243", "10% more weights", "error is 3.75%",
    "blocks of two convolutions", "32 GB", "first 8 layers of VGG",
    "stride 3 cannot be applied", "its *height* must be the same",
    "averages over the channels", "sees $1 + L(K - 1)$",
    "a plus sign in the index", "$(1,1,3)$ to $(1,1,5)$",
    "reduces the number of parameters", "$2 \\times 2$ to $5 \\times 5$",
    "whatever its size, place", "the first network with ReLU",
    "pools, then normalizes", "matrix multiplication at each step",
    "so the fully connected layer has 1000 units", "tens or hundreds",
    "$2 + 8$ inception modules", "the 4th and 7th layer",
    "LeNet-5 uses the sigmoid", "has $C/2$ channels",
    "because gradients vanish; because they overfit",
    "has the field of a $7 \\times 7$", "multiplies the field by",
]  # fmt: skip

# Worked out apart from the page: by hand, or from papers.
NUMBERS = {
    "patch_sum": 261, "right": 541, "left": 280, "flipped": -261,
    "fc": "30,730", "rows": "(28, 10)", "local": "7,056", "shared": 9,
    "turned": 1, "places": 2, "bare": 28, "padded": 32,
    "fields": "1, 3, 5, 7", "strided": 15, "formula": 7, "product": 8,
    "one_map": 76, "pointwise": 20, "window": 75, "first_times": "3",
    "filter_shape": "(1, 3, 5, 5)", "map_places": "784", "s2": 12,
    "conv_pooled": "13,248", "conv_plain": "13,248", "linear_times": "16",
    "few": "10,010", "many": "84,084", "tanh": "-1.000", "border": 32,
    "means": "(2, 3)", "channel_means": "(2, 2, 2)", "constant": "nan",
    "google": "6,998,552", "alexnet": "60,965,224", "ratio": "8.7",
    "google_layers": 22, "wrong_layers": 24, "three": 152, "two": 102,
    "stack": 7, "se": "8,192", "mlp": "669,706", "ten_params": 760,
    "ten_macs": "768,000", "six": "6x28x28", "tube": "4x14x14", "five": 5,
}  # fmt: skip


def rows(text: str) -> list[list[str]]:
    """The cells of all lines of the tables, heads left out."""
    lines = re.findall(r"^\| (.+) \|$", text, re.M)
    cells = [re.split(r" \| ", line) for line in lines]
    return [row for row in cells if row != HEAD]


def problems(row: list[str]) -> list[str]:
    """What a line lacks."""
    if len(row) != len(HEAD):
        return [f"{len(row)} cells"]
    lecture, _, _, why = row
    found = []
    if not re.match(r"00[0-4]\b", lecture):
        found.append("no lecture")
    if not PROOF.search(why):
        found.append("no proof")
    places = PLACE.findall(" ".join(row))
    if not places and "{ref}" not in why:
        found.append("no page")
    for number, label in places:
        (page,) = BOOK.glob(f"{int(number):02}_*.md")
        if f"\n({label})=\n" not in page.read_text("utf-8"):
            found.append(f"page {number} has no {label}")
    return found


@pytest.mark.parametrize("row", rows(TEXT), ids=lambda row: row[1][:40])
def test_a_line_says_why_and_where(row):
    assert problems(row) == []


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["001", "243", "261", "believe us"], ["no proof", "no page"]),
        (["a", "243", "261", "{ref}`page 3 <sec-stride>`"], ["no lecture"]),
        (
            ["001", "243", "261", "{ref}`page 4 <sec-stride>`"],
            ["page 4 has no sec-stride"],
        ),
        (["001", "243", "261"], ["3 cells"]),
    ],
)
def test_a_poor_line_is_noticed(row, found):
    assert problems(row) == found


@pytest.mark.parametrize("claim", KNOWN)
def test_no_known_slip_is_lost(claim):
    assert [row for row in rows(TEXT) if claim in row[1]]


def test_every_page_that_corrects_the_slides_is_linked():
    linked = {int(number) for number, _ in PLACE.findall(TEXT)}
    correcting = {
        int(page.stem[:2])
        for page in project.pages()
        if "\n## In the slides\n" in page.read_text("utf-8")
    }
    assert correcting <= linked


@pytest.fixture(scope="module")
def glued() -> dict:
    """What the cells of the page hand to its text."""
    pytest.importorskip("torch")
    from cnnlab import page

    found, names = {}, {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "glue", lambda **values: found.update(values))
        for _, code, _ in format_pages.CELL.findall(TEXT):
            if "page.start()" not in code:
                exec(code, names)
    return found


@pytest.mark.torch
@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_right(glued, name):
    assert glued[name] == NUMBERS[name]


@pytest.mark.torch
def test_every_number_is_used_and_there(glued):
    assert set(GLUED.findall(TEXT)) == set(glued)
