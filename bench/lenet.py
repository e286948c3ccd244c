"""One training step of LeNet-5: reference layers in NumPy against torch."""

from collections.abc import Callable
from typing import Any

import numpy as np
from rows import Row, interleaved

from cnnlab.reference.activation import relu, relu_backward
from cnnlab.reference.bands import conv2d_bands, conv2d_bands_backward
from cnnlab.reference.linear import linear, linear_backward
from cnnlab.reference.loss import cross_entropy_backward
from cnnlab.reference.pool import max_pool2d, max_pool2d_backward

BATCH = 128
RATE = 0.05  # of plain gradient descent
AIM = 1 / 1.5  # at most these times torch's time
CONVS = (
    ("block1.conv", 2),
    ("block2.conv", 0),
)  # name in torch's network, padding
LINEARS = ("fc1", "fc2", "fc3")


def rows(full: bool) -> list[Row]:
    """Seconds of a step with a batch of 128 digits, after the same steps."""
    import torch

    torch.set_num_threads(1)
    rounds = 300 if full else 15
    rng = np.random.default_rng(0)
    x = rng.standard_normal((BATCH, 1, 28, 28), dtype=np.float32)
    labels = rng.integers(10, size=BATCH)
    theirs, net = _torch_step(x, labels)
    weights = {
        name: value.detach().numpy().copy()
        for name, value in net.named_parameters()
    }
    sides = {"ours": lambda: step(weights, x, labels), "theirs": theirs}
    seconds = interleaved(sides, rounds)
    ours, other = (1000 * min(seconds[side]) for side in ("ours", "theirs"))
    gap = max(
        float(np.abs(value.detach().numpy() - weights[name]).max())
        for name, value in net.named_parameters()
    )
    what = f"LeNet-5, one training step, batch {BATCH}"
    detail = {"largest gap of a weight": gap}
    ratio = other / ours
    return [Row("lenet", what, "ms", ours, other, ratio, AIM, rounds, detail)]


def step(
    weights: dict[str, np.ndarray], x: np.ndarray, labels: np.ndarray
) -> None:
    """Forward, backward, and a step of gradient descent, in place."""
    kept, slopes = [], {}
    for name, padding in CONVS:
        w, b = weights[f"{name}.weight"], weights[f"{name}.bias"]
        maps = conv2d_bands(x, w, b, padding=padding)
        pooled = max_pool2d(maps, 2)
        kept.append((x, maps, pooled))
        # The same numbers as ReLU before pooling, of a quarter of them.
        x = relu(pooled)
    shape = x.shape
    x = x.reshape(BATCH, -1)
    for name in LINEARS:
        y = linear(x, weights[f"{name}.weight"], weights[f"{name}.bias"])
        kept.append((x, y, None))
        x = y if name == LINEARS[-1] else relu(y)
    dy = cross_entropy_backward(x, labels)
    for name in reversed(LINEARS):
        x, y, _ = kept.pop()
        if name != LINEARS[-1]:
            dy = relu_backward(dy, y)
        dy, dw, db = linear_backward(dy, x, weights[f"{name}.weight"])
        slopes |= {f"{name}.weight": dw, f"{name}.bias": db}
    dy = dy.reshape(shape)
    for name, padding in reversed(CONVS):
        x, maps, pooled = kept.pop()
        dy = relu_backward(dy, pooled)
        dy = max_pool2d_backward(dy, maps, 2, y=pooled)
        w = weights[f"{name}.weight"]
        dy, dw, db = conv2d_bands_backward(
            dy, x, w, padding=padding, needs_dx=name != CONVS[0][0]
        )
        slopes |= {f"{name}.weight": dw, f"{name}.bias": db}
    for name, slope in slopes.items():
        weights[name] -= RATE * slope


def _torch_step(
    x: np.ndarray, labels: np.ndarray
) -> tuple[Callable[[], None], Any]:
    import torch
    from torch.nn import functional as F

    from cnnlab import models

    torch.manual_seed(0)
    net = models.build("lenet5")
    optimizer = torch.optim.SGD(net.parameters(), RATE)
    x, labels = torch.tensor(x), torch.tensor(labels)

    def one() -> None:
        optimizer.zero_grad()
        F.cross_entropy(net(x), labels).backward()
        optimizer.step()

    return one, net
