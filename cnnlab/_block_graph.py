"""From the steps of a walk to the boxes and arrows of a diagram."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from cnnlab._block_words import (
    NODES,
    READ,
    RESHAPES,
    SILENT,
    SPLITS,
    WORDS,
    Bar,
    bar_of,
    sizes,
)
from cnnlab.shapes import Step

Link = tuple[int, str]  # where an arrow comes from, and what it says


@dataclass
class Box:
    """Bars that touch each other, or the node of a sum."""

    bars: list[Bar]
    shape: tuple[int, ...]
    inputs: list[Link] = field(default_factory=list)
    times: int = 1  # so many equal ones, one after the other

    @property
    def kind(self) -> str:
        """Of the bar that computes; ``norm`` or ``act`` if none does."""
        heavy = [b.kind for b in self.bars if b.kind not in ("norm", "act")]
        return heavy[0] if heavy else self.bars[0].kind

    @property
    def label(self) -> str:
        text = ", ".join(bar.label for bar in self.bars)
        if self.times == 1:
            return text
        return WORDS["times"].format(n=self.times, label=text)


def boxes_of(steps: Sequence[Step], named: bool = False) -> list[Box]:
    """Boxes in the order in which they run, from the input to the output.

    A box holds a convolution with the normalization and the activation
    that only it feeds, or that only feed it. ``named`` writes the name of
    a module before its class.
    """
    links, last = _links(steps)
    uses = Counter(n for sources in links.values() for n, _ in sources)
    uses[last[0]] += 1
    boxes: list[Box] = []
    holds: dict[int, int] = {}  # step -> its box
    for number, sources in links.items():
        step, bar = steps[number], bar_of(steps, number, named)
        target = holds[sources[0][0]] if len(sources) == 1 else None
        if target is not None and (
            uses[sources[0][0]] > 1 or not _sticks(boxes[target], bar)
        ):
            target = None
        if target is None:
            inputs = [(holds[n], text) for n, text in sources]
            boxes.append(Box([bar], step.shape, inputs))
            target = len(boxes) - 1
        else:
            boxes[target].bars.append(bar)
            boxes[target].shape = step.shape
        holds[number] = target
    text = WORDS["output"].format(shape=sizes(steps[-1].shape))
    end = Box([Bar("output", text)], steps[-1].shape)
    end.inputs = [(holds[last[0]], last[1])]
    return [*boxes, end]


def _links(steps: Sequence[Step]) -> tuple[dict[int, list[Link]], Link]:
    """Where each step that shows comes from, and where the output does."""
    stands: dict[int, Link] = {0: (0, "")}
    splits: dict[int, int] = {}
    links: dict[int, list[Link]] = {0: []}
    for number, step in enumerate(steps[1:], 1):
        sources = list(dict.fromkeys(stands[n] for n in step.inputs))
        if _is_silent(steps, number):
            stands[number] = sources[0]
            continue
        stands[number] = (number, "")
        if step.kind in SPLITS:
            # x[:, :a] and x[:, a:] are two steps, but one splitting.
            source = sources[0][0]
            first = splits.setdefault(source, number)
            stands[number] = (first, str(step.shape[0]))
            if first != number:
                continue
        links[number] = sources
    return links, stands[len(steps) - 1]


def _is_silent(steps: Sequence[Step], number: int) -> bool:
    step = steps[number]
    before = steps[step.inputs[0]].shape
    if step.kind in SILENT or (step.kind == "cat" and len(step.inputs) == 1):
        return True
    if step.kind.lower().startswith("adaptive"):
        # VGG's pooling to 7x7 has nothing to do at 224x224.
        return step.shape == before
    if step.kind not in RESHAPES:
        return False
    flat = len(step.shape) == 1 < len(before)
    # A 1x1 map has nothing left to be flattened.
    return not (flat and max(before[1:]) > 1)


def _sticks(box: Box, bar: Bar) -> bool:
    """Whether ``bar`` is drawn at ``box`` and not below it."""
    if box.kind in NODES:
        return False
    pre_activation = box.bars[0].kind == "norm"
    if bar.kind in ("norm", "act"):
        return box.kind in ("norm", "act") or not pre_activation
    return pre_activation and box.kind in ("norm", "act") and _heavy(bar)


def _heavy(bar: Bar) -> bool:
    return bar.kind in ("conv", "linear")


def fold_equal(boxes: Sequence[Box]) -> list[Box]:
    """Boxes in a row that are equal in label and shape as one."""
    out: list[Box] = []
    at: list[int] = []
    for box in boxes:
        box.inputs = [(at[n], text) for n, text in box.inputs]
        chained = [n for n, _ in box.inputs] == [len(out) - 1]
        if (
            chained
            and box.kind not in NODES
            and (box.bars, box.shape) == (out[-1].bars, out[-1].shape)
        ):
            out[-1].times += 1
        else:
            out.append(box)
        at.append(len(out) - 1)
    return out


def in_words(boxes: Sequence[Box], title: str) -> str:
    """The diagram as sentences, for who cannot see it."""
    first, last = sizes(boxes[0].shape), sizes(boxes[-1].shape)
    parts = [WORDS["diagram"].format(title=title, first=first, last=last)]
    for number, box in enumerate(boxes[1:-1], 1):
        sources = [
            f"({n})" if n else WORDS["the input"] for n, _ in box.inputs
        ]
        parts.append(
            WORDS["from"].format(
                number=number,
                label=READ.get(box.label, box.label),
                sources=WORDS["and"].join(sources),
            )
        )
    return " ".join(parts)
