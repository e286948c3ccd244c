"""What goes into a reference layer is checked here, in words."""

from collections.abc import Sequence

import numpy as np

from cnnlab.shapes import as_pair, at_least, output_size

Pair = int | tuple[int, int]
Geometry = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]

EXAMPLES = {
    4: "x[None, None] for one grey image",
    3: "x[None, None] for one signal",
    2: "x[None] for one sample",
}


def check_axes(**arrays: tuple[np.ndarray, int]) -> None:
    """Each argument is an array and the number of axes it must have."""
    for name, (array, axes) in arrays.items():
        if array.ndim != axes:
            raise ValueError(
                f"`{name}` must have {axes} axes, got shape {array.shape}: "
                f"add the missing ones, e.g. {EXAMPLES[axes]}"
            )


def check_shape(name: str, array: np.ndarray, shape: Sequence[int]) -> None:
    if array.shape != tuple(shape):
        raise ValueError(
            f"`{name}` must have shape {tuple(shape)}, got {array.shape}"
        )


def check_dy(dy: np.ndarray, shape: Sequence[int]) -> None:
    """``dy`` is the gradient at the output, so it is shaped like it."""
    if dy.shape != tuple(shape):
        raise ValueError(
            f"`dy` must have the output's shape {tuple(shape)}, got {dy.shape}"
        )


def check_groups(in_channels: int, out_channels: int, groups: int) -> None:
    at_least(1, groups=groups)
    for name, channels in (
        ("in_channels", in_channels),
        ("out_channels", out_channels),
    ):
        if channels % groups:
            raise ValueError(
                f"`{name}` (={channels}) must be divisible by "
                f"`groups` (={groups})"
            )


def pairs(stride: Pair, padding: Pair, dilation: Pair = 1) -> Geometry:
    """Stride, padding and dilation, each as (height, width)."""
    return (
        as_pair(stride, "stride"),
        as_pair(padding, "padding"),
        as_pair(dilation, "dilation"),
    )


def conv_shape(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    groups: int = 1,
) -> tuple[int, int, int, int]:
    """Check what goes into a convolution; ``(N, C_out, H_out, W_out)``."""
    check_axes(x=(x, 4), w=(w, 4))
    N, C_in, H, W = x.shape
    C_out, C_w, KH, KW = w.shape
    check_groups(C_in, C_out, groups)
    if C_w * groups != C_in:
        raise ValueError(
            f"`w` expects {C_w * groups} input channels, `x` has {C_in} "
            f"(shapes {w.shape} and {x.shape}, `groups`={groups})"
        )
    if b is not None:
        check_shape("b", b, (C_out,))
    (SH, SW), (PH, PW), (DH, DW) = pairs(stride, padding, dilation)
    H_out = output_size(H, KH, SH, PH, DH)
    W_out = output_size(W, KW, SW, PW, DW)
    return N, C_out, H_out, W_out
