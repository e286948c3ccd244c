"""The fully connected layer and the embedding, in NumPy."""

import numpy as np

from cnnlab.reference._check import check_axes, check_dy, check_shape


def linear(
    x: np.ndarray, w: np.ndarray, b: np.ndarray | None = None
) -> np.ndarray:
    """``y = x w^T + b``.

    Parameters
    ----------
    x : ``(N, in_features)``.
    w : ``(out_features, in_features)``, a row for each unit.
    b : ``(out_features,)``.

    Returns
    -------
    y : ``(N, out_features)``.
    """
    _check_linear(x, w, b)
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(
    dy: np.ndarray, x: np.ndarray, w: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``dx = dy w``, ``dw = dy^T x``, ``db`` the sum of ``dy`` over N."""
    _check_linear(x, w, None)
    check_dy(dy, (len(x), len(w)))
    return dy @ w, dy.T @ x, dy.sum(axis=0)


def embedding(tokens: np.ndarray, w: np.ndarray) -> np.ndarray:
    """A row of the table ``w`` for each token: a linear layer on one-hots.

    Parameters
    ----------
    tokens : integers of any shape ``(...)``, from 0 to ``len(w) - 1``.
    w : ``(num_embeddings, embedding_dim)``.

    Returns
    -------
    y : ``(..., embedding_dim)``.
    """
    _check_tokens(tokens, w)
    return w[tokens]


def embedding_backward(
    dy: np.ndarray, tokens: np.ndarray, w: np.ndarray
) -> np.ndarray:
    """``dw``: each row adds up what its tokens got; tokens have no slope."""
    _check_tokens(tokens, w)
    check_dy(dy, (*tokens.shape, w.shape[1]))
    dw = np.zeros(w.shape, dy.dtype)
    # A word may come twice; `dw[tokens] += dy` would keep only one of them.
    np.add.at(dw, tokens, dy)
    return dw


def _check_linear(x: np.ndarray, w: np.ndarray, b: np.ndarray | None) -> None:
    check_axes(x=(x, 2), w=(w, 2))
    if x.shape[1] != w.shape[1]:
        raise ValueError(
            f"`w` expects {w.shape[1]} features, `x` has {x.shape[1]} "
            f"(shapes {w.shape} and {x.shape})"
        )
    if b is not None:
        check_shape("b", b, (len(w),))


def _check_tokens(tokens: np.ndarray, w: np.ndarray) -> None:
    check_axes(w=(w, 2))
    if not np.issubdtype(tokens.dtype, np.integer):
        raise TypeError(f"`tokens` must be integers, got {tokens.dtype}")
    low, high = tokens.min(initial=0), tokens.max(initial=0)
    if low < 0 or high >= len(w):
        wrong = low if low < 0 else high
        raise ValueError(
            f"`tokens` has {wrong}, but the table `w` has rows 0 to "
            f"{len(w) - 1}: map unknown words to one of them"
        )
