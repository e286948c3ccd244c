"""Where the boxes of a diagram stand, and how its arrows run.

Boxes stand in rows, by their longest way from the input; an arrow that
passes a row keeps a lane free in it. Lengths are in inches, y grows down.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

GAP_X, LANE = 0.28, 0.16  # between boxes, between a box and a passing arrow
GAP_Y, TRACK = 0.26, 0.09  # between rows; of it, each level of cross lines


@dataclass
class Item:
    """A box in its row, or the lane of an arrow that passes the row."""

    row: int
    width: float
    height: float
    box: int | None
    skip: bool = False
    x: float = 0.0
    y: float = 0.0
    above: list["Item"] = field(default_factory=list)
    below: list["Item"] = field(default_factory=list)


def rows_of(inputs: Sequence[Sequence[int]]) -> list[int]:
    """The longest way from the input to each box, in arrows."""
    rows: list[int] = []
    for sources in inputs:
        rows.append(1 + max((rows[n] for n in sources), default=-1))
    return rows


@dataclass
class Layout:
    """Placed items, by row and from left to right."""

    rows: list[list[Item]]
    boxes: list[Item]
    lanes: dict[tuple[int, int], Item]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, right, top, bottom."""
        items = [item for row in self.rows for item in row]
        return (
            min(i.x - i.width / 2 for i in items),
            max(i.x + i.width / 2 for i in items),
            min(i.y - i.height / 2 for i in items),
            max(i.y + i.height / 2 for i in items),
        )


def lay_out(
    inputs: Sequence[Sequence[int]], sizes: Sequence[tuple[float, float]]
) -> Layout:
    """Place boxes of ``sizes`` (width, height) with sources ``inputs``."""
    numbers = rows_of(inputs)
    boxes = [
        Item(row, *size, box=k)
        for k, (row, size) in enumerate(zip(numbers, sizes, strict=True))
    ]
    lanes = _connect(boxes, inputs)
    rows = _order(boxes)
    layout = Layout(rows, boxes, lanes)
    for _ in range(8):
        for row in rows:
            _settle(row, [item.above for item in row])
        for row in reversed(rows):
            _settle(row, [item.below for item in row])
    _straighten(rows, lanes)
    _stack(layout)
    return layout


def _connect(
    boxes: list[Item], inputs: Sequence[Sequence[int]]
) -> dict[tuple[int, int], Item]:
    """Arrows from row to row; one lane serves all arrows of a source."""
    lanes: dict[tuple[int, int], Item] = {}
    fans = [sum(n in sources for sources in inputs) for n in range(len(boxes))]
    for target, sources in enumerate(inputs):
        for source in sources:
            last = boxes[source]
            skip = fans[source] > 1 and len(sources) > 1
            for row in range(last.row + 1, boxes[target].row):
                key = (source, row)
                if key not in lanes:
                    lanes[key] = Item(
                        row, LANE if skip else last.width, 0.0, None, skip
                    )
                    _link(last, lanes[key])
                last = lanes[key]
            _link(last, boxes[target])
    return lanes


def _link(a: Item, b: Item) -> None:
    a.below.append(b)
    b.above.append(a)


def _order(boxes: list[Item]) -> list[list[Item]]:
    """From left to right as a walk meets them, a shortcut after its way."""
    rows: list[list[Item]] = [[] for _ in range(boxes[-1].row + 1)]
    met: set[int] = set()

    def visit(item: Item) -> None:
        if id(item) in met:
            return
        met.add(id(item))
        rows[item.row].append(item)
        for other in sorted(item.below, key=lambda i: i.skip):
            visit(other)

    for box in boxes:
        visit(box)
    return rows


def _settle(row: list[Item], wishes: list[list[Item]]) -> None:
    """Each item as near to its neighbours as the others let it.

    Least squares with least distances: blocks of items that push each
    other move together (pool adjacent violators).
    """
    offsets, blocks = _offsets(row), []
    for item, offset, others in zip(row, offsets, wishes, strict=True):
        straight = [o for o in others if not o.skip]
        if item.skip:
            straight = others
        x = item.x
        if straight:
            x = sum(o.x for o in straight) / len(straight)
        # Shortcuts give way to all others.
        weight = 1.0 if straight and not item.skip else 1e-9
        blocks.append([x - offset, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, u, m), (b, v, n) = blocks[-2:]
            blocks[-2:] = [[(u * a + v * b) / (u + v), u + v, m + n]]
    places = [x for x, _, n in blocks for _ in range(n)]
    for item, offset, x in zip(row, offsets, places, strict=True):
        item.x = x + offset


def _offsets(row: list[Item]) -> list[float]:
    """Least distance of each item from the first."""
    offsets = [0.0]
    for a, b in zip(row, row[1:], strict=False):
        gap = LANE if a.skip or b.skip else GAP_X
        offsets.append(offsets[-1] + (a.width + b.width) / 2 + gap)
    return offsets


def _straighten(
    rows: list[list[Item]], lanes: dict[tuple[int, int], Item]
) -> None:
    """All lanes of one source on one line; what is in the way moves on."""
    for _ in range(20):
        moved = False
        for source, _ in lanes:
            own = [item for (s, _), item in lanes.items() if s == source]
            x = max(item.x for item in own)
            top = own[0].above[0]
            if all(item.skip for item in top.below):
                x = max(x, top.x)
            moved |= any(x - item.x > 1e-6 for item in own)
            for item in own:
                item.x = x
        for row in rows:
            offsets = _offsets(row)
            for k in range(1, len(row)):
                least = row[k - 1].x + offsets[k] - offsets[k - 1]
                if row[k].x < least - 1e-6:
                    row[k].x, moved = least, True
        if not moved:
            return


def _stack(layout: Layout) -> None:
    """Heights of rows; a gap with cross lines is higher."""
    y = 0.0
    for row, after in zip(layout.rows, [*layout.rows[1:], []], strict=True):
        height = max(item.height for item in row)
        for item in row:
            item.y = y + item.height / 2
        crossing = any(
            abs(a.x - b.x) > 1e-3 for a in row for b in a.below if after
        )
        y += height + GAP_Y + TRACK * (2 * crossing + _tracks(after))


def _tracks(row: list[Item]) -> int:
    """Cross lines that need a level of their own above ``row``."""
    taps = [sum(lane.skip for lane in item.above) for item in row]
    return max(0, *taps, 1) - 1
