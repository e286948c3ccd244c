"""Pieces that more than one family uses."""

from torch import Tensor, nn


def check_input(x: Tensor, shape: tuple[int, int, int]) -> None:
    """Raise `ValueError` unless ``x`` is ``(N, C, H, W)`` as in ``shape``.

    Without it the first fully connected layer would complain, in terms of
    matrices that the reader has never seen.
    """
    if tuple(x.shape[1:]) != shape:
        C, H, W = shape
        raise ValueError(
            f"`x` has shape {tuple(x.shape)}; this network takes "
            f"(N, {C}, {H}, {W}): resize or pad the images, and add the "
            "missing axes of a single one with x[None]"
        )


class ConvPool(nn.Module):
    """Convolution, activation, 2x2 max pooling: CONV-RELU-POOL."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        padding: int = 0,
        activation: type[nn.Module] = nn.ReLU,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels, out_channels, kernel_size, padding=padding
        )
        self.act = activation()
        self.pool = nn.MaxPool2d(2)

    def forward(self, x: Tensor) -> Tensor:
        return self.pool(self.act(self.conv(x)))
