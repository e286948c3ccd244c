"""LeNet-5 in the page against PyTorch, and the drawing as MNIST has it.

``python tests/test_explore_digits.py`` writes ``vectors/lenet.json`` anew.
"""

import base64
import json
import random
import re

import book_tools  # noqa: F401  it puts book/_ext on the path
import numpy as np
import pytest
import widget_data
from widget_vectors import VECTORS as FOLDER
from widget_vectors import WIDGETS, as_text, in_node, in_page, needs_node

from cnnlab.explore import centred, shrunk

torch = pytest.importorskip("torch")

from cnnlab import models  # noqa: E402

pytest_plugins = ["tiny_book"]

VECTORS = FOLDER / "lenet.json"
BLACK, WHITE = -0.1, 1.175
LAYERS = ("conv1", "pool1", "conv2", "pool2", "fc1", "fc2", "fc3")
DIGITS = [
    (digit["label"], np.frombuffer(base64.b64decode(digit["pixels"]), "u1"))
    for digit in widget_data.sample_digits()
]


@pytest.fixture(scope="module")
def net():
    return lenet5()


def lenet5():
    net = models.build("lenet5")
    models.load_weights(net, "lenet5_mnist")
    return net.eval()


def pictures() -> dict[str, list[int]]:
    """Names and 784 bytes: digits, and what is none."""
    rng = random.Random(0)
    board = [255 * ((i // 28 + i) % 2) for i in range(784)]
    return {
        "paper": [0] * 784,
        "all ink": [255] * 784,
        "checkerboard": board,  # ties in every pooling window
        "noise": [rng.randint(0, 255) for _ in range(784)],
        "three": DIGITS[3][1].tolist(),
        "misread": DIGITS[10][1].tolist(),
    }


def steps(net, pixels) -> dict[str, np.ndarray]:
    """Each layer's output, those with weights before their ReLU."""
    x = torch.tensor(pixels).float().reshape(1, 1, 28, 28) / 255
    x = x * (WHITE - BLACK) + BLACK
    kept = {}

    def keep(name):
        return lambda module, args, out: kept.update({name: out[0].numpy()})

    places = (net.block1.conv, net.block1.pool, net.block2.conv,
              net.block2.pool, net.fc1, net.fc2, net.fc3)  # fmt: skip
    pairs = zip(places, LAYERS, strict=True)
    hooks = [place.register_forward_hook(keep(name)) for place, name in pairs]
    with torch.no_grad():
        net(x)
    for hook in hooks:
        hook.remove()
    return kept


def drawings() -> dict[str, list[list[float]]]:
    """Ink as rows, some of it where it can go wrong."""
    rng = random.Random(1)
    names = ("paper", "dot", "corner", "tall", "wide", "heavy end", "grey")
    ink = {name: np.zeros((42, 42)) for name in names}
    ink["dot"][20, 30] = 1
    ink["corner"][37:42, 36:42] = 1
    ink["tall"][3:40, 10:15] = 1
    ink["wide"][30:37, 2:41] = 0.5
    ink["heavy end"][10:12, 5:38] = ink["heavy end"][2:20, 5:9] = 1
    for _ in range(60):
        ink["grey"][rng.randrange(9, 33), rng.randrange(42)] = 0.25
    return {name: rows.tolist() for name, rows in ink.items()}


def make_vectors() -> dict:
    net = lenet5()
    return {
        "pictures": [
            {
                "name": name,
                "pixels": pixels,
                "fc3": steps(net, pixels)["fc3"].astype(float).round(5)
                .tolist(),
            }
            for name, pixels in pictures().items()
        ],
        "drawings": [
            {
                "name": name,
                "ink": rows,
                "centred": centred(np.array(rows)).round(6).tolist(),
                "shrunk": shrunk(np.array(rows)).round(6).tolist(),
            }
            for name, rows in drawings().items()
        ],
    }  # fmt: skip


# What a page computes; the weights are read from a file in Node.
SCRIPT = """async ([vectors, base]) => {
  const l = await import(base + "_lenet.js");
  const d = await import(base + "_draw_ink.js");
  const name = "data/lenet5_mnist.safetensors";
  const bytes = vectors.weights
    ? new Uint8Array(await (await import("node:fs/promises")).readFile(
        vectors.weights)).buffer
    : await (await fetch(base + name)).arrayBuffer();
  const layers = l.readLenet(bytes);
  return {
    shades: [l.BLACK, l.WHITE],
    pictures: vectors.pictures.map(({ pixels }) => {
      const found = l.lenet(layers, pixels.map((v) => v / 255));
      return Object.fromEntries(
        Object.entries(found).map(([key, { data }]) => [key, [...data]]));
    }),
    drawings: vectors.drawings.map(({ ink }) => ({
      centred: d.centred(ink.flat(), ink.length),
      shrunk: d.shrunk(ink.flat(), ink.length),
    })),
  };
}"""


def compare(net, vectors: dict, page: dict) -> None:
    assert page["shades"] == pytest.approx([BLACK, WHITE])
    for vector, found in zip(vectors["pictures"], page["pictures"],
                             strict=True):  # fmt: skip
        # float32 sums of at most 400 products, of sizes up to 20.
        np.testing.assert_allclose(
            found["fc3"], vector["fc3"], atol=1e-4, err_msg=vector["name"]
        )
        for name, value in steps(net, vector["pixels"]).items():
            np.testing.assert_allclose(
                found[name], value.ravel(), atol=1e-4, err_msg=name
            )
    for vector, found in zip(vectors["drawings"], page["drawings"],
                             strict=True):  # fmt: skip
        for key, value in found.items():
            # The file has six decimals.
            np.testing.assert_allclose(
                value, np.ravel(vector[key]), atol=1e-6,
                err_msg=vector["name"],
            )  # fmt: skip


def test_vectors_are_those_of_the_package():
    written, made = json.loads(VECTORS.read_text()), make_vectors()
    hint = "run `python tests/test_explore_digits.py` if it is meant"
    for group, keys in (
        ("pictures", ("pixels", "fc3")),
        ("drawings", ("ink", "centred", "shrunk")),
    ):
        pairs = zip(written[group], made[group], strict=True)
        for old, new in pairs:
            assert old["name"] == new["name"], hint
            for key in keys:
                # Another CPU may round float32 differently.
                np.testing.assert_allclose(
                    old[key], new[key], atol=5e-5, err_msg=hint
                )


def test_the_page_computes_the_vectors(open_page, tiny_site, net):
    vectors = json.loads(VECTORS.read_text())
    page = in_page(open_page, tiny_site, SCRIPT, vectors)
    compare(net, vectors, page)


@needs_node
def test_node_computes_the_vectors(tmp_path, net):
    vectors = json.loads(VECTORS.read_text())
    asked = {**vectors, "weights": str(widget_data.WEIGHTS)}
    compare(net, vectors, in_node(tmp_path, SCRIPT, asked))


def test_shades_are_those_of_the_card():
    card = json.loads(widget_data.WEIGHTS.with_suffix(".json").read_text())
    assert card["input"] == f"28x28, black is {BLACK} and white {WHITE}"


def test_centring_leaves_digits_of_mnist_alone():
    for label, pixels in DIGITS:
        ink = pixels.reshape(28, 28) / 255
        pad = ink.repeat(4, 0).repeat(4, 1)  # as the page's pad holds it
        for result in (centred(ink), centred(pad), shrunk(pad)):
            # Sums of sixteen parts: the last bit of double precision.
            np.testing.assert_allclose(
                result, ink, atol=1e-12, err_msg=str(label)
            )


def test_sample_digits_are_read_as_the_page_says(net):
    for index, (label, pixels) in enumerate(DIGITS):
        best = int(steps(net, pixels)["fc3"].argmax())
        assert (best == label) == (index < 10), (index, label, best)
    script = (WIDGETS / "draw-a-digit.js").read_text()
    labels = re.search(r"MISREAD = \[(.*)\]", script)[1]
    assert [int(n) for n in labels.split(",")] == [n for n, _ in DIGITS[10:]]
    assert [label for label, _ in DIGITS[:10]] == list(range(10))


if __name__ == "__main__":
    VECTORS.write_text(as_text(make_vectors()))
