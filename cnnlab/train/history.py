"""What `fit` returns: the numbers of each epoch, as table and as curves."""

from dataclasses import asdict, dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WORDS = {"epoch": "epoch", "loss": "loss", "accuracy": "accuracy, %"}
PARTS = ("train", "val.")  # short, so that a phone shows all columns


@dataclass(frozen=True)
class EpochRecord:
    """One epoch. Without validation data its two numbers are None.

    ``loss`` and ``accuracy`` are means over the epoch, while the weights
    change; validation is measured at its end. So in a first epoch the
    training loss may well be the larger one. ``lr`` is that of the last
    step, ``seconds`` count training and validation.
    """

    epoch: int
    loss: float
    accuracy: float
    val_loss: float | None
    val_accuracy: float | None
    lr: float
    seconds: float

    def logs(self) -> dict[str, float]:
        """What a callback can monitor."""
        values = asdict(self)
        del values["epoch"], values["seconds"]
        return {k: v for k, v in values.items() if v is not None}

    def __str__(self) -> str:
        line = f"epoch {self.epoch:>3}  loss {self.loss:.4f}"
        line += f"  accuracy {self.accuracy:7.2%}"
        if self.val_loss is not None:
            line += f"  val_loss {self.val_loss:.4f}"
            line += f"  val_accuracy {self.val_accuracy:7.2%}"
        return f"{line}  {self.seconds:.1f} s"


@dataclass
class History:
    """The epochs of one run; shows itself as a table in a notebook.

    ``ended`` is "all epochs", "stopped" (by a callback) or "interrupted".
    """

    config: dict[str, Any]
    device: str
    precision: str
    epochs: list[EpochRecord] = field(default_factory=list)
    ended: str = "all epochs"

    @property
    def seconds(self) -> float:
        """All epochs together."""
        return sum(e.seconds for e in self.epochs)

    def values(self, name: str) -> list[float]:
        """One number of each epoch, such as ``values("val_loss")``."""
        return [getattr(e, name) for e in self.epochs]

    def plot(self) -> "Figure":
        """Loss and accuracy against epochs."""
        from cnnlab.plots_training import plot_history

        return plot_history([asdict(e) for e in self.epochs])

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers and strings, for a record."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "History":
        """The inverse of `to_dict`."""
        epochs = [EpochRecord(**e) for e in values["epochs"]]
        return cls(**{**values, "epochs": epochs})

    def _repr_html_(self) -> str:
        validated = any(e.val_loss is not None for e in self.epochs)
        head = _head(PARTS if validated else PARTS[:1])
        rows = "".join(
            "<tr>" + "".join(f"<td>{c}</td>" for c in _cells(e)) + "</tr>"
            for e in self.epochs
        )
        words = (
            f"{len(self.epochs)} epochs in {self.seconds:.1f} s, "
            f"{self.device}, {self.precision}; ended: {self.ended}; "
            f"seed {self.config.get('seed')}."
        )
        return (
            f'<table class="lab-ledger"><caption>{escape(words)}</caption>'
            f"<thead>{head}</thead><tbody>{rows}</tbody></table>"
        )


def _head(parts: tuple[str, ...]) -> str:
    """Loss and accuracy over one column for each of ``parts``."""
    groups = "".join(
        f'<th scope="colgroup" colspan="{len(parts)}">{WORDS[name]}</th>'
        for name in ("loss", "accuracy")
    )
    columns = "".join(f'<th scope="col">{part}</th>' for part in 2 * parts)
    return (
        f"<tr><td></td>{groups}</tr>"
        f'<tr><th scope="col">{WORDS["epoch"]}</th>{columns}</tr>'
    )


def _cells(e: EpochRecord) -> list[str]:
    losses = [f"{x:.3f}" for x in (e.loss, e.val_loss) if x is not None]
    both = (e.accuracy, e.val_accuracy)
    shares = [f"{100 * x:.1f}" for x in both if x is not None]
    return [str(e.epoch), *losses, *shares]
