"""Block diagrams: what is drawn is what the network does."""

from itertools import combinations

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402
import pytest  # noqa: E402

from cnnlab import plots, plots_blocks  # noqa: E402
from cnnlab._block_draw import Diagram  # noqa: E402
from cnnlab._block_graph import boxes_of, fold_equal  # noqa: E402
from cnnlab.shapes import Step, Walk, Window, walk  # noqa: E402

torch = pytest.importorskip("torch")
models = pytest.importorskip("torchvision.models")


@pytest.fixture(autouse=True)
def style():
    with plt.style.context(["default", plots.STYLE]):
        yield
    plt.close("all")


def block(name):
    """A block of torchvision's without weights, and what goes in."""
    from torchvision.models.densenet import _DenseBlock
    from torchvision.models.googlenet import Inception
    from torchvision.models.mobilenetv2 import InvertedResidual
    from torchvision.models.resnet import BasicBlock, Bottleneck
    from torchvision.models.shufflenetv2 import InvertedResidual as Shuffle
    from torchvision.ops import SqueezeExcitation

    make = {
        "basic": lambda: (BasicBlock(64, 64), (64, 56, 56)),
        "bottleneck": lambda: (Bottleneck(256, 64), (256, 56, 56)),
        "inception": lambda: (
            Inception(192, 64, 96, 128, 16, 32, 32), (192, 28, 28)
        ),
        "dense": lambda: (_DenseBlock(3, 64, 4, 32, 0.0), (64, 28, 28)),
        "squeeze": lambda: (SqueezeExcitation(64, 4), (64, 28, 28)),
        "inverted": lambda: (InvertedResidual(24, 24, 1, 6), (24, 28, 28)),
        "shuffle": lambda: (Shuffle(116, 116, 1), (116, 28, 28)),
        "dual path": lambda: (DualPath(), (20, 14, 14)),
    }  # fmt: skip
    with torch.device("meta"):
        return make[name]()


class DualPath(torch.nn.Module):
    """The wiring of DPN: the first channels are added, the rest joined."""

    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(20, 20, 3, padding=1)

    def forward(self, x):
        y = self.conv(x)
        rest = [x[:, 16:], y[:, 16:]]
        return torch.cat([x[:, :16] + y[:, :16], *rest], 1)


# Boxes with input and output, arrows.
COUNTS = {
    "basic": (6, 6), "bottleneck": (7, 7), "inception": (10, 12),
    "dense": (11, 16), "squeeze": (6, 6), "inverted": (6, 6),
    "shuffle": (8, 8), "dual path": (7, 9),
}  # fmt: skip


@pytest.mark.parametrize("name", COUNTS)
def test_boxes_and_arrows(name):
    diagram = Diagram(boxes_of(walk(*block(name)).steps))
    assert (len(diagram.boxes), len(diagram.arrows)) == COUNTS[name]


def rectangle(item):
    return (
        item.x - item.width / 2, item.x + item.width / 2,
        item.y - item.height / 2, item.y + item.height / 2,
    )  # fmt: skip


def test_overlap_is_seen_by_the_test():
    """Two boxes at one place overlap."""
    diagram = Diagram(boxes_of(walk(*block("basic")).steps))
    item = diagram.layout.boxes[1]
    assert overlap(rectangle(item), rectangle(item))


def overlap(a, b):
    return (
        min(a[1], b[1]) - max(a[0], b[0]) > 1e-6
        and min(a[3], b[3]) - max(a[2], b[2]) > 1e-6
    )


@pytest.mark.parametrize("name", COUNTS)
def test_nothing_is_drawn_over_a_box(name):
    diagram = Diagram(boxes_of(walk(*block(name)).steps))
    places = [rectangle(item) for item in diagram.layout.boxes]
    for a, b in combinations(places, 2):
        assert not overlap(a, b)
    for arrow in diagram.arrows:
        for p, q in zip(arrow.points, arrow.points[1:], strict=False):
            xs, ys = sorted((p[0], q[0])), sorted((p[1], q[1]))
            line = (xs[0] - 1e-3, xs[1] + 1e-3, ys[0] + 1e-3, ys[1] - 1e-3)
            if ys[0] == ys[1]:
                line = (*line[:2], ys[0] - 1e-3, ys[1] + 1e-3)
            assert not any(overlap(line, place) for place in places)


def test_labels():
    labels = [b.label for b in boxes_of(walk(*block("bottleneck")).steps)]
    assert labels == [
        "input 256×56×56", "1×1 conv, 64, BN, ReLU", "3×3 conv, 64, BN, ReLU",
        "1×1 conv, 256, BN", "+", "ReLU", "output 256×56×56",
    ]  # fmt: skip
    labels = [b.label for b in boxes_of(walk(*block("shuffle")).steps)]
    assert labels[1] == "split"
    assert labels[3] == "3×3 depthwise, 58, BN"
    assert labels[-3:-1] == ["concat, 116", "channel shuffle"]
    dense = boxes_of(walk(*block("dense")).steps)
    assert dense[1].label == "BN, ReLU, 1×1 conv, 128"
    net = torch.nn.Conv2d(8, 16, 3, 2, groups=4)
    assert boxes_of(walk(net, (8, 9, 9)).steps)[1].label == (
        "3×3 conv, 16, /2, 4 groups"
    )


def test_arrows_of_a_split_say_how_many_channels():
    boxes = boxes_of(walk(*block("dual path")).steps)
    assert [b.label for b in boxes].count("split") == 2
    texts = [text for box in boxes for _, text in box.inputs if text]
    assert sorted(texts) == ["16", "16", "4", "4"]


def test_a_layer_that_two_use_keeps_its_followers_off():
    class Twice(torch.nn.Sequential):
        def forward(self, x):
            y = self[0](x)
            return y + torch.relu(y)

    boxes = boxes_of(walk(Twice(torch.nn.Conv2d(3, 4, 1)), (3, 5, 5)).steps)
    labels = [b.label for b in boxes[1:-1]]
    assert labels == ["1×1 conv, 4", "ReLU", "+"]


def test_equal_ones_in_a_row_are_folded():
    w = Window((3, 3), (1, 1), (1, 1), (1, 1), 8)
    steps = [Step("", "input", (8, 5, 5))]
    steps += [
        Step(f"{k}", "Conv2d", (8, 5, 5), inputs=(k,), window=w)
        for k in range(3)
    ]
    boxes = fold_equal(boxes_of(steps))
    assert [b.times for b in boxes] == [1, 3, 1]
    ax = plots_blocks.draw_net(Walk(tuple(steps), title="stack"), depth=2)
    assert "3 ×" in [t.get_text() for t in ax.texts]
    assert "3 times: 3×3 conv, 8" in ax.figure.get_label()


def test_a_net_has_one_box_for_each_stage():
    with torch.device("meta"):
        net = models.resnet18()
    ax = plots_blocks.draw_net(net, (3, 224, 224))
    texts = [t.get_text() for t in ax.texts]
    assert "layer2: 2 × BasicBlock" in texts
    assert "7×7 conv, 64, /2" in texts
    assert "128×28×28" in texts


def test_words_for_who_cannot_see():
    net, shape = block("basic")
    words = plots_blocks.describe_block(net, shape)
    assert words.startswith("Diagram of BasicBlock, from 64×56×56 to")
    assert "(3) sum, from (2) and the input." in words
    assert plots_blocks.draw_block(net, shape).figure.get_label() == words


def test_side_by_side_to_one_scale_and_inked_by_the_page():
    fig = plots_blocks.draw_blocks(
        {"basic": block("basic"), "bottleneck": block("bottleneck")}, 4.0
    )
    assert fig.get_figwidth() <= 4.0 + 1e-9
    fig.canvas.draw()
    inch = [ax.transData.transform([(0, 0), (1, 0)]) for ax in fig.axes]
    lengths = [b[0] - a[0] for a, b in inch]
    # Pixels; a hundredth of one cannot be seen.
    assert lengths[0] == pytest.approx(lengths[1], abs=0.01)
    svg = plots.themed_svg(fig)
    assert "currentColor" in svg
    assert plots.INK not in svg


def test_missing_shape_is_named():
    with pytest.raises(ValueError, match="`input_shape` is missing"):
        plots_blocks.draw_block(block("basic")[0])
