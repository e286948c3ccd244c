# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercise 7: convolution over text
#
# A sentence becomes a matrix when each word is replaced by its row of numbers,
# its embedding. A filter then slides along time and asks of each run of $K$
# words how well it fits. The best answer is kept, and a linear layer decides.
# In this exercise you write this network and the two gradients in which slips
# hide, and, to begin with, the baseline it has to beat: counting.
#
# You write seven short functions. Plan about 60 minutes.
#
# | part | function | points |
# |---|---|---|
# | 1 | `count_grams` | 2 |
# | 2 | `embed` | 2 |
# | 3 | `embed_backward` | 3 |
# | 4 | `conv1d`: every window (3), stride and padding (2) | 5 |
# | 5 | `max_over_time` | 2 |
# | 6 | `max_over_time_backward` | 3 |
# | 7 | `score` | 3 |
#
# **How to work.** Replace each `raise NotImplementedError()` by your code,
# then run the test cell below it. There, `t.call(f, ...)` calls your function
# and `.equals(...)` compares the result with the right one. A failing test
# shows the call, what came back, what was expected, and one hint; `slips` are
# well-known mistakes that it can name. The tests draw new random numbers each
# time and print the seed. To get the same numbers again, run
# `%env CNNLAB_CHECK_SEED=123` with that seed in a cell of its own.
# For a grade, the same demands are tested on more data.
#
# **What is closed.** Embeddings, convolutions and poolings of PyTorch and
# SciPy do not work inside your functions. Loops are welcome: here we want it
# right, not fast.
#
# **Shapes.** A batch of sentences is `tokens`, whole numbers of the shape
# `(N, L)`: sentences, words. Signals are `(N, C, L)`, channels *before* time,
# as images are `(N, C, H, W)`. Filters are `(C_out, C_in, K)`.

# %% nbgrader={"grade": false, "grade_id": "text-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
from cnnlab import check

CLOSED = (
    *check.SHORTCUTS,
    "torch.nn.functional.adaptive_max_pool1d",
    "torch.nn.functional.embedding",
    "torch.nn.functional.max_pool1d",
    "torch.embedding",
    "torch.max_pool1d",
)
# Word 0 is padding: it fills short sentences up behind their end.
WORDS = ["", "not", "very", "good", "bad", "was", "."]

# %% [markdown]
# ## 1. The baseline: counting
#
# The cheapest model of a text counts. Runs of $n$ words are its **$n$-grams**:
# "was very very bad" has three 2-grams, *was very*, *very very*, *very bad*.
# Given a list of $n$-grams, write down how often each stands in each sentence.
# Runs may overlap, and order counts: *bad was* is another one than *was bad*.
#
# In numbers, with the words of the cell above, that sentence is `[5, 2, 2, 4]`.
# The 2-grams `[2, 2]`, `[5, 2]` and `[2, 5]` stand in it 1, 1 and 0 times.
#
# Before you write it: how often does `[2, 2]` stand in `[2, 2, 2, 2]`? The test
# ends with two reviews that say the opposite of each other. Up to which $n$
# will all their counts be equal?


# %% nbgrader={"grade": false, "grade_id": "text-answer-counts", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def count_grams(tokens, grams):
    """Count how often each n-gram stands in each sentence.

    Parameters
    ----------
    tokens : int array of shape (N, L)
    grams : int array of shape (G, n)
        One n-gram a row. Where n is larger than L, the counts are 0.

    Returns
    -------
    int array of shape (N, G)
    """
    ### BEGIN SOLUTION
    n = grams.shape[1]
    counts = np.zeros((len(tokens), len(grams)), dtype=int)
    for i in range(tokens.shape[1] - n + 1):
        run = tokens[:, None, i : i + n]
        counts += (run == grams).all(axis=2)
    return counts
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "text-counts", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("text-counts", forbid=CLOSED)
t.signature(count_grams, "tokens", "grams")

# The worked example.
tokens, grams = np.array([[5, 2, 2, 4]]), np.array([[2, 2], [5, 2], [2, 5]])
slips = check.slips.text.count_grams(tokens, grams)
t.call(count_grams, tokens, grams).equals([[1, 1, 0]], wrong=slips)

# Many equal words, so that runs overlap and repeat.
tokens = t.rng.integers(1, 3, size=(4, 9))
for n in (1, 2, 3):
    grams = np.array(list(np.ndindex(*[2] * n))) + 1
    expected = check.truth.text.count_grams(tokens, grams)
    slips = check.slips.text.count_grams(tokens, grams)
    t.call(count_grams, tokens, grams).equals(expected, wrong=slips)

# A gram as long as the sentence, and one that is longer.
tokens = np.array([[1, 2, 3], [3, 2, 1]])
t.call(count_grams, tokens, np.array([[1, 2, 3]])).equals([[1], [0]])
t.call(count_grams, tokens, np.array([[1, 2, 3, 0]])).equals([[0], [0]])

# "was not very good . was very bad ." and good and bad swapped: all words
# and all 2-grams are the same, the 3-gram "not very good" is not.
twins = np.array([[5, 1, 2, 3, 6, 5, 2, 4, 6], [5, 1, 2, 4, 6, 5, 2, 3, 6]])
for n in (1, 2):
    grams = np.array(list(np.ndindex(*[7] * n)))
    expected = check.truth.text.count_grams(twins, grams)
    assert np.array_equal(expected[0], expected[1])
    t.call(count_grams, twins, grams).equals(expected)
t.call(count_grams, twins, np.array([[1, 2, 3]])).equals([[1], [0]])
### BEGIN HIDDEN TESTS
for _ in range(8):
    N, L, n, G = t.rng.integers((2, 3, 1, 2), (6, 12, 5, 7)).tolist()
    tokens = t.rng.integers(0, 3, size=(N, L))
    grams = t.rng.integers(0, 3, size=(G, n))
    expected = check.truth.text.count_grams(tokens, grams)
    slips = check.slips.text.count_grams(tokens, grams)
    t.call(count_grams, tokens, grams).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. Looking words up
#
# Row $k$ of the table holds the $E$ numbers of word $k$. Replace each word by
# its row, and put the channels before time:
#
# $$
# x[n, c, i] = T[\,k_{n,i},\, c\,]
# $$
#
# With $T$ of the shape $3 \times 2$ and the sentence `[2, 0, 2, 1]`:
#
# $$
# T = \begin{bmatrix} 0 & 0 \\ 1 & 5 \\ 2 & 7 \end{bmatrix}
# \qquad
# x = \begin{bmatrix} 2 & 0 & 2 & 1 \\ 7 & 0 & 7 & 5 \end{bmatrix}
# $$
#
# Time runs from left to right. Why is `T[tokens].reshape(N, E, L)` not the
# same thing? Write down what it gives here before you run the test.


# %% nbgrader={"grade": false, "grade_id": "text-answer-embed", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def embed(tokens, table):
    """Replace each word by its row of the table.

    Parameters
    ----------
    tokens : int array of shape (N, L)
    table : float array of shape (V, E)

    Returns
    -------
    float array of shape (N, E, L)
    """
    ### BEGIN SOLUTION
    return table[tokens].transpose(0, 2, 1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "text-embed", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("text-embed", forbid=CLOSED)
t.signature(embed, "tokens", "table")

# The worked example.
table = np.array([[0.0, 0.0], [1.0, 5.0], [2.0, 7.0]])
tokens = np.array([[2, 0, 2, 1]])
slips = check.slips.text.embed(tokens, table)
expected = [[[2.0, 0.0, 2.0, 1.0], [7.0, 0.0, 7.0, 5.0]]]
t.call(embed, tokens, table).equals(expected, wrong=slips)

for N, L, V, E in [(2, 7, 5, 3), (3, 4, 9, 4)]:  # as many words as channels
    tokens, table = t.rng.integers(V, size=(N, L)), t.rng.normal(size=(V, E))
    expected = check.truth.text.embed(tokens, table)
    slips = check.slips.text.embed(tokens, table)
    t.call(embed, tokens, table).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(6):
    N, L, V, E = t.rng.integers((1, 2, 3, 2), (5, 9, 9, 7)).tolist()
    tokens, table = t.rng.integers(V, size=(N, L)), t.rng.normal(size=(V, E))
    expected = check.truth.text.embed(tokens, table)
    slips = check.slips.text.embed(tokens, table)
    t.call(embed, tokens, table).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. What the table learns
#
# A lookup is a linear layer on one-hot vectors, so the table is learned like
# any weight. The layer above hands down `dx`, in the shape of `x`. Number $c$
# of word $k$ went to all the places where word $k$ stands, in all sentences of
# the batch. So **its gradient is the sum over these places**, and words that do
# not occur get 0:
#
# $$
# dT[k, c] = \sum_{n, i \,:\, k_{n,i} = k} dx[n, c, i]
# $$
#
# With the sentence `[2, 0, 2, 1]` of part 2 and
#
# $$
# dx = \begin{bmatrix} 1 & 2 & 10 & 4 \\ 0 & 3 & -1 & 6 \end{bmatrix}
# \qquad
# dT = \begin{bmatrix} 2 & 3 \\ 4 & 6 \\ 11 & -1 \end{bmatrix}
# $$
#
# word 2 gets $1 + 10$ and $0 - 1$.
#
# **Padding is not to be learned.** If `padding_idx` is a number, the row of
# this word gets 0, whatever came down to it. With `padding_idx=0` the first
# row above is 0, 0. If it is None, all rows learn.
#
# The first test nudges one number of the table at a time and looks how
# `sum(x * dx)` moves. Before you run it: what does NumPy make of
# `d_table[[2, 2]] += 1`? By how much does row 2 grow?


# %% nbgrader={"grade": false, "grade_id": "text-answer-embed-backward", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def embed_backward(dx, tokens, table, padding_idx=None):
    """Add up, for each word, the gradients of its places.

    Parameters
    ----------
    dx : float array of shape (N, E, L)
        Gradient of the loss with respect to ``embed(tokens, table)``.
    tokens : int array of shape (N, L)
    table : float array of shape (V, E)
    padding_idx : int, optional
        A word whose row gets no gradient. None means that all learn.

    Returns
    -------
    float array of shape (V, E)
    """
    ### BEGIN SOLUTION
    d_table = np.zeros(table.shape)
    np.add.at(d_table, tokens, dx.transpose(0, 2, 1))
    if padding_idx is not None:
        d_table[padding_idx] = 0.0
    return d_table
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "text-embed-backward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("text-embed-backward", forbid=CLOSED)
t.signature(embed_backward, "dx", "tokens", "table", padding_idx=None)

# The worked example, without padding and with it.
table = np.array([[0.0, 0.0], [1.0, 5.0], [2.0, 7.0]])
tokens = np.array([[2, 0, 2, 1]])
dx = np.array([[[1.0, 2.0, 10.0, 4.0], [0.0, 3.0, -1.0, 6.0]]])
slips = check.slips.text.embed_backward(dx, tokens, table)
expected = [[2.0, 3.0], [4.0, 6.0], [11.0, -1.0]]
t.call(embed_backward, dx, tokens, table).equals(expected, wrong=slips)
slips = check.slips.text.embed_backward(dx, tokens, table, 0)
expected = [[0.0, 0.0], [4.0, 6.0], [11.0, -1.0]]
result = t.call(embed_backward, dx, tokens, table, padding_idx=0)
result.equals(expected, wrong=slips)

# Nudge each number of a table; words stand twice and in both sentences.
tokens = np.array([[1, 3, 1, 4, 0], [3, 3, 5, 0, 0]])
table = t.rng.normal(size=(7, 3))
dx = t.rng.normal(size=(2, 3, 5))
expected = check.truth.text.nudged(
    lambda table: check.truth.text.embed(tokens, table), table, dx
)
slips = check.slips.text.embed_backward(dx, tokens, table)
result = t.call(embed_backward, dx, tokens, table)
result.equals(expected, terms=table.size, wrong=slips)

# Padding may be any word.
for padding_idx in (0, 3):
    given = dx, tokens, table, padding_idx
    expected = check.truth.text.embed_backward(*given)
    slips = check.slips.text.embed_backward(*given)
    result = t.call(embed_backward, *given)
    result.equals(expected, terms=dx.size, wrong=slips)
### BEGIN HIDDEN TESTS
for padding_idx in (None, 0, 2, None, 0, 1):
    N, L, V, E = t.rng.integers((1, 3, 3, 2), (5, 9, 7, 6)).tolist()
    tokens = t.rng.integers(V, size=(N, L))
    given = (
        t.rng.normal(size=(N, E, L)),
        tokens,
        t.rng.normal(size=(V, E)),
        padding_idx,
    )
    expected = check.truth.text.embed_backward(*given)
    slips = check.slips.text.embed_backward(*given)
    result = t.call(embed_backward, *given)
    result.equals(expected, terms=N * L, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. A filter slides along time
#
# A filter spans all the channels and $K$ words. At each place it multiplies,
# adds up and adds its bias:
#
# $$
# y[n, o, i] = b[o] + \sum_{c} \sum_{u=0}^{K-1} x[n, c, i + u]\; w[o, c, u]
# $$
#
# Take two channels, a sentence of four words and one filter with $K = 2$:
#
# $$
# x = \begin{bmatrix} 2 & 0 & 2 & 1 \\ 1 & 0 & 3 & 1 \end{bmatrix}
# \quad
# w = \begin{bmatrix} 1 & 2 \\ 0 & -1 \end{bmatrix}
# \quad b = 1
# \qquad
# y = \begin{bmatrix} 3 & 2 & 4 \end{bmatrix}
# $$
#
# The first of them is $1 + (2 \cdot 1 + 0 \cdot 2) + (1 \cdot 0 - 0 \cdot 1)$.
# Check the second by hand.
#
# With a **padding** of $P$, $P$ zeros stand before the sentence and $P$ behind
# it. With a **stride** of $S$, window $i$ begins $iS$ places after the first
# one, and a window that would stick out is left away. A padding of 1 gives
# `[4, 3, 2, 4, 2]` here; with a stride of 2 as well, `[4, 2, 2]`. Without a
# bias, `b=None`, nothing is added.
#
# Question: $L = 8$, $K = 3$, $P = 1$, $S = 3$. How many windows are there, and
# which words does the last one see?


# %% nbgrader={"grade": false, "grade_id": "text-answer-conv", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def conv1d(x, w, b=None, stride=1, padding=0):
    """Slide filters along time.

    Parameters
    ----------
    x : float array of shape (N, C_in, L)
    w : float array of shape (C_out, C_in, K)
        One window fits at least: K <= L + 2 * padding.
    b : float array of shape (C_out,), optional
    stride, padding : int
        Places from window to window; zeros on each side.

    Returns
    -------
    float array of shape (N, C_out, L_out)
    """
    ### BEGIN SOLUTION
    K = w.shape[2]
    x = np.pad(x, [(0, 0), (0, 0), (padding, padding)])
    starts = range(0, x.shape[2] - K + 1, stride)
    y = np.zeros((len(x), len(w), len(starts)))
    for i, start in enumerate(starts):
        window = x[:, None, :, start : start + K]
        y[:, :, i] = (window * w).sum(axis=(2, 3))
    return y if b is None else y + b[:, None]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "text-conv", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("text-conv", forbid=CLOSED)
t.signature(conv1d, "x", "w", b=None, stride=1, padding=0)

# The worked example.
worked_x = np.array([[[2.0, 0.0, 2.0, 1.0], [1.0, 0.0, 3.0, 1.0]]])
worked_w, worked_b = np.array([[[1.0, 2.0], [0.0, -1.0]]]), np.array([1.0])
slips = check.slips.text.conv1d(worked_x, worked_w, worked_b)
result = t.call(conv1d, worked_x, worked_w, worked_b)
result.equals([[[3.0, 2.0, 4.0]]], wrong=slips)

# Two sentences, three channels, four filters; with a bias and without.
x, b = t.rng.normal(size=(2, 3, 7)), t.rng.normal(size=4)
for K in (1, 2, 5, 7):
    w = t.rng.normal(size=(4, 3, K))
    for bias in (b, None):
        expected = check.truth.text.conv1d(x, w, bias)
        slips = check.slips.text.conv1d(x, w, bias)
        result = t.call(conv1d, x, w, bias)
        result.equals(expected, terms=3 * K, wrong=slips)

# Without a bias the layer is linear.
other = t.rng.normal(size=x.shape)
check.laws.linear(lambda x: t.call(conv1d, x, w[:, :, :3]), x, other, terms=9)
### BEGIN HIDDEN TESTS
for _ in range(6):
    N, C_in, C_out, K = t.rng.integers((1, 2, 2, 1), (4, 5, 6, 6)).tolist()
    x = t.rng.normal(size=(N, C_in, K + int(t.rng.integers(5))))
    w, b = t.rng.normal(size=(C_out, C_in, K)), t.rng.normal(size=C_out)
    expected = check.truth.text.conv1d(x, w, b)
    slips = check.slips.text.conv1d(x, w, b)
    t.call(conv1d, x, w, b).equals(expected, terms=C_in * K, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "text-conv-stride", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("text-conv-stride", forbid=CLOSED)

# The worked example again.
given = worked_x, worked_w, worked_b
for stride, expected in ((1, [4, 3, 2, 4, 2]), (2, [4, 2, 2])):
    slips = check.slips.text.conv1d(*given, stride, 1)
    result = t.call(conv1d, *given, stride=stride, padding=1)
    result.equals([[[float(v) for v in expected]]], wrong=slips)

# A padding without stride, a stride without padding, and both.
x, w = t.rng.normal(size=(2, 3, 8)), t.rng.normal(size=(4, 3, 3))
b = t.rng.normal(size=4)
for stride, padding in ((1, 2), (2, 0), (3, 0), (3, 1), (4, 2), (2, 3)):
    expected = check.truth.text.conv1d(x, w, b, stride, padding)
    slips = check.slips.text.conv1d(x, w, b, stride, padding)
    result = t.call(conv1d, x, w, b, stride=stride, padding=padding)
    result.equals(expected, terms=9, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(8):
    N, C, K, stride, padding = t.rng.integers(
        (1, 1, 1, 1, 0), (4, 4, 5, 5, 4)
    ).tolist()
    x = t.rng.normal(size=(N, C, K + int(t.rng.integers(8))))
    w, b = t.rng.normal(size=(2, C, K)), t.rng.normal(size=2)
    expected = check.truth.text.conv1d(x, w, b, stride, padding)
    slips = check.slips.text.conv1d(x, w, b, stride, padding)
    result = t.call(conv1d, x, w, b, stride, padding)
    result.equals(expected, terms=C * K, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. A filter made by hand asks: does the first word
# negate, does the second strengthen, does the third praise? Predict first: at
# how many places of this review is its answer above zero?

# %% tags=["play"]
import matplotlib.pyplot as plt

review = np.array([5, 1, 2, 3, 6, 5, 2, 4, 6])
by_hand = np.zeros((len(WORDS), 3))
by_hand[1, 0] = by_hand[2, 1] = by_hand[3, 2] = 1.0
by_hand[4, 2] = -1.0  # bad
answers = conv1d(embed(review[None], by_hand), np.eye(3)[None]) - 2.0
runs = [[WORDS[k] for k in review[i : i + 3]] for i in range(len(review) - 2)]
figure, ax = plt.subplots(figsize=(8, 2.4))
ax.bar([" ".join(run) for run in runs], answers[0, 0])
ax.axhline(0, color="black", linewidth=0.8)
ax.tick_params(axis="x", rotation=30)
ax.set_title("answer of the filter at each place")
plt.show()

# %% [markdown]
# ## 5. The best answer
#
# Was the pattern *anywhere*? Keep the largest answer of each filter, and
# sentences of any length give equally many numbers:
#
# $$
# m[n, c] = \max_i\; y[n, c, i]
# $$
#
# In a batch, short sentences are filled up behind their end. Their last windows
# see padding and answer to words that are not there; such an answer must not
# win. So `windows[n]` says how many windows of sentence $n$ count: **the first
# `windows[n]` ones**. If it is None, all count.
#
# With one sentence, two filters and
#
# $$
# y = \begin{bmatrix} 2 & 5 & 7 & 9 \\ -3 & -1 & -4 & 0 \end{bmatrix}
# $$
#
# all windows give $m = (9, 0)$, and `windows=[2]` gives $(5, -1)$. Question:
# somebody writes 0 into the windows that do not count and takes the maximum.
# What do they get here?


# %% nbgrader={"grade": false, "grade_id": "text-answer-max", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def max_over_time(y, windows=None):
    """Keep the best answer of each filter.

    Parameters
    ----------
    y : float array of shape (N, C, L)
    windows : int array of shape (N,), optional
        How many windows of each sentence count, at least 1; the others
        stand behind them. None means that all count.

    Returns
    -------
    float array of shape (N, C)
    """
    ### BEGIN SOLUTION
    if windows is None:
        return y.max(axis=2)
    behind = np.arange(y.shape[2]) >= windows[:, None, None]
    return np.where(behind, -np.inf, y).max(axis=2)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "text-max", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("text-max", forbid=CLOSED)
t.signature(max_over_time, "y", windows=None)

# The worked example.
y = np.array([[[2.0, 5.0, 7.0, 9.0], [-3.0, -1.0, -4.0, 0.0]]])
slips = check.slips.text.max_over_time(y)
t.call(max_over_time, y).equals([[9.0, 0.0]], wrong=slips)
windows = np.array([2])
slips = check.slips.text.max_over_time(y, windows)
result = t.call(max_over_time, y, windows=windows)
result.equals([[5.0, -1.0]], wrong=slips)

# Three sentences of different lengths; all answers are below zero.
y = t.rng.permutation(3 * 4 * 6).reshape(3, 4, 6) - 90.0
y[:, :, 3] += 10.0  # the fourth window is often the best
for windows in (None, np.array([6, 3, 1]), np.array([2, 4, 5])):
    expected = check.truth.text.max_over_time(y, windows)
    slips = check.slips.text.max_over_time(y, windows)
    result = t.call(max_over_time, y, windows)
    result.equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for masked in (False, True, True, False, True, True):
    N, C, L = t.rng.integers((2, 2, 3), (5, 6, 9)).tolist()
    y = t.rng.normal(-2.0, size=(N, C, L))
    windows = t.rng.integers(1, L + 1, size=N) if masked else None
    expected = check.truth.text.max_over_time(y, windows)
    slips = check.slips.text.max_over_time(y, windows)
    t.call(max_over_time, y, windows).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 6. Which window learns
#
# Raise the best answer a little: $m$ rises as much. Raise another: nothing
# happens. So **the place of the maximum gets all of `dm`, and the others get
# 0**. Of equal ones the *first* gets it, and windows that do not count get
# nothing. With
#
# $$
# y = \begin{bmatrix} 2 & 5 & 1 & 9 \\ 3 & 0 & 3 & 3 \end{bmatrix}
# \quad dm = (10, -4)
# \qquad
# dy = \begin{bmatrix} 0 & 0 & 0 & 10 \\ -4 & 0 & 0 & 0 \end{bmatrix}
# $$
#
# With `windows=[3]` the 10 moves to the place of the 5. Question: 20 filters of
# width 3 read a text of 500 words. How many words learn at most?


# %% nbgrader={"grade": false, "grade_id": "text-answer-max-backward", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def max_over_time_backward(dm, y, windows=None):
    """Send the gradient of each filter to its best window.

    Parameters
    ----------
    dm : float array of shape (N, C)
        Gradient of the loss with respect to ``max_over_time(y, windows)``.
    y : float array of shape (N, C, L)
    windows : int array of shape (N,), optional
        As it was in `max_over_time`.

    Returns
    -------
    float array of shape (N, C, L)
    """
    ### BEGIN SOLUTION
    dy = np.zeros(y.shape)
    for n, c in np.ndindex(dm.shape):
        end = y.shape[2] if windows is None else windows[n]
        dy[n, c, y[n, c, :end].argmax()] = dm[n, c]
    return dy
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "text-max-backward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("text-max-backward", forbid=CLOSED)
t.signature(max_over_time_backward, "dm", "y", windows=None)

# The worked example, with its three equal answers.
y = np.array([[[2.0, 5.0, 1.0, 9.0], [3.0, 0.0, 3.0, 3.0]]])
dm = np.array([[10.0, -4.0]])
slips = check.slips.text.max_over_time_backward(dm, y)
expected = [[[0.0, 0.0, 0.0, 10.0], [-4.0, 0.0, 0.0, 0.0]]]
t.call(max_over_time_backward, dm, y).equals(expected, wrong=slips)
windows = np.array([3])
slips = check.slips.text.max_over_time_backward(dm, y, windows)
expected = [[[0.0, 10.0, 0.0, 0.0], [-4.0, 0.0, 0.0, 0.0]]]
result = t.call(max_over_time_backward, dm, y, windows=windows)
result.equals(expected, wrong=slips)

# Nudge each answer; no two are equal, and all are below zero.
y = t.rng.permutation(3 * 2 * 5).reshape(3, 2, 5) - 50.0
dm = t.rng.normal(size=(3, 2))
for windows in (None, np.array([5, 2, 1])):
    expected = check.truth.text.nudged(
        lambda y, w=windows: check.truth.text.max_over_time(y, w), y, dm
    )
    slips = check.slips.text.max_over_time_backward(dm, y, windows)
    result = t.call(max_over_time_backward, dm, y, windows)
    result.equals(expected, terms=y.size, wrong=slips)
### BEGIN HIDDEN TESTS
for masked in (False, True, True, False, True, True):
    N, C, L = t.rng.integers((2, 2, 3), (5, 6, 9)).tolist()
    y = t.rng.integers(-3, 0, size=(N, C, L)).astype(float)  # with ties
    windows = t.rng.integers(1, L + 1, size=N) if masked else None
    given = t.rng.normal(size=(N, C)), y, windows
    expected = check.truth.text.max_over_time_backward(*given)
    slips = check.slips.text.max_over_time_backward(*given)
    t.call(max_over_time_backward, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 7. The network
#
# Now put the parts together: embedding, convolutions of several widths side by
# side, maximum over time, ReLU, linear layer.
#
# - `filters` is a list of pairs `(w, b)`, one for each width $K$. All of them
#   read the same embedded sentences, with stride 1 and without padding.
# - Sentence $n$ has `lengths[n]` words; what follows is word 0. Only windows
#   that lie *inside* the sentence count. It has at least $K$ words.
# - The numbers of all widths stand side by side in the order of `filters`; call
#   them $h$, after the ReLU. The result is $h\, W^\top + b$ with
#   `head_w` as $W$ and `head_b` as $b$.
#
# A sentence of 5 words has $5 - 2 + 1 = 4$ windows of width 2. How many of
# width 3? A check by hand: table $T = (0, 1, 3)^\top$, one filter
# $w = (1, 1)$ with bias $-1$, the sentence `[1, 2, 0, 0]` with
# `lengths=[2]`. The one window that counts answers $1 + 3 - 1 = 3$, and
# `head_w` $= (2, -1)^\top$, `head_b` $= (0, 5)$ make $(6, 2)$ of it.
#
# A question before the last test: it appends padding to all sentences. By how
# much may the scores move?


# %% nbgrader={"grade": false, "grade_id": "text-answer-score", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def score(tokens, lengths, table, filters, head_w, head_b):
    """Score sentences with filters of several widths.

    Parameters
    ----------
    tokens : int array of shape (N, L)
    lengths : int array of shape (N,)
        Words of each sentence, at least as many as the widest filter has.
    table : float array of shape (V, E)
    filters : list of (w, b)
        ``w`` has the shape (C_out, E, K), ``b`` the shape (C_out,); K and
        C_out may differ from pair to pair.
    head_w : float array of shape (classes, F)
        F is the sum of all C_out.
    head_b : float array of shape (classes,)

    Returns
    -------
    float array of shape (N, classes)
    """
    ### BEGIN SOLUTION
    x = embed(tokens, table)
    best = []
    for w, b in filters:
        windows = lengths - w.shape[2] + 1
        best.append(max_over_time(conv1d(x, w, b), windows))
    h = np.maximum(np.concatenate(best, axis=1), 0.0)
    return h @ head_w.T + head_b
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "text-score", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("text-score", forbid=CLOSED)
t.signature(score, "tokens", "lengths", "table", "filters", "head_w", "head_b")

# The worked example.
given = (
    np.array([[1, 2, 0, 0]]),
    np.array([2]),
    np.array([[0.0], [1.0], [3.0]]),
    [(np.array([[[1.0, 1.0]]]), np.array([-1.0]))],
    np.array([[2.0], [-1.0]]),
    np.array([0.0, 5.0]),
)
slips = check.slips.text.score(*given)
t.call(score, *given).equals([[6.0, 2.0]], wrong=slips)

# Widths 2, 3 and 1, with 2, 4 and 3 filters: nine features. Row 0 of the
# table is not zero here, so padding would be heard.
lengths = np.array([8, 3, 5])
tokens = t.rng.integers(1, 7, size=(3, 8)) * (np.arange(8) < lengths[:, None])
table, head_w = t.rng.normal(size=(7, 5)), t.rng.normal(size=(4, 9))
table[0] *= 5.0
head_b = t.rng.normal(size=4)
for shift in (0.0, -9.0):  # biases that let nearly all filters be silent
    filters = [
        (t.rng.normal(size=(C, 5, K)), t.rng.normal(size=C) + shift)
        for C, K in ((2, 2), (4, 3), (3, 1))
    ]
    given = tokens, lengths, table, filters, head_w, head_b
    expected = check.truth.text.score(*given)
    slips = check.slips.text.score(*given)
    t.call(score, *given).equals(expected, terms=40, scale=50.0, wrong=slips)

# More padding changes nothing.
longer = np.pad(tokens, [(0, 0), (0, 4)])
law = "padding behind the end changes no score"
result = t.call(score, longer, *given[1:])
result.equals(expected, terms=40, scale=50.0, law=law)
### BEGIN HIDDEN TESTS
for _ in range(5):
    N, E, V, classes = t.rng.integers((2, 2, 4, 2), (5, 5, 9, 6)).tolist()
    widths = t.rng.permutation([1, 2, 3, 4])[:2].tolist()
    lengths = t.rng.integers(4, 10, size=N)
    words = t.rng.integers(1, V, size=(N, 9))
    tokens = words * (np.arange(9) < lengths[:, None])
    filters = [
        (t.rng.normal(size=(C, E, K)), t.rng.normal(size=C))
        for C, K in zip((3, 2), widths, strict=True)
    ]
    head = t.rng.normal(size=(classes, 5)), t.rng.normal(size=classes)
    given = tokens, lengths, t.rng.normal(size=(V, E)), filters, *head
    expected = check.truth.text.score(*given)
    slips = check.slips.text.score(*given)
    t.call(score, *given).equals(expected, terms=40, scale=50.0, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## Where you are
#
# You have written a text network from nothing but NumPy, and the two rules by
# which it learns: what is used at several places adds up its gradients, and a
# maximum teaches the winner alone. The counts of part 1 are its baseline. They
# see a phrase only if it was there before; the filters add up scores of words,
# and so they can judge a phrase that nobody has shown them.
