"""How a block diagram looks: colours, boxes, arrows, text."""

from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import (
    Circle,
    FancyArrowPatch,
    FancyBboxPatch,
    Patch,
    Rectangle,
)
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from cnnlab import plots
from cnnlab._block_graph import Box
from cnnlab._block_layout import Item, Layout, lay_out
from cnnlab._block_route import Arrow, route
from cnnlab._block_words import NODES, WORDS, sizes

GREEN, PURPLE = "#3a9d6e", "#a05cc0"
# Pale fills, so that ink reads on them on light and on dark pages.
COLORS = {
    "conv": (plots.ACCENT, 0.30), "norm": (plots.FAINT, 0.16),
    "act": (plots.ACCENT_2, 0.26), "pool": (GREEN, 0.28),
    "linear": (PURPLE, 0.28), "shuffle": (PURPLE, 0.16),
    "cat": (plots.FAINT, 0.10), "split": (plots.FAINT, 0.10),
    "add": (plots.FAINT, 0.10), "mul": (plots.FAINT, 0.10),
    "other": (plots.ACCENT, 0.14),
}  # fmt: skip
FONT, SMALL = 9.5, 8.0  # points
HEIGHT, THIN, ROUND, PLAIN = 0.31, 0.19, 0.27, 0.22  # inches
MARGIN = 0.08


class Diagram:
    """Boxes with their places; lengths in inches before scaling."""

    def __init__(self, boxes: list[Box], shapes: bool = False) -> None:
        self.boxes = boxes
        links = [list(box.inputs) for box in boxes]
        if shapes:
            links = [_with_shapes(boxes, box) for box in boxes]
        sources = [[n for n, _ in link] for link in links]
        self.layout: Layout = lay_out(sources, _sizes(boxes))
        self.arrows = route(self.layout, links)
        left, right, top, bottom = self.layout.bounds
        right = max(right, *(_right(arrow) for arrow in self.arrows))
        if any(box.times > 1 for box in boxes):
            left -= 0.4
        self.bounds = left, right, top, bottom
        self.width = right - left + 2 * MARGIN
        self.height = bottom - top + 2 * MARGIN

    def draw(self, ax: Axes, scale: float, spare: float = 0.0) -> None:
        """Draw with text at ``scale``, ``spare`` inches left free beside."""
        left, right, top, bottom = self.bounds
        edge = MARGIN + spare / 2
        ax.set(xlim=(left - edge, right + edge))
        ax.set(ylim=(bottom + MARGIN, top - MARGIN))
        ax.set_aspect("equal", anchor="N")
        ax.set_axis_off()
        for arrow in self.arrows:
            _draw_arrow(ax, arrow, scale)
        for box, item in zip(self.boxes, self.layout.boxes, strict=True):
            _draw_box(ax, box, item, scale)


def _with_shapes(boxes: list[Box], box: Box) -> list[tuple[int, str]]:
    """Arrows that say what shape passes; at the ends boxes say it."""
    inner = box.kind != "output"
    return [
        (n, sizes(boxes[n].shape) if n and inner else text)
        for n, text in box.inputs
    ]


def _long(text: str, points: float) -> float:
    """Inches that ``text`` takes; 72 points are one inch."""
    if not text:
        return 0.0
    return TextPath((0, 0), text, size=points).get_extents().width / 72


def _right(arrow: Arrow) -> float:
    if arrow.side != "right":
        return arrow.spot[0]
    return arrow.spot[0] + 0.06 + _long(arrow.label, SMALL)


def _bar_height(box: Box, kind: str) -> float:
    if kind in ("input", "output", "cat", "split"):
        return PLAIN
    return THIN if kind in ("norm", "act") else HEIGHT


def _sizes(boxes: list[Box]) -> list[tuple[float, float]]:
    """Width and height; boxes with bars are all equally wide."""
    bars = [bar for box in boxes if box.kind not in NODES for bar in box.bars]
    widest = max((_long(b.label, FONT) for b in bars), default=0) + 0.3
    return [
        (ROUND, ROUND)
        if box.kind in ("add", "mul")
        else (
            _long(box.label, FONT) + 0.2 if box.kind in NODES else widest,
            sum(_bar_height(box, bar.kind) for bar in box.bars),
        )
        for box in boxes
    ]


def _draw_box(ax: Axes, box: Box, item: Item, scale: float) -> None:
    if box.times > 1:
        ax.text(
            item.x - item.width / 2 - 0.08, item.y,
            WORDS["folded"].format(n=box.times), ha="right",
            va="center_baseline", fontsize=1.2 * scale * FONT,
        )  # fmt: skip
    y = item.y - item.height / 2
    for bar in box.bars:
        height = item.height / len(box.bars)
        if len(box.bars) > 1:
            height = _bar_height(box, bar.kind)
        corner = (item.x - item.width / 2, y)
        patch = _patch(bar.kind, corner, item.width, height)
        if patch is not None:
            ax.add_patch(patch)
        points = SMALL if bar.kind in ("norm", "act") else FONT
        if box.kind in ("add", "mul"):
            points = 1.5 * FONT
        ax.text(
            item.x, y + height / 2, bar.label, ha="center",
            va="center_baseline", fontsize=scale * points, zorder=3,
        )  # fmt: skip
        y += height


def _patch(
    kind: str, corner: tuple[float, float], width: float, height: float
) -> Patch | None:
    if kind in ("input", "output"):
        return None
    color, alpha = COLORS[kind]
    look = {
        "facecolor": to_rgba(color, alpha), "edgecolor": color,
        "linewidth": 0.9, "zorder": 2,
    }  # fmt: skip
    if kind in ("add", "mul"):
        middle = corner[0] + width / 2, corner[1] + height / 2
        return Circle(middle, width / 2, **look)
    if kind in ("cat", "split"):
        style = f"round,pad=0,rounding_size={height / 2}"
        return FancyBboxPatch(corner, width, height, style, **look)
    return Rectangle(corner, width, height, **look)


def _draw_arrow(ax: Axes, arrow: Arrow, scale: float) -> None:
    ax.add_patch(
        FancyArrowPatch(
            path=_rounded(arrow.points), arrowstyle="-|>", color=plots.INK,
            linewidth=0.9, mutation_scale=8 * scale, zorder=1, capstyle="butt",
            joinstyle="miter",
        )
    )  # fmt: skip
    if arrow.label:
        x, y = arrow.spot
        above = arrow.side == "above"
        right = arrow.side == "right"
        ax.text(
            x + (0.06 if right else -0.08), y - 0.02 * above, arrow.label,
            ha="left" if right else "right",
            va="bottom" if above else "center", fontsize=scale * SMALL,
        )  # fmt: skip


def _rounded(points: tuple[tuple[float, float], ...]) -> Path:
    """The broken line with its corners cut to small arcs."""
    vertices, codes = [points[0]], [Path.MOVETO]
    for a, b, c in zip(points, points[1:], points[2:], strict=False):
        vertices += [_toward(b, a), b, _toward(b, c)]
        codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
    return Path([*vertices, points[-1]], [*codes, Path.LINETO])


def _toward(
    b: tuple[float, float], a: tuple[float, float], radius: float = 0.06
) -> tuple[float, float]:
    """The point ``radius`` away from ``b``, or half way if that is less."""
    dx, dy = a[0] - b[0], a[1] - b[1]
    length = abs(dx) + abs(dy)
    t = min(radius / length, 0.5) if length else 0.0
    return b[0] + t * dx, b[1] + t * dy
