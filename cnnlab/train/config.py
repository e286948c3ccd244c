"""Hyper-parameters of one training run, written out, with reasons."""

from dataclasses import asdict, dataclass

CHOICES = {
    "optimizer": ("sgd", "adam"),
    "schedule": ("constant", "step", "linear", "cosine", "onecycle"),
    "precision": ("auto", "fp32", "bf16"),
}


@dataclass(frozen=True)
class TrainConfig:
    """What `fit` needs to know besides the model and the data."""

    # Passes over the training data. A CNN on MNIST is near its best by 10.
    epochs: int = 5
    # Images a step. Smaller: more steps and noise; larger: no faster on a
    # CPU, where 128 images already fill the caches.
    batch_size: int = 128
    # Step size; the peak of "onecycle". For "adam", 0.001 is usual.
    lr: float = 0.05
    # Share of the last step that goes on in the next, 0 to 1. "sgd" uses
    # Nesterov's form of it; "adam" takes it as its first beta.
    momentum: float = 0.9
    # Pull of each weight towards 0, as a share of itself, times lr, a step.
    weight_decay: float = 5e-4
    # Penalties that the loss gets for large weights, see `penalty`.
    l1: float = 0.0
    l2: float = 0.0
    # "adam" forgives a rough learning rate, "sgd" often ends a bit better.
    optimizer: str = "sgd"
    # "onecycle" warms up, then falls to 0: best for a fixed number of epochs.
    schedule: str = "onecycle"
    # Fixes the order of the images and dropout, but not the first weights:
    # those are drawn when the model is built.
    seed: int = 0
    # "auto" takes a GPU where there is one; or any name that torch knows.
    device: str = "auto"
    # "bf16" halves the time where the hardware has it ("auto" looks); sums
    # and weights stay in 32 bits.
    precision: str = "auto"

    def __post_init__(self) -> None:
        for name, least in (("epochs", 1), ("batch_size", 1), ("seed", 0)):
            value = getattr(self, name)
            if not isinstance(value, int) or value < least:
                raise ValueError(
                    f"`{name}` (={value!r}) must be an integer, {least} or "
                    "more"
                )
        if not self.lr > 0:
            raise ValueError(f"`lr` (={self.lr}) must be above 0")
        if not 0 <= self.momentum < 1:
            raise ValueError(
                f"`momentum` (={self.momentum}) must be at least 0 and below 1"
            )
        for name in ("weight_decay", "l1", "l2"):
            value = getattr(self, name)
            if not value >= 0:
                raise ValueError(f"`{name}` (={value}) must be 0 or more")
        for name, choices in CHOICES.items():
            value = getattr(self, name)
            if value not in choices:
                raise ValueError(
                    f"`{name}` (={value!r}) must be one of: "
                    f"{', '.join(choices)}"
                )

    def to_dict(self) -> dict[str, int | float | str]:
        """For a record."""
        return asdict(self)
