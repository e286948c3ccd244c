"""The page of notation: true to PyTorch and to Pillow."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
NOTATION = (BOOK / "92_notation.md").read_text("utf-8")
LAYOUT = re.compile(r"^\| `(\w+)` \| `(\(.+?)` \| (.+?) \| `(.+?)` \| `(.+?)`")


def layouts() -> list[tuple[str, ...]]:
    return [m.groups() for m in map(LAYOUT.match, NOTATION.splitlines()) if m]


@pytest.mark.torch
@pytest.mark.parametrize("row", layouts(), ids=lambda row: row[0])
def test_layouts_are_pytorchs(row):
    torch = pytest.importorskip("torch")
    sizes = {
        "N": 2, "C_in": 6, "C_out": 4, "G": 2, "K": 3, "KH": 3, "KW": 5,
        "H": 8, "W": 9, "n": 7, "F_in": 6, "F_out": 4, "words": 11,
        "n_out": 5,
    }  # fmt: skip
    name, weight, bias, taken, given = row
    grows = name == "ConvTranspose2d"
    sizes["H_out"] = 8 + 2 if grows else 8 - 2
    sizes["W_out"] = 9 + 4 if grows else 9 - 4
    weight, taken, given = (eval(s, sizes) for s in (weight, taken, given))
    made = {
        "Linear": lambda nn: nn.Linear(6, 4),
        "Conv1d": lambda nn: nn.Conv1d(6, 4, 3, groups=2),
        "Conv2d": lambda nn: nn.Conv2d(6, 4, (3, 5), groups=2),
        "ConvTranspose2d": lambda nn: nn.ConvTranspose2d(
            6, 4, (3, 5), groups=2
        ),
        "BatchNorm2d": lambda nn: nn.BatchNorm2d(6),
        "Embedding": lambda nn: nn.Embedding(11, 4),
    }[name](torch.nn)
    x = torch.zeros(taken, dtype=torch.long if name == "Embedding" else None)
    assert tuple(made.weight.shape) == weight
    assert tuple(made(x).shape) == given
    if bias != "none":
        assert tuple(made.bias.shape) == eval(bias.strip("`"), sizes)


def test_pillow_has_the_width_first():
    image = pytest.importorskip("PIL.Image")
    assert "Pillow gives an image's size as (width, height)" in NOTATION
    assert image.new("L", (5, 3)).size == (5, 3)
    np = pytest.importorskip("numpy")
    assert np.asarray(image.new("L", (5, 3))).shape == (3, 5)
