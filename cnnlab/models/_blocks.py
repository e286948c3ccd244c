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


def check_images(x: Tensor, in_channels: int, smallest: int) -> None:
    """Raise `ValueError` unless ``x`` is ``(N, in_channels, H, W)``.

    For networks that end in a global pooling and so take pictures of many
    sizes: ``H`` and ``W`` must be ``smallest`` or more.
    """
    right = x.dim() == 4 and x.shape[1] == in_channels
    if not right or min(x.shape[2:]) < smallest:
        raise ValueError(
            f"`x` has shape {tuple(x.shape)}; this network takes "
            f"(N, C, H, W) with C = {in_channels} and H, W of {smallest} or "
            "more: enlarge small pictures, build the network with another "
            "`in_channels`, and add the missing axis of a single one with "
            "x[None]"
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


class ConvNorm(nn.Module):
    """Convolution, batch norm, activation; same padding, any stride.

    There is no bias, since batch norm brings one. Weights start by He's
    rule, a variance of 2 / fan-in. ``activation`` is a class;
    ``nn.Identity`` leaves it out.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        groups: int = 1,
        activation: type[nn.Module] = nn.ReLU,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels, out_channels, kernel_size, stride,
            padding=kernel_size // 2, groups=groups, bias=False,
        )  # fmt: skip
        self.bn = nn.BatchNorm2d(out_channels)
        self.act = activation()
        nn.init.kaiming_normal_(self.conv.weight, nonlinearity="relu")

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.bn(self.conv(x)))


class NormConv(nn.Module):
    """Batch norm, ReLU, convolution: the order of DenseNet and DPN.

    Same padding, no bias; weights start by He's rule.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        groups: int = 1,
    ) -> None:
        super().__init__()
        self.bn = nn.BatchNorm2d(in_channels)
        self.act = nn.ReLU()
        self.conv = nn.Conv2d(
            in_channels, out_channels, kernel_size, stride,
            padding=kernel_size // 2, groups=groups, bias=False,
        )  # fmt: skip
        nn.init.kaiming_normal_(self.conv.weight, nonlinearity="relu")

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(self.act(self.bn(x)))


def pooled_stem(
    in_channels: int, out_channels: int, kernel_size: int
) -> nn.Sequential:
    """A convolution of stride 2, 3x3 max pooling: a quarter of H and W."""
    conv = ConvNorm(in_channels, out_channels, kernel_size, stride=2)
    return nn.Sequential(conv, nn.MaxPool2d(3, stride=2, padding=1))
