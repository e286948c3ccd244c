"""Slips in convolution over text: exercise 7.

Arguments are those of `cnnlab.check.truth.text`.
"""

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import text as truth

Slips = dict[str, np.ndarray]


@later
def count_grams(tokens: np.ndarray, grams: np.ndarray) -> Slips:
    """Slips in counting n-grams."""
    right = truth.count_grams(tokens, grams)
    return {
        "you note only whether it occurs, not how often": np.sign(right),
        "the last place of each sentence is missing": truth.count_grams(
            tokens[:, :-1], grams
        ),
        "the words count in any order": _any_order(tokens, grams),
        "runs that overlap are counted once": _apart(tokens, grams),
        "one row for a gram, one column for a sentence": right.T,
    }


@later
def embed(tokens: np.ndarray, table: np.ndarray) -> Slips:
    """Slips in looking words up."""
    right = truth.embed(tokens, table)
    rows = right.swapaxes(1, 2)
    return {
        "the result is (N, L, E): time stands before the channels": rows,
        "the axes are reshaped, not swapped": rows.reshape(right.shape),
        "word k gets row k - 1": truth.embed(tokens - 1, table),
    }


@later
def embed_backward(
    dx: np.ndarray,
    tokens: np.ndarray,
    table: np.ndarray,
    padding_idx: int | None = None,
) -> Slips:
    """Slips in the gradient of the table."""
    given = (tokens, table, padding_idx)
    right = truth.embed_backward(dx, *given)
    rows = dx.swapaxes(1, 2)
    last = np.zeros(table.shape)
    last[tokens] = rows
    if padding_idx is not None:
        last[padding_idx] = 0
    first_row = right.copy()
    first_row[0] = 0
    twisted = dx.reshape(rows.shape).swapaxes(1, 2)
    return {
        "of a word that stands twice, only the last place counts": last,
        "the padding word learns": truth.embed_backward(dx, tokens, table),
        "word 0 never learns, also if it is no padding": first_row,
        "the axes are reshaped, not swapped": truth.embed_backward(
            twisted, *given
        ),
        "each word gets its number of places, not their dx": (
            truth.embed_backward(np.ones_like(dx), *given)
        ),
        "only the first sentence counts": truth.embed_backward(
            dx[:1], tokens[:1], table, padding_idx
        ),
    }


@later
def conv1d(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: int = 1,
    padding: int = 0,
) -> Slips:
    """Slips in the convolution over time."""
    right = truth.conv1d(x, w, b, stride, padding)
    wide = np.pad(x, [(0, 0), (0, 0), (padding, padding)])
    left = np.pad(x, [(0, 0), (0, 0), (2 * padding, 0)])
    return {
        "the bias is missing": truth.conv1d(x, w, None, stride, padding),
        "the kernel is flipped": truth.conv1d(
            x, w[:, :, ::-1], b, stride, padding
        ),
        "only the first channel counts: sum over all of them": truth.conv1d(
            x[:, :1], w[:, :1], b, stride, padding
        ),
        "only the last channel counts: add, do not overwrite": truth.conv1d(
            x[:, -1:], w[:, -1:], b, stride, padding
        ),
        "the last window is missing": right[:, :, :-1],
        "the stride is not used": truth.conv1d(x, w, b, 1, padding),
        "the stride is always 2": truth.conv1d(x, w, b, 2, padding),
        "the padding is not used": truth.conv1d(x, w, b, stride),
        "all the padding stands before the sentence": truth.conv1d(
            left, w, b, stride
        ),
        "the padding behind the sentence is missing": truth.conv1d(
            wide[:, :, : x.shape[2] + padding], w, b, stride
        ),
        "the size follows the stride, but the windows move by 1": (
            truth.conv1d(x, w, b, 1, padding)[:, :, : right.shape[2]]
        ),
    }


@later
def max_over_time(y: np.ndarray, windows: np.ndarray | None = None) -> Slips:
    """Slips in the maximum over time."""
    right = truth.max_over_time(y, windows)
    return {
        "the maximum runs over the filters, not over time": y.max(axis=1),
        "the maximum starts from 0, so no negative answer wins": np.maximum(
            right, 0
        ),
        "one number a sentence: the filters are mixed": y.max(axis=(1, 2)),
        "you take the mean over time": y.mean(axis=2),
        "windows behind the end still count": y.max(axis=2),
        "one window too many counts": truth.max_over_time(
            y, _moved(y, windows, 1)
        ),
        "one window too few counts": truth.max_over_time(
            y, _moved(y, windows, -1)
        ),
        "you return where the largest is, not how large": y.argmax(axis=2),
    }


@later
def max_over_time_backward(
    dm: np.ndarray, y: np.ndarray, windows: np.ndarray | None = None
) -> Slips:
    """Slips in the way back through the maximum."""
    right = truth.max_over_time_backward(dm, y, windows)
    behind = _behind(y, windows)
    best = truth.max_over_time(y, windows)[:, :, None]
    wins = (y == best) & ~behind
    mirrored = np.where(behind, -np.inf, y)[:, :, ::-1]
    last = truth.max_over_time_backward(dm, mirrored)[:, :, ::-1]
    share = np.where(behind, 0, dm[:, :, None]) / (~behind).sum(
        axis=2, keepdims=True
    )
    return {
        "where several are equal, the last one gets it": last,
        "where several are equal, each gets all of it": wins * dm[:, :, None],
        "where several are equal, they share it": wins
        * dm[:, :, None]
        / wins.sum(axis=2, keepdims=True),
        "a window behind the end gets a gradient": (
            truth.max_over_time_backward(dm, y)
        ),
        "every place gets all of it": np.broadcast_to(dm[:, :, None], y.shape),
        "every place gets a share, as for the mean": share,
        "the winner gets 1, not its number of dm": np.sign(
            truth.max_over_time_backward(np.ones_like(dm), y, windows)
        ),
        "the gradient is multiplied by the answer": right * y,
    }


@later
def score(
    tokens: np.ndarray,
    lengths: np.ndarray,
    table: np.ndarray,
    filters: truth.Filters,
    head_w: np.ndarray,
    head_b: np.ndarray,
) -> Slips:
    """Slips in putting the network together."""
    given = (tokens, lengths, table, filters, head_w)
    full = np.full_like(lengths, tokens.shape[1])
    bare = truth.features(*given[:4])
    relu = [np.maximum(m, 0) for m in bare]
    K = max(w.shape[2] for w, _ in filters)
    silent = [(w, np.zeros_like(b)) for w, b in filters]
    return {
        "the bias of the linear layer is missing": truth.score(
            *given, np.zeros_like(head_b)
        ),
        "the biases of the filters are missing": truth.score(
            *given[:3], silent, head_w, head_b
        ),
        "the ReLU is missing": np.concatenate(bare, 1) @ head_w.T + head_b,
        "the filters are put together in the wrong order": (
            np.concatenate(relu[::-1], 1) @ head_w.T + head_b
        ),
        "windows of padding count: `lengths` is not used": truth.score(
            tokens, full, *given[2:], head_b
        ),
        "all widths have as many windows as the widest": np.concatenate(
            [
                np.maximum(m, 0)
                for w, b in filters
                for m in truth.features(
                    tokens, lengths - K + w.shape[2], table, [(w, b)]
                )
            ],
            axis=1,
        )
        @ head_w.T
        + head_b,
    }


def _any_order(tokens: np.ndarray, grams: np.ndarray) -> np.ndarray:
    """Count runs with the same words in whatever order."""
    n = grams.shape[1]
    counts = np.zeros((len(tokens), len(grams)), dtype=int)
    for row, column in np.ndindex(counts.shape):
        wanted = sorted(grams[column])
        for i in range(tokens.shape[1] - n + 1):
            same = sorted(tokens[row, i : i + n]) == wanted
            counts[row, column] += same
    return counts


def _apart(tokens: np.ndarray, grams: np.ndarray) -> np.ndarray:
    """Count runs and go on behind each one that is found."""
    n = grams.shape[1]
    counts = np.zeros((len(tokens), len(grams)), dtype=int)
    for row, column in np.ndindex(counts.shape):
        i = 0
        while i <= tokens.shape[1] - n:
            found = np.array_equal(tokens[row, i : i + n], grams[column])
            counts[row, column] += found
            i += n if found else 1
    return counts


def _behind(y: np.ndarray, windows: np.ndarray | None) -> np.ndarray:
    """Mark the windows that do not count."""
    count = y.shape[2] if windows is None else windows[:, None, None]
    return np.broadcast_to(np.arange(y.shape[2]) >= count, y.shape)


def _moved(y: np.ndarray, windows: np.ndarray | None, by: int) -> np.ndarray:
    """Other numbers of windows, at least one and at most all."""
    L = y.shape[2]
    count = np.full(len(y), L) if windows is None else windows
    return np.clip(count + by, 1, L)
