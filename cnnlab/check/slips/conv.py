"""Slips in convolution in two dimensions: exercise 3."""

import numpy as np

from cnnlab.check import truth
from cnnlab.check.slips._later import later


@later
def output_size(n: int, k: int, stride: int, padding: int) -> dict[str, int]:
    """Slips in the number of places where a kernel fits."""
    room = n + 2 * padding - k
    return {
        "the + 1 is missing": room // stride,
        "the division is rounded up": -(-room // stride) + 1,
        "the padding is counted on one side only": (room - padding) // stride
        + 1,
        "the padding is not counted": (n - k) // stride + 1,
        "the stride is not used": room + 1,
        "the + 1 is inside the division": (room + 1) // stride,
    }


@later
def zero_pad(x: np.ndarray, padding: int) -> dict[str, np.ndarray]:
    """Slips in putting a border of zeros around ``(H, W)``."""
    p = padding
    return {
        "the border repeats the edge values": np.pad(x, p, mode="edge"),
        "the top and left have no zeros": np.pad(x, (0, p)),
        "the bottom and right have no zeros": np.pad(x, (p, 0)),
        "the zeros are all at the end": np.pad(x, (0, 2 * p)),
        "only the rows are padded": np.pad(x, ((p, p), (0, 0))),
        "only the columns are padded": np.pad(x, ((0, 0), (p, p))),
        "the border is of ones": np.pad(x, p, constant_values=1),
    }


@later
def conv2d(
    x: np.ndarray,
    w: np.ndarray,
    bias: float = 0.0,
    stride: int = 1,
    padding: int = 0,
) -> dict[str, np.ndarray]:
    """Slips in the cross-correlation of ``(H, W)`` with ``(KH, KW)``."""
    s, p = stride, padding

    def made(x=x, w=w, bias=bias, rows=s, columns=s, p=p) -> np.ndarray:
        return truth.conv2d(x, w, bias, 1, p)[::rows, ::columns]

    plain, edge = made(bias=0.0), np.pad(x, p, mode="edge")
    return {
        "your kernel is flipped": made(w=w[::-1, ::-1]),
        "your kernel is transposed": made(w=w.T),
        "you take the mean of each window, not the sum": plain / w.size + bias,
        "the bias is missing": plain,
        "the bias is added twice": plain + 2 * bias,
        "the bias is added once per kernel value": plain + w.size * bias,
        "the bias is subtracted": plain - bias,
        "the stride is not used": made(rows=1, columns=1),
        "the stride is always 2": made(rows=2, columns=2),
        "only the rows use the stride": made(columns=1),
        "only the columns use the stride": made(rows=1),
        "the padding is not used": made(p=0),
        "the zeros are put around the result": np.pad(made(p=0), p),
        "the border repeats the edge values": made(x=edge, p=0),
        "the zeros are all at the end": made(x=np.pad(x, (0, 2 * p)), p=0),
        "one side has no zeros": made(x=np.pad(x, (0, p)), p=0),
    }


@later
def receptive_field(layers: list[tuple[int, ...]]) -> dict[str, int]:
    """Slips in how many inputs one unit sees."""
    full = [(k, s, *(rest or [1])) for k, s, *rest in layers]
    K, S, D = np.array(full).T
    jump = np.concatenate([[1], np.cumprod(S)])
    before = np.concatenate([[1], S[:-1]])
    return {
        "a layer adds K, not K - 1": 1 + int(np.sum(K * D * jump[:-1])),
        "a layer multiplies by its K": int(np.prod(K)),
        "a layer already uses its own stride": 1
        + int(np.sum((K - 1) * D * jump[1:])),
        "the strides are not used": 1 + int(np.sum((K - 1) * D)),
        "the dilation is not used": 1 + int(np.sum((K - 1) * jump[:-1])),
        "each stride acts on the next layer only": 1
        + int(np.sum((K - 1) * D * before)),
        "the field starts from 0, not from 1": int(
            np.sum((K - 1) * D * jump[:-1])
        ),
    }
