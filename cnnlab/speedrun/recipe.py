"""All that decides a fast run on colour pictures, in one place."""

from dataclasses import dataclass, replace


def check_lengths(epochs: float, batch_size: int) -> None:
    """Refuse what no run can be made of."""
    if not epochs > 0:
        raise ValueError(f"`epochs` (={epochs}) must be above 0")
    if batch_size < 2:
        raise ValueError(
            f"`batch_size` (={batch_size}) must be 2 or more: batch norm "
            "needs something to compare"
        )


@dataclass(frozen=True)
class Recipe:
    """Hyper-parameters, in units that can be changed one at a time.

    A step of plain SGD grows with the momentum and with the batch, and its
    weight decay with the rate. Here ``lr`` is what 1,024 images do to a
    weight, whatever batch and momentum; ``weight_decay`` is what they take
    off it, whatever the rate (Page 2019).

    Parameters
    ----------
    widths : channels of the three groups.
    epochs : passes over the images; need not be whole.
    batch_size : images a step.
    lr : step of a weight per 1,024 images of a constant gradient of the
        summed loss.
    momentum : share of the last step that is kept, after Nesterov.
    weight_decay : share of a weight that 1,024 images take off.
    bias_factor : how many times ``lr`` the biases of norms get.
    label_smoothing : probability taken from the label, given to all.
    start, peak, end : of the schedule, see `optimize.triangle`.
    border : pixels that an image is moved by at most, either way.
    whiten_bias_epochs : after so many the whitening layer's bias rests.
    lookahead : whether every fifth step pulls the weights to their slow
        average, more and more, and the last one takes the average.
    optimizer : ``"nesterov"``, or ``"muon"`` for the kernels.
    muon_lr, muon_momentum : of Muon; its rate is relative.
    looks : at a test image, see `network.scores`.
    stride : of the whitening layer, see `network.SpeedNet`.
    """

    widths: tuple[int, int, int] = (64, 256, 256)
    epochs: float = 9.9
    batch_size: int = 1024
    lr: float = 11.5
    momentum: float = 0.85
    weight_decay: float = 0.0153
    bias_factor: float = 64.0
    label_smoothing: float = 0.2
    start: float = 0.2
    peak: float = 0.23
    end: float = 0.07
    border: int = 2
    whiten_bias_epochs: int = 3
    lookahead: bool = True
    optimizer: str = "nesterov"
    muon_lr: float = 0.24
    muon_momentum: float = 0.6
    looks: int = 2
    stride: int = 1

    def __post_init__(self) -> None:
        check_lengths(self.epochs, self.batch_size)
        if self.optimizer not in ("nesterov", "muon"):
            raise ValueError(
                f"`optimizer` (={self.optimizer!r}) must be 'nesterov' or "
                "'muon'"
            )


# The values are those published with airbench94 (Jordan 2024), which are
# for one GPU. Two CPU cores keep them: what they cost is time alone.
CIFAR10 = Recipe()

# With Muon the rate falls from the first step; so it does in airbench94's
# variant with Muon, in eight epochs and batches of 2,000. Ten are what two
# CPU cores do in twenty minutes.
CIFAR10_MUON = replace(
    CIFAR10,
    epochs=10,
    optimizer="muon",
    lookahead=False,
    start=1,
    peak=0,
    end=0,
)

# For half a minute of two cores: the whitening layer halves the map, smaller
# widths, more steps; in so few epochs nobody learns by heart, so no shifts.
CIFAR10_30S = replace(
    CIFAR10_MUON,
    widths=(64, 128, 128),
    epochs=0.65,
    batch_size=256,
    border=0,
    stride=2,
)
TOY = Recipe(widths=(8, 16, 16), epochs=2, batch_size=32, looks=1)
