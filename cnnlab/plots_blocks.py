"""Block diagrams of networks, drawn from the networks themselves.

One style for all families: a box is a convolution with its normalization
and activation attached, branches stand side by side, sums are round.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cnnlab import plots
from cnnlab._block_draw import Diagram
from cnnlab._block_graph import Box, boxes_of, fold_equal, in_words
from cnnlab.shapes import Walk, walk

if TYPE_CHECKING:
    from torch import nn

    Net = nn.Module | Walk

Shape = tuple[int, ...]
GAP = 0.3  # inches between diagrams side by side


def draw_block(
    net: "Net",
    input_shape: Shape | None = None,
    ax: Axes | None = None,
    title: str = "",
) -> Axes:
    """The diagram of a block, as it runs on ``input_shape``.

    Parameters
    ----------
    net : a module of torch's, or what `cnnlab.shapes.walk` returned.
    input_shape : ``(C, H, W)``; not needed for a walk.
    ax : without it, the diagram gets a figure of its size and its text
        for screen readers.

    Examples
    --------
    ``draw_block(resnet18().layer1[0], (64, 56, 56))``
    """
    return _draw(_boxes(net, input_shape), ax, title, _title(net))


def draw_net(
    net: "Net",
    input_shape: Shape | None = None,
    ax: Axes | None = None,
    title: str = "",
    depth: int = 1,
) -> Axes:
    """A whole network, one box for each child, its output shape after it.

    ``depth=2`` shows grandchildren, and so on; stages in a row that are
    equal in kind and shape are one box.
    """
    boxes = _stages(net, input_shape, depth)
    return _draw(boxes, ax, title, _title(net), shapes=True)


def draw_blocks(
    blocks: Mapping[str, tuple["Net", Shape]], width: float = 9.0
) -> Figure:
    """Diagrams side by side, to one scale: title -> (module, shape).

    ``width`` is the most that the figure takes, in inches.
    """
    diagrams = {t: Diagram(_boxes(*block)) for t, block in blocks.items()}
    widths = [d.width + GAP for d in diagrams.values()]
    scale = min(1.0, width / sum(widths))
    height = max(d.height for d in diagrams.values()) + 0.3
    fig, axes = plt.subplots(
        1, len(blocks), figsize=(scale * sum(widths), scale * height),
        gridspec_kw={"width_ratios": widths, "wspace": 0}, squeeze=False,
    )  # fmt: skip
    fig.subplots_adjust(0, 0, 1, 1 - 0.3 / height)
    for ax, (title, diagram) in zip(axes[0], diagrams.items(), strict=True):
        diagram.draw(ax, scale, GAP)
        ax.set_title(title)
    words = [in_words(d.boxes, title) for title, d in diagrams.items()]
    plots.describe(fig, " ".join(words))
    return fig


def describe_block(net: "Net", input_shape: Shape | None = None) -> str:
    """The diagram of `draw_block` in words, for screen readers."""
    return in_words(_boxes(net, input_shape), _title(net))


def _walk(net: "Net", input_shape: Shape | None) -> Walk:
    if isinstance(net, Walk):
        return net
    if input_shape is None:
        raise ValueError(
            "`input_shape` is missing: give the (C, H, W) that goes into "
            f"{type(net).__name__}"
        )
    return walk(net, input_shape)


def _title(net: "Net") -> str:
    return net.title if isinstance(net, Walk) else type(net).__name__


def _boxes(net: "Net", input_shape: Shape | None) -> list[Box]:
    return boxes_of(_walk(net, input_shape).steps)


def _stages(net: "Net", input_shape: Shape | None, depth: int) -> list[Box]:
    steps = _walk(net, input_shape).by_stage(depth, least=2).steps
    return fold_equal(boxes_of(steps, named=depth == 1))


def _draw(
    boxes: list[Box], ax: Axes | None, title: str, name: str,
    shapes: bool = False,
) -> Axes:  # fmt: skip
    diagram = Diagram(boxes, shapes)
    scale, top = 1.0, 0.3 if title else 0.0
    if ax is None:
        height = diagram.height + top
        fig = plt.figure(figsize=(diagram.width, height))
        ax = fig.add_axes((0, 0, 1, diagram.height / height))
        plots.describe(fig, in_words(boxes, title or name))
    else:
        room = ax.get_window_extent()
        dpi = ax.figure.dpi
        scale = min(
            1.0,
            room.width / dpi / diagram.width,
            room.height / dpi / diagram.height,
        )
    diagram.draw(ax, scale)
    ax.set_title(title)
    return ax
