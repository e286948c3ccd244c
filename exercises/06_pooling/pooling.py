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
# # Exercise 6: pooling
#
# A feature map says exactly where something was found. A pooling layer makes
# it coarser: it lays a window on the map and writes down one number about
# what is in it, the largest or the mean. In this exercise you write both
# layers for batches of images with channels, with any window and stride. Then
# you send a gradient back through them, which is where the slips are.
#
# You write six short functions. Plan about 50 minutes.
#
# | part | function | points |
# |---|---|---|
# | 1 | `starts` | 2 |
# | 2 | `max_pool2d`: windows side by side (3), any stride (2) | 5 |
# | 3 | `avg_pool2d` | 2 |
# | 4 | `max_pool2d_backward`: one winner (3), overlaps (2), ties (2) | 7 |
# | 5 | `avg_pool2d_backward` | 2 |
# | 6 | `global_avg_pool2d` | 2 |
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
# **What is closed.** The pooling functions of PyTorch, SciPy and scikit-image
# do not work inside your functions. Loops are welcome: here we want it right,
# not fast.
#
# **Shapes.** A batch `x` has the shape `(N, C, H, W)`: images, channels, rows,
# columns. A window and a stride are pairs, height first: `kernel_size` is
# `(KH, KW)` and `stride` is `(SH, SW)`.

# %% nbgrader={"grade": false, "grade_id": "pool-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
from cnnlab import check

CLOSED = (
    *check.SHORTCUTS,
    "scipy.ndimage.maximum_filter",
    "scipy.ndimage.uniform_filter",
    "skimage.measure.block_reduce",
    "torch.nn.functional.adaptive_avg_pool2d",
    "torch.nn.functional.adaptive_max_pool2d",
    "torch.nn.functional.avg_pool2d",
    "torch.nn.functional.max_pool2d",
    "torch.max_pool2d",
)

# The map of the worked example.
worked = np.array(
    [
        [1.0, 3.0, 0.0, 2.0],
        [4.0, 2.0, 1.0, 1.0],
        [0.0, 0.0, 6.0, 2.0],
        [0.0, 0.0, 3.0, 5.0],
    ]
)

# %% [markdown]
# ## 1. Where the windows stand
#
# Think of one axis. It has `n` pixels. The first window of `k` pixels starts
# at pixel 0, the next one `stride` pixels further, and so on. A window that
# would stick out is left away.
#
# With `n = 7`, `k = 3`, `stride = 2` the windows start at 0, 2 and 4. With
# `n = 8` they are the same: a window at 6 would need pixel 8, which does not
# exist, so pixel 7 is in no window.
#
# Before you write it: where do they start for `n = 6`, `k = 2`, `stride = 3`,
# and which pixels are in no window?


# %% nbgrader={"grade": false, "grade_id": "pool-answer-starts", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def starts(n, k, stride):
    """List the first pixel of each window along one axis.

    Parameters
    ----------
    n, k : int
        Size of the axis and of the window, ``k <= n``.
    stride : int
        Pixels from one window to the next.

    Returns
    -------
    array of int
    """
    ### BEGIN SOLUTION
    return np.arange(0, n - k + 1, stride)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "pool-starts", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("pool-starts", forbid=CLOSED)
t.signature(starts, "n", "k", "stride")

for n, k, stride, expected in (
    (7, 3, 2, [0, 2, 4]),
    (8, 3, 2, [0, 2, 4]),  # the last pixel is in no window
    (6, 2, 3, [0, 3]),  # gaps between the windows
    (5, 2, 1, [0, 1, 2, 3]),
    (4, 4, 4, [0]),  # one window takes all
):
    slips = check.slips.pooling.starts(n, k, stride)
    t.call(starts, n, k, stride).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for n in range(5, 40):
    k, stride = (int(i) for i in t.rng.integers(1, 6, size=2))
    expected = check.truth.pooling.starts(n, k, stride)
    slips = check.slips.pooling.starts(n, k, stride)
    t.call(starts, n, k, stride).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. The largest of each window
#
# **Max pooling** writes down the largest number of each window:
#
# $$
# y[n, c, i, j] = \max_{0 \le u < K_H,\; 0 \le v < K_W}
# x[n, c, i S_H + u, j S_W + v]
# $$
#
# Each image and each channel is pooled by itself: 64 maps go in, 64 smaller
# maps come out. Where no stride is given, it is the window, so that the
# windows lie side by side:
#
# $$
# \begin{bmatrix} 1 & 3 & 0 & 2 \\ 4 & 2 & 1 & 1 \\ 0 & 0 & 6 & 2 \\ 0 & 0 & 3 & 5 \end{bmatrix}
# \quad\text{with } 2 \times 2 \text{ windows:}\quad
# \begin{bmatrix} 4 & 2 \\ 0 & 6 \end{bmatrix}
# $$
#
# A smaller stride makes the windows overlap. Before you run the second test:
# which four numbers do $3 \times 3$ windows with stride 1 give here? And what
# comes out of a map in which every number is below zero?


# %% nbgrader={"grade": false, "grade_id": "pool-answer-max", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def max_pool2d(x, kernel_size, stride=None):
    """Write down the largest number of each window.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    kernel_size : (int, int)
        Height and width of the window; it fits into ``x``.
    stride : (int, int), optional
        Rows and columns from one window to the next. None means
        ``kernel_size``.

    Returns
    -------
    float array of shape (N, C, H_out, W_out)
    """
    ### BEGIN SOLUTION
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    rows = starts(x.shape[2], KH, SH)
    columns = starts(x.shape[3], KW, SW)
    y = np.zeros((*x.shape[:2], len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = x[:, :, top : top + KH, left : left + KW]
            y[:, :, i, j] = window.max(axis=(2, 3))
    return y
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "pool-max", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("pool-max", forbid=CLOSED)
t.signature(max_pool2d, "x", "kernel_size", stride=None)

# The worked example: one image, one channel.
x = worked.reshape(1, 1, 4, 4)
slips = check.slips.pooling.max_pool2d(x, (2, 2))
t.call(max_pool2d, x, (2, 2)).equals([[[[4.0, 2.0], [0.0, 6.0]]]], wrong=slips)

# Two images, three channels; neither they nor the window are square, and
# one row is in no window. Most numbers are below zero.
x = t.rng.permutation(2 * 3 * 7 * 6).reshape(2, 3, 7, 6) - 200.0
for kernel_size in [(2, 3), (3, 2)]:
    expected = check.truth.pooling.max_pool2d(x, kernel_size)
    slips = check.slips.pooling.max_pool2d(x, kernel_size)
    t.call(max_pool2d, x, kernel_size).equals(expected, wrong=slips)

# A second batch of the same shape: nothing of the first may be left.
t.call(max_pool2d, x - 50.0, kernel_size).equals(expected - 50.0)
### BEGIN HIDDEN TESTS
for _ in range(6):
    kernel_size = tuple(t.rng.integers(1, 5, size=2).tolist())
    shape = t.rng.integers((1, 2, 5, 5), (4, 5, 10, 10))
    x = t.rng.normal(-1.0, size=shape)
    expected = check.truth.pooling.max_pool2d(x, kernel_size)
    slips = check.slips.pooling.max_pool2d(x, kernel_size)
    t.call(max_pool2d, x, kernel_size).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "pool-max-stride", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("pool-max-stride", forbid=CLOSED)

# The worked example again, with windows that overlap.
x = worked.reshape(1, 1, 4, 4)
slips = check.slips.pooling.max_pool2d(x, (3, 3), (1, 1))
t.call(max_pool2d, x, (3, 3), stride=(1, 1)).equals(
    [[[[6.0, 6.0], [6.0, 6.0]]]], wrong=slips
)
x = t.rng.permutation(2 * 3 * 7 * 10).reshape(2, 3, 7, 10) - 200.0
for kernel_size, stride in (
    ((3, 3), (2, 2)),  # as in AlexNet: neighbours share a row or column
    ((1, 2), (3, 4)),  # gaps between the windows
    ((2, 3), (1, 3)),
    ((3, 2), (2, 1)),
):
    expected = check.truth.pooling.max_pool2d(x, kernel_size, stride)
    slips = check.slips.pooling.max_pool2d(x, kernel_size, stride)
    result = t.call(max_pool2d, x, kernel_size, stride=stride)
    result.equals(expected, wrong=slips)

# With stride 1 the output moves with the input.
check.laws.shift_equivariant(
    lambda x: t.call(max_pool2d, x, (3, 2), (1, 1)), x, (1, 2)
)
### BEGIN HIDDEN TESTS
for _ in range(6):
    kernel_size = tuple(t.rng.integers(1, 5, size=2).tolist())
    stride = tuple(t.rng.integers(1, 6, size=2).tolist())
    x = t.rng.normal(size=t.rng.integers((1, 2, 5, 5), (4, 5, 12, 12)))
    expected = check.truth.pooling.max_pool2d(x, kernel_size, stride)
    slips = check.slips.pooling.max_pool2d(x, kernel_size, stride)
    t.call(max_pool2d, x, kernel_size, stride).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. The mean of each window
#
# **Average pooling** writes down the mean instead:
#
# $$
# y[n, c, i, j] = \frac{1}{K_H K_W} \sum_{u, v} x[n, c, i S_H + u, j S_W + v]
# $$
#
# For the map above that is $(1 + 3 + 4 + 2) / 4 = 2.5$ in the top left, then
# 1, 0 and 4. This layer is linear: twice the input gives twice the output, and
# the mean of a sum is the sum of the means. Question: which of these two is
# true of max pooling as well, and of which factors?


# %% nbgrader={"grade": false, "grade_id": "pool-answer-avg", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def avg_pool2d(x, kernel_size, stride=None):
    """Write down the mean of each window.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    kernel_size : (int, int)
        Height and width of the window; it fits into ``x``.
    stride : (int, int), optional
        Rows and columns from one window to the next. None means
        ``kernel_size``.

    Returns
    -------
    float array of shape (N, C, H_out, W_out)
    """
    ### BEGIN SOLUTION
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    rows = starts(x.shape[2], KH, SH)
    columns = starts(x.shape[3], KW, SW)
    y = np.zeros((*x.shape[:2], len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = x[:, :, top : top + KH, left : left + KW]
            y[:, :, i, j] = window.mean(axis=(2, 3))
    return y
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "pool-avg", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("pool-avg", forbid=CLOSED)
t.signature(avg_pool2d, "x", "kernel_size", stride=None)

x = worked.reshape(1, 1, 4, 4)
slips = check.slips.pooling.avg_pool2d(x, (2, 2))
t.call(avg_pool2d, x, (2, 2)).equals([[[[2.5, 1.0], [0.0, 4.0]]]], wrong=slips)

x = t.rng.normal(size=(2, 3, 7, 8))
for kernel_size, stride in (
    ((2, 3), None),
    ((3, 2), None),
    ((3, 2), (2, 1)),
    ((2, 3), (3, 1)),
):
    expected = check.truth.pooling.avg_pool2d(x, kernel_size, stride)
    slips = check.slips.pooling.avg_pool2d(x, kernel_size, stride)
    result = t.call(avg_pool2d, x, kernel_size, stride)
    result.equals(expected, terms=6, wrong=slips)

other = t.rng.normal(size=x.shape)
check.laws.linear(lambda x: t.call(avg_pool2d, x, (2, 3)), x, other, terms=6)
### BEGIN HIDDEN TESTS
for _ in range(6):
    kernel_size = tuple(t.rng.integers(1, 5, size=2).tolist())
    stride = tuple(t.rng.integers(1, 6, size=2).tolist())
    x = t.rng.normal(size=t.rng.integers((1, 2, 5, 5), (4, 5, 12, 12)))
    expected = check.truth.pooling.avg_pool2d(x, kernel_size, stride)
    slips = check.slips.pooling.avg_pool2d(x, kernel_size, stride)
    result = t.call(avg_pool2d, x, kernel_size, stride)
    result.equals(expected, terms=16, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. Thin bright lines on a dark ground. Predict first:
# in which of the two small maps are the lines still bright? And what if the
# lines were dark, on a bright ground?

# %% tags=["play"]
import matplotlib.pyplot as plt

rows, columns = np.mgrid[:48, :72]
lines = (rows % 24 == 7) | ((rows + columns) % 36 == 0)
picture = lines.astype(float).reshape(1, 1, 48, 72)
shown = {
    "input": picture,
    "largest of each 4x4": max_pool2d(picture, (4, 4)),
    "mean of each 4x4": avg_pool2d(picture, (4, 4)),
}
figure, axes = plt.subplots(1, 3, figsize=(10, 2.6))
for ax, (title, maps) in zip(axes, shown.items(), strict=True):
    ax.imshow(maps[0, 0], cmap="gray", vmin=0, vmax=1)
    ax.set_title(f"{title}, {maps.shape[2]} x {maps.shape[3]}")
plt.show()

# %% [markdown]
# ## 4. The way back through the maximum
#
# In training, the layer above hands down the gradient `dy`, which has the
# shape of the output: by how much the loss $L$ rises for each unit that
# `y[n, c, i, j]` rises. The layer must return `dx`, the same for its input.
#
# There are no weights. Raise the largest number of a window a little: `y`
# rises as much. Raise another one a little: nothing happens. So **the winner
# gets all of `dy`, and the others get 0**:
#
# $$
# \begin{bmatrix} 1 & 3 & 0 & 2 \\ 4 & 2 & 1 & 1 \\ 0 & 0 & 6 & 2 \\ 0 & 0 & 3 & 5 \end{bmatrix}
# \quad
# dy = \begin{bmatrix} 4 & 8 \\ -4 & 12 \end{bmatrix}
# \quad
# dx = \begin{bmatrix} 0 & 0 & 0 & 8 \\ 4 & 0 & 0 & 0 \\ -4 & 0 & 12 & 0 \\ 0 & 0 & 0 & 0 \end{bmatrix}
# $$
#
# Two rules complete it.
#
# - **Overlap.** A pixel may win in several windows. Then it raises several
#   outputs, and the gradients *add*.
# - **Ties.** In the lower left window all four are equal, and there is no
#   derivative. We do as PyTorch does: the *first* of them gets all, going row
#   by row, each row from left to right.
#
# Pixels that win nowhere, or are in no window, get 0. `dx` has the shape of
# `x`.
#
# The first test needs no calculus to know the right answer. It nudges one
# pixel at a time up and down, and looks how `sum(y * dy)` moves. Before you
# run the second one: which pixel of the map wins in all four $3 \times 3$
# windows with stride 1, and what does it get if `dy` is all ones?


# %% nbgrader={"grade": false, "grade_id": "pool-answer-max-backward", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def max_pool2d_backward(dy, x, kernel_size, stride=None):
    """Send the gradient of each window to its largest number.

    Parameters
    ----------
    dy : float array of shape (N, C, H_out, W_out)
        Gradient of the loss with respect to ``max_pool2d(x, ...)``.
    x : float array of shape (N, C, H, W)
        What was pooled.
    kernel_size, stride
        As they were in `max_pool2d`.

    Returns
    -------
    float array of shape (N, C, H, W)
        Gradient of the loss with respect to ``x``.
    """
    ### BEGIN SOLUTION
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * SH, j * SW
        window = x[n, c, top : top + KH, left : left + KW]
        u, v = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, top + u, left + v] += dy[n, c, i, j]
    return dx
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "pool-max-backward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("pool-max-backward", forbid=CLOSED)
t.signature(max_pool2d_backward, "dy", "x", "kernel_size", stride=None)

# Windows side by side, and no two numbers are equal.
for kernel_size, size in [((2, 3), (5, 6)), ((3, 2), (6, 5))]:
    x = t.rng.permutation(120).reshape(2, 2, *size) - 60.0
    y = check.truth.pooling.max_pool2d(x, kernel_size)
    dy = t.rng.integers(2, 10, size=y.shape).astype(float)
    expected = check.truth.pooling.nudged(
        lambda x, k=kernel_size: check.truth.pooling.max_pool2d(x, k), x, dy
    )
    slips = check.slips.pooling.max_pool2d_backward(dy, x, kernel_size)
    result = t.call(max_pool2d_backward, dy, x, kernel_size)
    result.equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(6):
    kernel_size = tuple(t.rng.integers(1, 5, size=2).tolist())
    x = t.rng.normal(size=t.rng.integers((1, 2, 5, 5), (4, 5, 10, 10)))
    y = check.truth.pooling.max_pool2d(x, kernel_size)
    dy = t.rng.normal(size=y.shape)
    given = dy, x, kernel_size
    expected = check.truth.pooling.max_pool2d_backward(*given)
    slips = check.slips.pooling.max_pool2d_backward(*given)
    t.call(max_pool2d_backward, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "pool-max-overlap", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("pool-max-overlap", forbid=CLOSED)

# The 6 of the worked example wins four times.
x, dy = worked.reshape(1, 1, 4, 4), np.ones((1, 1, 2, 2))
expected = np.zeros((1, 1, 4, 4))
expected[0, 0, 2, 2] = 4.0
slips = check.slips.pooling.max_pool2d_backward(dy, x, (3, 3), (1, 1))
result = t.call(max_pool2d_backward, dy, x, (3, 3), stride=(1, 1))
result.equals(expected, wrong=slips)

x = t.rng.permutation(2 * 2 * 7 * 8).reshape(2, 2, 7, 8) - 100.0
for kernel_size, stride in (
    ((3, 3), (2, 2)),
    ((3, 2), (1, 2)),
    ((2, 3), (2, 1)),
    ((1, 2), (3, 4)),  # gaps between the windows
):
    y = check.truth.pooling.max_pool2d(x, kernel_size, stride)
    given = t.rng.normal(size=y.shape), x, kernel_size, stride
    expected = check.truth.pooling.max_pool2d_backward(*given)
    slips = check.slips.pooling.max_pool2d_backward(*given)
    result = t.call(max_pool2d_backward, *given)
    result.equals(expected, terms=9, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(6):
    kernel_size = tuple(t.rng.integers(2, 5, size=2).tolist())
    stride = tuple(t.rng.integers(1, 4, size=2).tolist())
    x = t.rng.normal(size=t.rng.integers((1, 2, 5, 5), (3, 4, 10, 10)))
    y = check.truth.pooling.max_pool2d(x, kernel_size, stride)
    given = t.rng.normal(size=y.shape), x, kernel_size, stride
    expected = check.truth.pooling.max_pool2d_backward(*given)
    slips = check.slips.pooling.max_pool2d_backward(*given)
    result = t.call(max_pool2d_backward, *given)
    result.equals(expected, terms=16, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "pool-max-ties", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("pool-max-ties", forbid=CLOSED)

# The worked example of the text, with its window of four zeros.
x = worked.reshape(1, 1, 4, 4)
dy = np.array([[[[4.0, 8.0], [-4.0, 12.0]]]])
expected = np.zeros((1, 1, 4, 4))
expected[0, 0, [1, 0, 2, 2], [0, 3, 0, 2]] = 4.0, 8.0, -4.0, 12.0
slips = check.slips.pooling.max_pool2d_backward(dy, x, (2, 2))
result = t.call(max_pool2d_backward, dy, x, (2, 2))
result.equals(expected, wrong=slips)

# The first, row by row: here the 5 of the top right corner.
x = np.array([[[[1.0, 0.0, 5.0], [5.0, 2.0, 3.0]]]])
dy = np.array([[[[7.0]]]])
slips = check.slips.pooling.max_pool2d_backward(dy, x, (2, 3))
result = t.call(max_pool2d_backward, dy, x, (2, 3))
result.equals([[[[0.0, 0.0, 7.0], [0.0, 0.0, 0.0]]]], wrong=slips)
### BEGIN HIDDEN TESTS
for kernel_size, stride in [((2, 3), None), ((3, 2), (2, 1)), ((3, 3), None)]:
    x = t.rng.integers(-2, 1, size=(2, 3, 6, 7)).astype(float)
    y = check.truth.pooling.max_pool2d(x, kernel_size, stride)
    given = t.rng.normal(size=y.shape), x, kernel_size, stride
    expected = check.truth.pooling.max_pool2d_backward(*given)
    slips = check.slips.pooling.max_pool2d_backward(*given)
    result = t.call(max_pool2d_backward, *given)
    result.equals(expected, terms=9, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 5. The way back through the mean
#
# Each pixel of a window has the factor $1 / (K_H K_W)$ in the mean. So each
# gets this share of `dy`, whatever its value. In windows that overlap, the
# shares of a pixel add up.
#
# With `dy` as above, each pixel of the top left window gets $4 / 4 = 1$. The
# values of `x` play no part; only its shape does. Question: the gradient of a
# window goes to one pixel, or in equal parts to all. Is the sum of `dx` the
# same in both cases?


# %% nbgrader={"grade": false, "grade_id": "pool-answer-avg-backward", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def avg_pool2d_backward(dy, x, kernel_size, stride=None):
    """Share the gradient of each window among its pixels.

    Parameters
    ----------
    dy : float array of shape (N, C, H_out, W_out)
        Gradient of the loss with respect to ``avg_pool2d(x, ...)``.
    x : float array of shape (N, C, H, W)
        What was pooled.
    kernel_size, stride
        As they were in `avg_pool2d`.

    Returns
    -------
    float array of shape (N, C, H, W)
        Gradient of the loss with respect to ``x``.
    """
    ### BEGIN SOLUTION
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * SH, j * SW
        share = dy[n, c, i, j] / (KH * KW)
        dx[n, c, top : top + KH, left : left + KW] += share
    return dx
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "pool-avg-backward", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("pool-avg-backward", forbid=CLOSED)
t.signature(avg_pool2d_backward, "dy", "x", "kernel_size", stride=None)

x = worked.reshape(1, 1, 4, 4)
dy = np.array([[[[4.0, 8.0], [-4.0, 12.0]]]])
expected = [
    [1.0, 1.0, 2.0, 2.0],
    [1.0, 1.0, 2.0, 2.0],
    [-1.0, -1.0, 3.0, 3.0],
    [-1.0, -1.0, 3.0, 3.0],
]
slips = check.slips.pooling.avg_pool2d_backward(dy, x, (2, 2))
result = t.call(avg_pool2d_backward, dy, x, (2, 2))
result.equals([[expected]], wrong=slips)

# Nudge each pixel, as above: side by side, with overlaps, with gaps.
x = t.rng.normal(size=(2, 2, 5, 6))
for kernel_size, stride in (
    ((2, 3), None),
    ((3, 2), None),
    ((3, 2), (2, 1)),
    ((1, 2), (2, 4)),
):
    y = check.truth.pooling.avg_pool2d(x, kernel_size, stride)
    dy = t.rng.normal(size=y.shape)
    expected = check.truth.pooling.nudged(
        lambda x, given=(kernel_size, stride): check.truth.pooling.avg_pool2d(
            x, *given
        ),
        x,
        dy,
    )
    given = dy, x, kernel_size, stride
    slips = check.slips.pooling.avg_pool2d_backward(*given)
    result = t.call(avg_pool2d_backward, *given)
    result.equals(expected, terms=x.size, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(6):
    kernel_size = tuple(t.rng.integers(1, 5, size=2).tolist())
    stride = tuple(t.rng.integers(1, 4, size=2).tolist())
    x = t.rng.normal(size=t.rng.integers((1, 2, 5, 5), (3, 4, 10, 10)))
    y = check.truth.pooling.avg_pool2d(x, kernel_size, stride)
    given = t.rng.normal(size=y.shape), x, kernel_size, stride
    expected = check.truth.pooling.avg_pool2d_backward(*given)
    slips = check.slips.pooling.avg_pool2d_backward(*given)
    result = t.call(avg_pool2d_backward, *given)
    result.equals(expected, terms=16, wrong=slips)

dy, other = t.rng.normal(size=(2, *y.shape))
check.laws.linear(
    lambda dy: t.call(avg_pool2d_backward, dy, x, kernel_size, stride),
    dy,
    other,
    terms=16,
)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 6. The whole map
#
# Let the window be the whole map, and drop the two axes that have become 1.
# Then `(N, C, H, W)` becomes `(N, C)`: one number for each image and channel,
# however large the image is. Most networks since ResNet end with this **global
# average pooling** and one linear layer.
#
# The worked map gives $30 / 16 = 1.875$. You know its way back already: which
# part of `dy[n, c]` does each pixel of a map of 7 x 7 get?


# %% nbgrader={"grade": false, "grade_id": "pool-answer-global", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def global_avg_pool2d(x):
    """Write down the mean of each map.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)

    Returns
    -------
    float array of shape (N, C)
    """
    ### BEGIN SOLUTION
    return avg_pool2d(x, x.shape[2:])[:, :, 0, 0]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "pool-global", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("pool-global", forbid=CLOSED)
t.signature(global_avg_pool2d, "x")

x = worked.reshape(1, 1, 4, 4)
slips = check.slips.pooling.global_avg_pool2d(x)
t.call(global_avg_pool2d, x).equals([[1.875]], wrong=slips)

for H, W in [(5, 7), (8, 3)]:  # any size gives as many numbers
    x = t.rng.normal(size=(2, 3, H, W))
    expected = check.truth.pooling.global_avg_pool2d(x)
    slips = check.slips.pooling.global_avg_pool2d(x)
    result = t.call(global_avg_pool2d, x)
    result.equals(expected, terms=H * W, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(6):
    x = t.rng.normal(1.0, size=t.rng.integers((1, 1, 2, 2), (5, 6, 9, 9)))
    expected = check.truth.pooling.global_avg_pool2d(x)
    slips = check.slips.pooling.global_avg_pool2d(x)
    result = t.call(global_avg_pool2d, x)
    result.equals(expected, terms=64, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## Where you are
#
# You have written the layers that made the classic networks small, and the
# one that ends the modern ones. The gradient took three rules: the winner
# takes it, the first of equal ones wins, and what comes from several windows
# adds up. The last rule holds for every layer in which an input is used more
# than once.
