"""What the modules of exercises 13 and 14 are made of, in float64.

A state is what ``state_dict`` gives: parameter name -> array.
"""

from collections.abc import Callable

import numpy as np

from cnnlab.check.truth.conv import output_size

State = dict[str, np.ndarray]
Shapes = dict[str, tuple[int, ...]]


def random_state(rng: np.random.Generator, shapes: Shapes) -> State:
    """Draw a float32 array for each name, of a size that keeps maps near 1."""
    state = {}
    for name, shape in shapes.items():
        mean, spread = 0.3, 0.4
        if len(shape) > 1:
            mean, spread = 0.0, np.sqrt(2 / np.prod(shape[1:]))
        state[name] = rng.normal(mean, spread, size=shape).astype(np.float32)
    return state


def conv(
    state: State, name: str, x: np.ndarray, stride: int = 1
) -> np.ndarray:
    """The convolution ``name`` with the padding that keeps the size."""
    w, bias = state[f"{name}.weight"], state.get(f"{name}.bias")
    return conv2d(x, w, bias, stride, w.shape[2] // 2)


def conv2d(
    x: np.ndarray,
    w: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int = 1,
    padding: int = 0,
) -> np.ndarray:
    """Add up one shifted map for each place of the kernel."""
    around = (padding, padding)
    x = np.pad(x.astype(float), [(0, 0), (0, 0), around, around])
    C_out, _, KH, KW = w.shape
    H_out = output_size(x.shape[2], KH, stride)
    W_out = output_size(x.shape[3], KW, stride)
    y = np.zeros((len(x), C_out, H_out, W_out))
    for u, v in np.ndindex(KH, KW):
        seen = x[:, :, u::stride, v::stride][:, :, :H_out, :W_out]
        y += np.einsum("oc,nchw->nohw", w[:, :, u, v], seen)
    return y if bias is None else y + bias[:, None, None]


def norm(
    state: State, name: str, x: np.ndarray, kept: State | None = None
) -> np.ndarray:
    """The batch norm ``name`` with PyTorch's defaults.

    It uses the running values, or those of the batch if there is a ``kept``,
    into which the new running values then go.
    """
    mean, var = state[f"{name}.running_mean"], state[f"{name}.running_var"]
    if kept is not None:
        count = x.size // x.shape[1]
        new = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
        kept[f"{name}.running_mean"] = 0.9 * mean + 0.1 * new[0]
        unbiased = new[1] * count / max(count - 1, 1)
        kept[f"{name}.running_var"] = 0.9 * var + 0.1 * unbiased
        mean, var = new
    mean, var, gamma, beta = (
        values.astype(float)[:, None, None]
        for values in (
            mean,
            var,
            state[f"{name}.weight"],
            state[f"{name}.bias"],
        )
    )
    return (x - mean) / np.sqrt(var + 1e-5) * gamma + beta


def norm_shapes(name: str, channels: int) -> Shapes:
    """Names and shapes of the parameters of a batch norm."""
    return {f"{name}.{kind}": (channels,) for kind in ("weight", "bias")}


def relu(x: np.ndarray) -> np.ndarray:
    """Cut off what is below 0."""
    return np.where(x > 0, x, 0.0)


def pool(
    x: np.ndarray,
    size: int,
    stride: int,
    before: int = 0,
    how: Callable = np.max,
) -> np.ndarray:
    """Reduce windows, cut where they stick out of the map.

    The first one starts ``before`` pixels outside.
    """
    rows, columns = (range(-before, n - before, stride) for n in x.shape[2:])
    y = np.zeros((*x.shape[:2], len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = x[
                :, :, max(top, 0) : top + size, max(left, 0) : left + size
            ]
            y[:, :, i, j] = how(window, axis=(2, 3))
    return y
