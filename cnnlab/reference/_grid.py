"""Where the windows of a pooling layer stand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlab.reference._check import Pair, check_axes, pairs
from cnnlab.shapes import as_pair, output_size

Two = tuple[int, int]


@dataclass(frozen=True)
class Grid:
    """Geometry of a sliding window; every pair is (height, width)."""

    size: Two
    kernel: Two
    stride: Two
    padding: Two
    dilation: Two
    places: Two  # H_out, W_out

    @classmethod
    def of(
        cls,
        x: np.ndarray,
        kernel_size: Pair,
        stride: Pair | None = None,
        padding: Pair = 0,
        dilation: Pair = 1,
        ceil_mode: bool = False,
    ) -> "Grid":
        """Check the arguments of a pooling layer."""
        check_axes(x=(x, 4))
        kernel = as_pair(kernel_size, "kernel_size")
        stride = kernel if stride is None else stride
        two = pairs(stride, padding, dilation)
        axes = list(zip(x.shape[2:], kernel, *two, strict=True))
        H_out, W_out = (output_size(*axis, ceil_mode) for axis in axes)
        for K, P, D in zip(kernel, two[1], two[2], strict=True):
            if 2 * P > D * (K - 1) + 1:
                raise ValueError(
                    f"`padding` (={P}) must be at most half of the window "
                    f"(`kernel_size`={K}, `dilation`={D}): a window in the "
                    "padding alone would see no pixel"
                )
        return cls(x.shape[2:], kernel, *two, (H_out, W_out))

    def pixels(self, i: int, j: int) -> Iterator[Two]:
        """Pixels of window ``(i, j)`` that lie in the image."""
        (H, W), (SH, SW), (PH, PW) = self.size, self.stride, self.padding
        DH, DW = self.dilation
        for u, v in np.ndindex(*self.kernel):
            row, col = i * SH + u * DH - PH, j * SW + v * DW - PW
            if 0 <= row < H and 0 <= col < W:
                yield row, col

    def windows(self, x: np.ndarray, fill: float) -> np.ndarray:
        """``(N, C, H_out, W_out, KH, KW)``, with ``fill`` outside of x."""
        before = [(0, 0), (0, 0)]
        pad = list(zip(self.padding, self._after(), strict=True))
        padded = x  # `np.pad` copies even where there is nothing to add
        if any(map(any, pad)):
            padded = np.pad(x, [*before, *pad], constant_values=fill)
        spans = tuple(
            D * (K - 1) + 1
            for K, D in zip(self.kernel, self.dilation, strict=True)
        )
        (SH, SW), (DH, DW) = self.stride, self.dilation
        H_out, W_out = self.places
        views = sliding_window_view(padded, spans, axis=(2, 3))
        return views[:, :, ::SH, ::SW, ::DH, ::DW][:, :, :H_out, :W_out]

    def add_back(
        self,
        shape: tuple[int, ...],
        dtype: np.dtype,
        part: Callable[[int, int], np.ndarray],
    ) -> np.ndarray:
        """Adjoint of `windows`: add ``part(u, v)`` to the pixels it saw."""
        (H, W), (PH, PW) = self.size, self.padding
        (SH, SW), (DH, DW) = self.stride, self.dilation
        H_out, W_out = self.places
        EH, EW = self._after()
        apart = all(
            S >= D * (K - 1) + 1
            for S, D, K in zip(
                self.stride, self.dilation, self.kernel, strict=True
            )
        )
        padded = np.zeros((*shape[:2], H + PH + EH, W + PW + EW), dtype)
        for u, v in np.ndindex(*self.kernel):
            rows = slice(u * DH, u * DH + (H_out - 1) * SH + 1, SH)
            cols = slice(v * DW, v * DW + (W_out - 1) * SW + 1, SW)
            if apart:
                padded[:, :, rows, cols] = part(u, v)
            else:
                padded[:, :, rows, cols] += part(u, v)
        return padded[:, :, PH : PH + H, PW : PW + W]

    def counts(self, include_pad: bool) -> np.ndarray:
        """``(H_out, W_out)``: pixels of each window that a mean counts."""
        axes = zip(
            self.size, self.kernel, self.stride, self.padding, self.places,
            strict=True,
        )  # fmt: skip
        lengths = []
        for size, K, S, P, places in axes:
            start = np.arange(places) * S - P
            end = np.minimum(start + K, size + P)
            if not include_pad:
                start, end = np.maximum(start, 0), np.minimum(end, size)
            lengths.append(end - start)
        return np.outer(*lengths)

    def _after(self) -> Two:
        """Padding behind the image, so that the last window has room."""
        axes = zip(
            self.size, self.kernel, self.stride, self.padding, self.dilation,
            self.places, strict=True,
        )  # fmt: skip
        bottom, right = (
            max(P, (places - 1) * S + D * (K - 1) + 1 - P - size)
            for size, K, S, P, D, places in axes
        )
        return bottom, right
