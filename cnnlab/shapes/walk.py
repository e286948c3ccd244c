"""Walk through a network that is there, and count, layer by layer."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from cnnlab.shapes._calls import Window
from cnnlab.shapes._show import across, html_table, in_bytes, text_table

if TYPE_CHECKING:
    from torch import nn

Shape = tuple[int, ...]
HEAD = (
    "layer", "output", "parameters", "MACs", "field", "jump", "memory",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One layer, or one call of a function between layers.

    Attributes
    ----------
    name : path of the module in the network; of a function, of the module
        that calls it.
    kind : class of the module, ``Conv2d``; or name of the function, ``add``.
    shape : of the output, without the batch axis.
    params : parameters; those used twice count where they are used first.
    macs : multiply-adds for one input, biases excluded.
    memory : bytes of the output as float32; 0 if nothing new is stored,
        as for ``flatten`` or a ReLU in place.
    field, jump : size of the receptive field and distance of neighbouring
        units, in input pixels, one number for each axis; None where
        `sees` is ``"all"`` or ``"?"``.
    sees : the field in words: ``"7"``, ``"7x5"``, ``"all"`` after global
        pooling or flatten, ``"?"`` after upsampling, where it is undefined.
    inputs : numbers of the steps whose outputs come in.
    window : of a convolution or pooling: how it slides.
    """

    name: str
    kind: str
    shape: Shape
    params: int = 0
    macs: int = 0
    memory: int = 0
    field: Shape | None = None
    jump: Shape | None = None
    sees: str = "all"
    inputs: tuple[int, ...] = ()
    window: Window | None = None

    @property
    def layer(self) -> str:
        return f"{self.name} {self.kind}".strip()


@dataclass(frozen=True)
class Walk:
    """The steps of a network; shows itself as a table in a notebook.

    Attributes
    ----------
    steps : the input, then every layer in the order in which it runs.
    idle : parameters of layers that did not run, as auxiliary heads that
        only training uses: name -> number.
    title : class of the network.
    """

    steps: tuple[Step, ...]
    idle: dict[str, int] = field(default_factory=dict)
    title: str = ""
    kinds: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def params(self) -> int:
        """Parameters of all layers that ran."""
        return sum(step.params for step in self.steps)

    @property
    def macs(self) -> int:
        """Multiply-adds for one input, biases excluded."""
        return sum(step.macs for step in self.steps)

    @property
    def memory(self) -> int:
        """Bytes of all outputs, the input too, for one image in float32.

        Training keeps about this much for the backward pass.
        """
        return sum(step.memory for step in self.steps)

    def by_stage(self, depth: int = 1, least: int = 1) -> "Walk":
        """One row for each child of the network, or grandchild, and so on.

        Field, jump and shape are those of the stage's last step. A child
        with fewer than ``least`` convolutions, poolings and linear layers
        stays unfolded.
        """
        stages: list[Step] = []
        where: dict[int, int] = {}
        for _, group in groupby(
            enumerate(self.steps), lambda pair: _stage(*pair, depth)
        ):
            members = list(group)
            heavy = sum(_is_heavy(step) for _, step in members)
            for number, step in members:
                if number == members[0][0] or heavy < least:
                    stages.append(step)
                where[number] = len(stages) - 1
            if heavy >= least and len(members) > 1:
                stages[-1] = self._fold([s for _, s in members], depth)
        return replace(
            self,
            steps=tuple(
                replace(s, inputs=_outside(s.inputs, where, k))
                for k, s in enumerate(stages)
            ),
        )

    def _fold(self, steps: Sequence[Step], depth: int) -> Step:
        last = steps[-1]
        name = ".".join(last.name.split(".")[:depth])
        return replace(
            last,
            name=name,
            kind=self.kinds.get(name, last.kind),
            params=sum(s.params for s in steps),
            macs=sum(s.macs for s in steps),
            memory=sum(s.memory for s in steps),
            inputs=tuple(n for s in steps for n in s.inputs),
            window=None,
        )

    def _cells(self) -> list[tuple[str, ...]]:
        cells = [
            (
                s.layer,
                "x".join(map(str, s.shape)),
                f"{s.params:,}",
                f"{s.macs:,}",
                s.sees,
                across(s.jump) if s.jump else "",
                in_bytes(s.memory),
            )
            for s in self.steps
        ]
        total = f"{self.params:,}", f"{self.macs:,}", "", ""
        cells.append(("total", "", *total, in_bytes(self.memory)))
        return cells

    def __str__(self) -> str:
        table = text_table(HEAD, self._cells())
        return "\n".join([table, *self._notes()])

    def _repr_html_(self) -> str:
        return html_table(HEAD, self._cells(), self._notes())

    def _notes(self) -> list[str]:
        return [
            f"not run, and not counted: {name} ({n:,} parameters)"
            for name, n in self.idle.items()
        ]


def walk(net: "nn.Module", input_shape: Shape) -> Walk:
    """Run ``net`` once without data, and note each layer.

    No number is computed and no weight is read, so the largest networks
    take a second; one built on ``torch.device("meta")`` has no weights
    at all. The network is walked as in testing, and left as it was found.

    Parameters
    ----------
    net : any module that takes one image tensor.
    input_shape : ``(C, H, W)`` of one image, without the batch axis; also
        ``(C, L)``, ``(C, D, H, W)`` or ``(features,)``.

    Raises
    ------
    ValueError
        If a layer does not fit its input, by name and shape; if ``net``
        takes more than one input.

    Notes
    -----
    Convolutions, linear layers and matrix products have MACs; activations,
    normalization, sums and pooling are not counted, as in the papers.
    Receptive fields follow every branch; where branches meet, the field
    reaches from the first pixel that any of them sees to the last. It may
    be larger than the image, because it reaches into the padding.

    Examples
    --------
    >>> from torch import nn
    >>> net = nn.Sequential(nn.Conv2d(3, 10, 5, padding=2), nn.MaxPool2d(2))
    >>> print(walk(net, (3, 32, 32)))
    layer          output  parameters     MACs  field  jump    memory
    input         3x32x32           0        0      1     1  12.0 KiB
    0 Conv2d     10x32x32         760  768,000      5     1  40.0 KiB
    1 MaxPool2d  10x16x16           0        0      6     2  10.0 KiB
    total                         760  768,000               62.0 KiB
    """
    # torch loads only when there is a network to walk.
    from cnnlab.shapes._trace import trace

    return trace(net, input_shape)


def _stage(number: int, step: Step, depth: int) -> tuple:
    """Steps with the same key are one row; functions stay alone."""
    path = step.name.split(".") if step.name else []
    if step.kind.islower() and len(path) < depth:
        return (number,)
    return tuple(path[:depth])


def _is_heavy(step: Step) -> bool:
    return step.window is not None or step.macs > 0


def _outside(
    inputs: tuple[int, ...], where: dict[int, int], stage: int
) -> tuple[int, ...]:
    """Steps that come in, as numbers of stages, each once."""
    stages = dict.fromkeys(where[number] for number in inputs)
    return tuple(s for s in stages if s != stage)
