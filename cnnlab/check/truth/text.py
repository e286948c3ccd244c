"""Convolution over text: exercise 7.

``tokens`` is ``(N, L)``, the table ``(V, E)``, signals ``(N, C, L)``,
filters ``(C_out, C_in, K)``.
"""

from collections.abc import Callable

import numpy as np

Filters = list[tuple[np.ndarray, np.ndarray]]


def count_grams(tokens: np.ndarray, grams: np.ndarray) -> np.ndarray:
    """``(N, G)``: how often each row of ``grams`` stands in each sentence."""
    n = grams.shape[1]
    counts = np.zeros((len(tokens), len(grams)), dtype=int)
    for row, text in enumerate(tokens.tolist()):
        runs = [text[i : i + n] for i in range(len(text))]
        for column, gram in enumerate(grams.tolist()):
            counts[row, column] = sum(run == gram for run in runs)
    return counts


def embed(tokens: np.ndarray, table: np.ndarray) -> np.ndarray:
    """``(N, E, L)``: number ``c`` of the word at each place."""
    x = np.zeros((len(tokens), table.shape[1], tokens.shape[1]))
    for n, c, i in np.ndindex(x.shape):
        x[n, c, i] = table[tokens[n, i], c]
    return x


def embed_backward(
    dx: np.ndarray,
    tokens: np.ndarray,
    table: np.ndarray,
    padding_idx: int | None = None,
) -> np.ndarray:
    """``(V, E)``: each row adds up; that of ``padding_idx`` stays 0."""
    d_table = np.zeros(table.shape)
    for n, c, i in np.ndindex(dx.shape):
        if tokens[n, i] != padding_idx:
            d_table[tokens[n, i], c] += dx[n, c, i]
    return d_table


def conv1d(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: int = 1,
    padding: int = 0,
) -> np.ndarray:
    """Product by product; places outside of ``x`` are zeros."""
    L, K = x.shape[2], w.shape[2]
    starts = [
        s for s in range(-padding, L + padding, stride) if s + K <= L + padding
    ]
    y = np.zeros((len(x), len(w), len(starts)))
    for n, o, i in np.ndindex(y.shape):
        y[n, o, i] = 0.0 if b is None else b[o]
        for c, u in np.ndindex(w.shape[1:]):
            if 0 <= starts[i] + u < L:
                y[n, o, i] += x[n, c, starts[i] + u] * w[o, c, u]
    return y


def max_over_time(
    y: np.ndarray, windows: np.ndarray | None = None
) -> np.ndarray:
    """``(N, C)``: the largest of the first ``windows[n]`` answers."""
    m = np.zeros(y.shape[:2])
    for n, c in np.ndindex(m.shape):
        m[n, c] = max(y[n, c, i] for i in _places(y, windows, n))
    return m


def max_over_time_backward(
    dm: np.ndarray, y: np.ndarray, windows: np.ndarray | None = None
) -> np.ndarray:
    """``dy``: the first of the largest answers gets all of ``dm``."""
    dy = np.zeros(y.shape)
    for n, c in np.ndindex(dm.shape):
        places = _places(y, windows, n)
        dy[n, c, max(places, key=y[n, c].__getitem__)] = dm[n, c]
    return dy


def features(
    tokens: np.ndarray,
    lengths: np.ndarray,
    table: np.ndarray,
    filters: Filters,
) -> list[np.ndarray]:
    """The best answer of each filter before the ReLU, width by width."""
    x = embed(tokens, table)
    return [
        max_over_time(conv1d(x, w, b), lengths - w.shape[2] + 1)
        for w, b in filters
    ]


def score(
    tokens: np.ndarray,
    lengths: np.ndarray,
    table: np.ndarray,
    filters: Filters,
    head_w: np.ndarray,
    head_b: np.ndarray,
) -> np.ndarray:
    """``(N, classes)``: the scores of the text network."""
    best = np.concatenate(features(tokens, lengths, table, filters), axis=1)
    scores = np.zeros((len(tokens), len(head_w)))
    for n, k in np.ndindex(scores.shape):
        scores[n, k] = head_b[k] + sum(
            max(float(best[n, f]), 0.0) * head_w[k, f]
            for f in range(best.shape[1])
        )
    return scores


def nudged(
    forward: Callable[[np.ndarray], np.ndarray],
    x: np.ndarray,
    dy: np.ndarray,
    step: float = 0.25,
) -> np.ndarray:
    """``dx`` without calculus: nudge each number, watch ``sum(y * dy)``.

    Exact where ``forward`` is linear within a step to both sides.
    """
    dx = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[place] = step
        rise = forward(x + nudge) - forward(x - nudge)
        dx[place] = np.sum(rise * dy) / (2 * step)
    return dx


def _places(y: np.ndarray, windows: np.ndarray | None, n: int) -> range:
    return range(y.shape[2] if windows is None else int(windows[n]))
