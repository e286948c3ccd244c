"""How the arrows of a block diagram run: down, across, down."""

from collections.abc import Sequence
from dataclasses import dataclass

from cnnlab._block_layout import TRACK, Item, Layout


@dataclass(frozen=True)
class Arrow:
    """A broken line from box to box, and what it says."""

    points: tuple[tuple[float, float], ...]
    source: int
    target: int
    label: str
    side: str = "right"  # where the label stands: right, left, above

    @property
    def spot(self) -> tuple[float, float]:
        """Where the label stands: half of the longest way down, or at the
        corner from which the arrow runs to its target."""
        if self.side == "above":
            return self.points[-3]
        pairs = zip(self.points, self.points[1:], strict=False)
        (x, y0), (_, y1) = max(pairs, key=lambda p: p[1][1] - p[0][1])
        return x, (y0 + y1) / 2


def route(
    layout: Layout, inputs: Sequence[Sequence[tuple[int, str]]]
) -> list[Arrow]:
    """Arrows with right angles, from box to box along the lanes."""
    arrows = []
    for target, links in enumerate(inputs):
        for source, label in links:
            way = _way(layout, source, target)
            points = [(way[0].x, way[0].y + way[0].height / 2)]
            for a, b in zip(way, way[1:], strict=False):
                points += _bend(layout, a, b)
            points.append((way[-1].x, way[-1].y - way[-1].height / 2))
            points = _tidy(points)
            side = _side(way, len(points) == 2)
            arrows.append(Arrow(points, source, target, label, side))
    return arrows


def _side(way: list[Item], straight: bool) -> str:
    """Where a label touches no other arrow: shortcuts run on the right."""
    if straight:
        return "left" if any(i.skip for i in way[0].below) else "right"
    # Beside a lane it would be of all the arrows in it.
    shared = any(i.skip and len(i.below) > 1 for i in way)
    return "above" if shared else "right"


def _way(layout: Layout, source: int, target: int) -> list[Item]:
    """The items from box to box, one in each row."""
    first, last = layout.boxes[source], layout.boxes[target]
    between = range(first.row + 1, last.row)
    return [first, *(layout.lanes[source, row] for row in between), last]


def _bend(layout: Layout, a: Item, b: Item) -> list[tuple[float, float]]:
    """Down, across, down: lines that part do so early, others late."""
    if abs(a.x - b.x) < 1e-3:
        return []
    parts = a.box is not None and (len(a.below) > 1 or b.box is None)
    if parts:
        y = max(i.y + i.height / 2 for i in layout.rows[a.row]) + TRACK
    else:
        y = min(i.y - i.height / 2 for i in layout.rows[b.row] if i.height)
        # Shortcuts of several sources come in one above the other.
        nearer = [o for o in b.above if o.skip and o.x < a.x] if a.skip else ()
        y -= (2 + len(nearer)) * TRACK
    return [(a.x, y), (b.x, y)]


def _tidy(points: list[tuple[float, float]]) -> tuple:
    """Without points that stand twice or on a straight line."""
    out = points[:1]
    for k, p in enumerate(points[1:], 1):
        after = points[k + 1] if k + 1 < len(points) else None
        straight = after and abs(out[-1][0] - p[0]) + abs(p[0] - after[0])
        if p != out[-1] and (after is None or straight > 1e-6):
            out.append(p)
    return tuple(out)
