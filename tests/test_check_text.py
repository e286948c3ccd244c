"""The expected values of the exercise on text, against PyTorch."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from cnnlab.check import slips
from cnnlab.check.truth import text

CASES = [(1, 0), (1, 2), (2, 0), (3, 1), (4, 3)]


def rng():
    return np.random.default_rng(7)


def sentences():
    """Words that stand twice, and padding behind the end."""
    lengths = np.array([8, 3, 5])
    tokens = rng().integers(1, 5, size=(3, 8))
    return tokens * (np.arange(8) < lengths[:, None]), lengths


def close(ours, theirs):
    # Sums of up to 60 products of numbers near 1, in float64.
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


@pytest.mark.parametrize("padding_idx", [None, 0, 3])
def test_embedding_is_that_of_torch(padding_idx):
    tokens, _ = sentences()
    table, dx = rng().normal(size=(6, 4)), rng().normal(size=(3, 4, 8))
    w = torch.tensor(table, requires_grad=True)
    rows = F.embedding(torch.tensor(tokens), w, padding_idx)
    theirs = rows.transpose(1, 2)
    close(text.embed(tokens, table), theirs.detach().numpy())
    (theirs * torch.tensor(dx)).sum().backward()
    ours = text.embed_backward(dx, tokens, table, padding_idx)
    close(ours, w.grad.numpy())


@pytest.mark.parametrize(("stride", "padding"), CASES)
def test_convolution_is_that_of_torch(stride, padding):
    x, w = rng().normal(size=(2, 3, 8)), rng().normal(size=(4, 3, 5))
    b = rng().normal(size=4)
    tensors = [torch.tensor(a) for a in (x, w, b)]
    theirs = F.conv1d(*tensors, stride, padding)
    close(text.conv1d(x, w, b, stride, padding), theirs.numpy())
    theirs = F.conv1d(*tensors[:2], None, stride, padding)
    close(text.conv1d(x, w, None, stride, padding), theirs.numpy())


@pytest.mark.parametrize("windows", [None, [6, 3, 1]])
def test_maximum_is_that_of_torch(windows):
    y, dm = rng().normal(size=(3, 4, 6)), rng().normal(size=(3, 4))
    windows = None if windows is None else np.array(windows)
    count = np.full(3, 6) if windows is None else windows
    x = torch.tensor(y, requires_grad=True)
    best = [x[n, :, : count[n]].amax(1) for n in range(3)]
    theirs = torch.stack(best)
    close(text.max_over_time(y, windows), theirs.detach().numpy())
    (theirs * torch.tensor(dm)).sum().backward()
    ours = text.max_over_time_backward(dm, y, windows)
    close(ours, x.grad.numpy())


def test_first_of_equal_answers_gets_the_gradient():
    y = np.array([[[3.0, 0.0, 3.0, 3.0]]])
    ours = text.max_over_time_backward(np.array([[2.0]]), y)
    close(ours, [[[2.0, 0.0, 0.0, 0.0]]])


def test_counts_are_those_of_str_count():
    """Without repeats inside a gram, no two runs of it overlap."""
    tokens, grams = np.array([[1, 2, 1, 2, 3]]), np.array([[1, 2], [2, 1]])
    assert text.count_grams(tokens, grams).tolist() == [[2, 1]]
    repeats = np.array([[2, 2, 2, 2]])
    assert text.count_grams(repeats, np.array([[2, 2]])).tolist() == [[3]]


def network():
    tokens, lengths = sentences()
    made = rng()
    filters = [
        (made.normal(size=(C, 4, K)), made.normal(size=C))
        for C, K in ((2, 2), (4, 3))
    ]
    table, head_w = made.normal(size=(6, 4)), made.normal(size=(5, 6))
    return tokens, lengths, table, filters, head_w, made.normal(size=5)


def test_score_is_that_of_each_sentence_alone():
    tokens, lengths, table, filters, head_w, head_b = network()
    ours = text.score(tokens, lengths, table, filters, head_w, head_b)
    for n, L in enumerate(lengths):
        x = torch.tensor(table[tokens[n, :L]].T)
        best = [
            F.conv1d(x, torch.tensor(w), torch.tensor(b)).amax(1)
            for w, b in filters
        ]
        h = F.relu(torch.cat(best))
        theirs = F.linear(h, torch.tensor(head_w), torch.tensor(head_b))
        close(ours[n], theirs.numpy())


def test_no_slip_is_the_right_answer():
    """With ties, repeats and padding, each slip gives something else."""
    tokens, _ = sentences()
    made, windows = rng(), np.array([5, 3, 2])
    y = made.integers(-3, 0, size=(3, 4, 6)).astype(float)
    y[:, :, 2:] += 1  # some windows behind the end are the best
    dx, table = made.normal(size=(3, 4, 8)), made.normal(size=(6, 4))
    x, w, b = (made.normal(size=s) for s in ((2, 3, 12), (4, 3, 4), (4,)))
    repeats = np.array([[2, 2, 2, 1, 3, 2], [1, 2, 2, 1, 1, 2]])
    cases = {
        "count_grams": (repeats, np.array([[2, 2], [1, 2], [3, 2]])),
        "embed": (tokens, table),
        "embed_backward": (dx, tokens, table, 3),
        "conv1d": (x, w, b, 3, 2),
        "max_over_time": (y, windows),
        "max_over_time_backward": (made.normal(size=(3, 4)), y, windows),
        "score": network(),
    }
    for name, args in cases.items():
        right = getattr(text, name)(*args)
        for words, wrong in getattr(slips.text, name)(*args)().items():
            same = wrong.shape == right.shape and np.allclose(wrong, right)
            assert not same, (name, words)
