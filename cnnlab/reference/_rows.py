"""im2col along the rows of a kernel, for `cnnlab.reference.bands`."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlab.reference._check import Pair, pairs
from cnnlab.shapes import output_size

BAND = 2**20  # bytes of a band: half of a second-level cache of 2 MB


class Rows:
    """The pixels that each entry of a kernel's row meets, band by band.

    A band is some images whole, or some rows of one image's output. What it
    copies is ``(images, groups, C, KW, rows of x, W_out)``, with zeros where
    the padding is; ``C`` counts the channels of a group.
    """

    def __init__(
        self,
        x: np.ndarray,
        w: np.ndarray,
        stride: Pair,
        padding: Pair,
        dilation: Pair,
        groups: int,
    ) -> None:
        geometry = pairs(stride, padding, dilation)
        (self.SH, self.SW), (self.PH, self.PW), (self.DH, self.DW) = geometry
        self.N, _, self.H, self.W = x.shape
        C_out, self.C, self.KH, self.KW = w.shape
        self.H_out = output_size(self.H, self.KH, self.SH, self.PH, self.DH)
        self.W_out = output_size(self.W, self.KW, self.SW, self.PW, self.DW)
        self.groups, self.C_out = groups, C_out // groups
        # of an image, for one row of its output
        self.bytes = x.itemsize * groups * self.C * self.KW * self.W_out
        self.room = np.zeros(0, x.dtype)

    def kernels(self, w: np.ndarray) -> np.ndarray:
        """``(groups, KH, C_out, C * KW)``; as `columns` has them."""
        kernels = w.reshape(self.groups, self.C_out, self.C, self.KH, -1)
        if self.SH == 1:
            kernels = kernels.transpose(0, 3, 1, 2, 4)
            return kernels.reshape(*kernels.shape[:3], -1)
        kernels = kernels.swapaxes(2, 3)
        return kernels.reshape(self.groups, 1, self.C_out, -1)

    def bands(self, row: int) -> Iterator[tuple[slice, slice, slice]]:
        """Which images, rows of their outputs, and places go together.

        ``row`` is the bytes of one row. Places count along the rows of an
        output, row behind row.
        """
        for images in _portions(self.N, BAND // (row * self.H_out)):
            for rows in _portions(self.H_out, BAND // row):
                places = slice(rows.start * self.W_out, rows.stop * self.W_out)
                yield images, rows, places

    def columns(
        self, x: np.ndarray
    ) -> Iterator[tuple[slice, slice, np.ndarray]]:
        """Images, places and columns of each band.

        Columns are ``(images, groups, KH, C * KW, places)``. At stride 1
        they are views: the windows of a kernel's next row are one row
        further down. At others they are copied, and one product can do
        for the whole kernel: ``(images, groups, 1, KH * C * KW, places)``.
        """
        one = self.SH == 1
        kernel = (self.KH if one else 1), -1
        # The larger of what is copied for one more row of an output: the
        # rows of x that it is the first to see, or all that it sees.
        copied = 1 if one else max(self.SH, self.KH)
        for images, rows, places in self.bands(self.bytes * copied):
            seen = self._seen(images, rows)
            first, last = self._inside(rows)
            seen[..., :first, :] = seen[..., last:, :] = 0
            for there, here in self._meetings(seen, x, images, rows):
                there[:] = here
            windows = self._windows(seen).transpose(0, 1, 6, 2, 3, 4, 5)
            shape = (*windows.shape[:2], *kernel, places.stop - places.start)
            yield images, places, windows.reshape(shape)

    def add(
        self, columns: np.ndarray, x: np.ndarray, images: slice, rows: slice
    ) -> None:
        """Adjoint: add columns to the pixels that they came from.

        Windows overlap, so one row of the kernel at a time, and then one
        entry of a row at a time.
        """
        seen = self._seen(images, rows)
        seen[:] = 0
        windows = self._windows(seen)
        shape = (*windows.shape[:2], self.KH, *windows.shape[2:6])
        columns = columns.reshape(shape)
        for u in range(self.KH):
            windows[..., u] += columns[:, :, u]
        for there, here in self._meetings(seen, x, images, rows):
            here += there

    def _seen(self, images: slice, rows: slice) -> np.ndarray:
        """Room for copies: the last one again, if it has the shape."""
        start = (images.stop - images.start, self.groups, self.C, self.KW)
        shape = (*start, self._reach(rows), self.W_out)
        if self.room.shape != shape:
            self.room = np.zeros(shape, self.room.dtype)
        return self.room

    def _reach(self, rows: slice) -> int:
        """How many rows of ``x`` these rows of the output see."""
        height = rows.stop - rows.start
        return (height - 1) * self.SH + self.DH * (self.KH - 1) + 1

    def _inside(self, rows: slice) -> tuple[int, int]:
        """Which of them are of pixels, not of padding: first, last + 1."""
        top, reach = rows.start * self.SH - self.PH, self._reach(rows)
        first = min(max(0, -top), reach)
        return first, max(first, min(self.H - top, reach))

    def _windows(self, seen: np.ndarray) -> np.ndarray:
        """``(images, groups, C, KW, H_out, W_out, KH)``, a view."""
        span = self.DH * (self.KH - 1) + 1
        windows = sliding_window_view(seen, span, axis=4, writeable=True)
        return windows[..., :: self.SH, :, :: self.DH]

    def _meetings(
        self, seen: np.ndarray, x: np.ndarray, images: slice, rows: slice
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """For each entry of a row: copies, and the pixels that they are of.

        Places where it meets the padding are left out.
        """
        first, last = self._inside(rows)
        top = rows.start * self.SH - self.PH
        x = x.reshape(self.N, self.groups, self.C, self.H, self.W)
        x = x[images, :, :, top + first : top + last]
        for v in range(self.KW):
            left = v * self.DW - self.PW  # the pixel that place 0 meets
            start = max(0, -(left // self.SW))
            stop = min(self.W_out, (self.W - 1 - left) // self.SW + 1)
            if start < stop:
                end = left + (stop - 1) * self.SW + 1
                there = seen[:, :, :, v, first:last, start:stop]
                yield there, x[..., left + start * self.SW : end : self.SW]


def _portions(total: int, most: int) -> list[slice]:
    """Slices of nearly the same length, at most ``most``, but at least 1."""
    number = -(-total // max(1, most))
    ends = [total * k // number for k in range(number + 1)]
    return [slice(*pair) for pair in pairwise(ends)]
