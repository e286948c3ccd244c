"""LeNet-5, as commonly written, and parts of the published one: exercise 9.

``state`` maps the names of a ``state_dict`` to arrays.
"""

from collections.abc import Callable

import numpy as np

State = dict[str, np.ndarray]
Function = Callable[[np.ndarray], np.ndarray]

# The paper's table I by columns: the maps of S2 that a map of C3 sees.
C3_SEES = (
    "012 123 234 345 045 015 "
    "0123 1234 2345 0345 0145 0125 "
    "0134 1245 0235 012345"
)


def shapes(
    in_channels: int = 1, num_classes: int = 10
) -> dict[str, tuple[int, ...]]:
    """The parameters of the network by name."""
    weights = {
        "c1": (6, in_channels, 5, 5),
        "c3": (16, 6, 5, 5),
        "c5": (120, 16 * 5 * 5),
        "f6": (84, 120),
        "output": (num_classes, 84),
    }
    both = {}
    for name, shape in weights.items():
        both[f"{name}.weight"], both[f"{name}.bias"] = shape, shape[:1]
    return both


def draw(rng: np.random.Generator, *sizes: int) -> State:
    """Random float32 weights with which numbers keep their size.

    By He's rule, but smaller in the output, so that the loss starts near
    that of guessing; ``sizes`` are those of `shapes`.
    """
    state = {}
    for name, shape in shapes(*sizes).items():
        scale = np.sqrt(2 / np.prod(shape[1:])) if len(shape) > 1 else 0.05
        scale *= 0.3 if name == "output.weight" else 1.0
        state[name] = rng.normal(0.0, scale, shape).astype(np.float32)
    return state


def relu(x: np.ndarray) -> np.ndarray:
    """``max(0, x)``."""
    return np.where(x > 0, x, 0.0)


def flatten(x: np.ndarray) -> np.ndarray:
    """``(N, C, H, W)`` to ``(N, C * H * W)``, channel after channel."""
    return np.stack([image.ravel() for image in x])


def forward(
    state: State,
    x: np.ndarray,
    squash: Function = relu,
    squash_late: Function | None = None,
    pool: Callable = np.max,
    flat: Function = flatten,
) -> np.ndarray:
    """Scores ``(N, num_classes)`` of images ``(N, C, 28, 28)``, in float64.

    ``squash`` follows each convolution, ``squash_late`` (by default the
    same) each hidden linear layer.
    """
    late = squash if squash_late is None else squash_late
    x = blocks(squash(conv(state, "c1", x, padding=2)), pool)
    x = flat(blocks(squash(conv(state, "c3", x)), pool))
    x = late(linear(state, "c5", x))
    return linear(state, "output", late(linear(state, "f6", x)))


def conv(
    state: State, name: str, x: np.ndarray, padding: int = 0
) -> np.ndarray:
    """One layer: for each place of the kernel, all places of the image."""
    w, b = (state[f"{name}.{key}"].astype(float) for key in ("weight", "bias"))
    around = (padding, padding)
    x = np.pad(x.astype(float), [(0, 0), (0, 0), around, around])
    H_out, W_out = x.shape[2] - w.shape[2] + 1, x.shape[3] - w.shape[3] + 1
    y = np.zeros((len(x), len(w), H_out, W_out)) + b[:, None, None]
    for i, j in np.ndindex(w.shape[2:]):
        seen = x[:, :, i : i + H_out, j : j + W_out]
        y += np.einsum("oc,nchw->nohw", w[:, :, i, j], seen)
    return y


def linear(state: State, name: str, x: np.ndarray) -> np.ndarray:
    """One fully connected layer on ``(N, n_in)``."""
    return x @ state[f"{name}.weight"].T.astype(float) + state[f"{name}.bias"]


def blocks(x: np.ndarray, pool: Callable) -> np.ndarray:
    """``pool`` over blocks of 2x2; an odd row or column is left out."""
    N, C, H, W = x.shape
    x = x[:, :, : H // 2 * 2, : W // 2 * 2]
    return pool(x.reshape(N, C, H // 2, 2, W // 2, 2), axis=(3, 5))


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities, one row an image."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cross_entropy(scores: np.ndarray, labels: np.ndarray) -> float:
    """The mean of ``-log p`` of the true classes."""
    z = scores.astype(float)
    z = z - z.max(axis=1, keepdims=True)  # so that no power overflows
    log_sums = np.log(np.exp(z).sum(axis=1))
    return float(np.mean(log_sums - z[np.arange(len(labels)), labels]))


def learn(
    state: State,
    x: np.ndarray,
    y: np.ndarray,
    lr: float,
    steps: int,
    *,
    softmax_first: bool = False,
    keep: float = 0.0,
    dtype: str = "float64",
) -> np.ndarray:
    """The loss before each step of gradient descent on one batch.

    ``keep`` is the share of the old gradient that stays in the new one.
    """
    import torch

    kind = getattr(torch, dtype)
    weights = {
        name: torch.tensor(value, dtype=kind, requires_grad=True)
        for name, value in state.items()
    }
    images, labels = torch.tensor(x, dtype=kind), torch.tensor(y)
    kept = {name: torch.zeros_like(w) for name, w in weights.items()}
    losses = []
    for _ in range(steps):
        scores = _scores(weights, images)
        if softmax_first:
            scores = scores.softmax(1)
        loss = torch.nn.functional.cross_entropy(scores, labels)
        found = torch.autograd.grad(loss, list(weights.values()))
        losses.append(loss.item())
        with torch.no_grad():
            for (name, w), g in zip(weights.items(), found, strict=True):
                kept[name] = g + keep * kept[name]
                w -= lr * kept[name]
    return np.array(losses)


def lesson(
    rng: np.random.Generator, labels: np.ndarray, lr: float, steps: int
) -> tuple[State, np.ndarray, np.ndarray]:
    """Weights, an image of noise for each label, and the losses of `learn`.

    Where two numbers of a maximum are all but equal, float32 may take the
    other one, and all later losses differ. Such a draw is drawn again.
    """
    while True:
        state = draw(rng)
        size = (len(labels), 1, 28, 28)
        x = rng.normal(size=size).astype(np.float32)
        losses = learn(state, x, labels, lr, steps)
        short = learn(state, x, labels, lr, steps, dtype="float32")
        if np.allclose(losses, short, rtol=1e-5):  # 400 sums in float32
            return state, x, losses


def _scores(weights: dict, x: object) -> object:
    """`forward` once more, in torch, which knows the gradients."""
    import torch.nn.functional as F

    def layer(function: Callable, x: object, name: str, **how: int) -> object:
        w, b = weights[f"{name}.weight"], weights[f"{name}.bias"]
        return function(x, w, b, **how)

    x = F.max_pool2d(layer(F.conv2d, x, "c1", padding=2).relu(), 2)
    x = F.max_pool2d(layer(F.conv2d, x, "c3").relu(), 2).flatten(1)
    x = layer(F.linear, x, "c5").relu()
    return layer(F.linear, layer(F.linear, x, "f6").relu(), "output")


def scaled_tanh(x: np.ndarray) -> np.ndarray:
    """``1.7159 tanh(2x / 3)``, by exponentials."""
    powers = np.exp(4 / 3 * x.astype(float))
    return 1.7159 * (powers - 1) / (powers + 1)


def trainable_pool(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray
) -> np.ndarray:
    """The sum of each 2x2 block, times a weight, plus a bias, a map each."""
    y = blocks(x.astype(float), np.sum)
    for c in range(len(weight)):
        y[:, c] = y[:, c] * weight[c] + bias[c]
    return y


def c3_table() -> np.ndarray:
    """``(16, 6)``: 1 where a map of C3 (row) sees a map of S2 (column)."""
    table = np.zeros((16, 6), dtype=int)
    for j, seen in enumerate(C3_SEES.split()):
        table[j, [int(digit) for digit in seen]] = 1
    return table


def sparse_conv(state: State, table: np.ndarray, x: np.ndarray) -> np.ndarray:
    """``convs.j`` of ``state`` on the maps that row ``j`` marks."""
    maps = []
    for j, row in enumerate(table):
        seen = [c for c in range(len(row)) if row[c]]
        maps.append(conv(state, f"convs.{j}", x[:, seen])[:, 0])
    return np.stack(maps, axis=1)
