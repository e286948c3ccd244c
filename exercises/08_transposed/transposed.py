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
# # Exercise 8: transposed convolution
#
# A convolution with stride makes a map smaller. Its transpose makes a map
# larger: each input number stamps the kernel into the output. In this
# exercise you build it in one dimension with stamps, meet it again as a
# transposed matrix, and take it to images. Then you count the stamps, and see
# where the checkerboards in generated pictures come from.
#
# You write five short functions. Plan about 50 minutes.
#
# | part | function | points |
# |---|---|---|
# | 1 | `conv_transpose1d` | 3 |
# | 2 | `conv_matrix` | 3 |
# | 3 | `transposed_size` | 3 |
# | 4 | `conv_transpose2d`: stamps (4), padding (4) | 8 |
# | 5 | `overlap_counts` | 3 |
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
# **What is closed.** `np.convolve`, `scipy.signal`, PyTorch's convolutions,
# their transposes and their gradients do not work inside your functions.
# Loops are welcome.

# %% nbgrader={"grade": false, "grade_id": "transposed-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
from cnnlab import check

CLOSED = (
    *check.SHORTCUTS,
    "torch.nn.functional.fold",
    "torch.nn.functional.conv_transpose1d",
    "torch.nn.functional.conv_transpose2d",
    "torch.conv_transpose1d",
    "torch.conv_transpose2d",
    "torch.nn.grad.*",
)

# %% [markdown]
# ## 1. Stamps in a row
#
# Three numbers, $x = (2, 1, 4)$, a kernel $w = (1, 3, 2)$, stride 2. Each
# number of `x` multiplies the kernel. The result is its stamp. The first
# stamp begins at place 0 of the output, the next one `stride` places further,
# and so on. Where stamps overlap, they are added:
#
# ```
# 2 * w   2  6  4
# 1 * w         1  3  2
# 4 * w               4 12  8
#         -------------------
#         2  6  5  3  6 12  8
# ```
#
# The output ends where the last stamp ends. As a formula, with weights
# outside of the kernel counting as 0,
#
# $$
# y_p = \sum_i x_i \, w_{p - iS} .
# $$
#
# Before you run it: how long is the output with stride 3, and is there an
# overlap?


# %% nbgrader={"grade": false, "grade_id": "transposed-answer-1d", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def conv_transpose1d(x, w, stride=1):
    """Stamp the kernel once for each number of a row.

    Parameters
    ----------
    x : array of shape (L,)
    w : array of shape (K,)
    stride : int
        Places from one stamp to the next, in the output.

    Returns
    -------
    array, from the start of the first stamp to the end of the last one
    """
    ### BEGIN SOLUTION
    K = len(w)
    y = np.zeros((len(x) - 1) * stride + K)
    for i in range(len(x)):
        start = i * stride
        y[start : start + K] += x[i] * w
    return y
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "transposed-stamps", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("transposed-stamps", forbid=CLOSED)
t.signature(conv_transpose1d, "x", "w", stride=1)

# The worked example.
x, w = np.array([2.0, 1.0, 4.0]), np.array([1.0, 3.0, 2.0])
y = [2.0, 6.0, 5.0, 3.0, 6.0, 12.0, 8.0]
slips = check.slips.transposed.conv_transpose1d(x, w, 2)
t.call(conv_transpose1d, x, w, stride=2).equals(y, terms=3, wrong=slips)

w = np.array([1.0, -2.0, 5.0, 3.0])
t.call(conv_transpose1d, np.array([3.0]), w).equals(3 * w)  # a single stamp
for stride in (1, 2, 3, 6):  # with stride 6 there are gaps
    x = t.rng.integers(1, 10, size=5).astype(float)
    expected = check.truth.transposed.conv_transpose1d(x, w, stride)
    slips = check.slips.transposed.conv_transpose1d(x, w, stride)
    result = t.call(conv_transpose1d, x, w, stride=stride)
    result.equals(expected, terms=4, wrong=slips)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 4, 5):
    L, K = t.rng.integers((2, 1), (8, 6))
    x, w = t.rng.normal(size=L), t.rng.normal(size=K)
    expected = check.truth.transposed.conv_transpose1d(x, w, stride)
    slips = check.slips.transposed.conv_transpose1d(x, w, stride)
    result = t.call(conv_transpose1d, x, w, stride)
    result.equals(expected, terms=K, wrong=slips)

x, other = t.rng.normal(size=(2, 6))
check.laws.linear(
    lambda x: t.call(conv_transpose1d, x, w, 2), x, other, terms=w.size
)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. The matrix, and its transpose
#
# Where does the name come from? An ordinary convolution takes 7 numbers to 3,
# with the same kernel and the same stride. Every output is a sum of inputs
# times weights, so the convolution is a matrix, of 3 rows and 7 columns:
#
# $$
# A = \begin{bmatrix}
# 1 & 3 & 2 & 0 & 0 & 0 & 0 \\
# 0 & 0 & 1 & 3 & 2 & 0 & 0 \\
# 0 & 0 & 0 & 0 & 1 & 3 & 2
# \end{bmatrix}
# $$
#
# Each row holds the kernel once, at the window that this output looks at. The
# kernel is not flipped; deep learning does not flip. As always, a window that
# would stick out is not taken, and if the stride does not come out even, the
# last columns of $A$ are 0.
#
# Now read $A$ by columns, or turn it over. $A^\top$ takes 3 numbers to 7, and
# column $i$ of $A^\top$ is the kernel at place $iS$: a stamp. So
# $A^\top x$ is what you have written in part 1, and the test holds you to it.
#
# Predict before you run: is $A A^\top$ the identity? What does your answer
# say about the name "deconvolution", which some use for this layer?


# %% nbgrader={"grade": false, "grade_id": "transposed-answer-matrix", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def conv_matrix(w, n, stride=1):
    """Write the convolution of ``n`` numbers, without padding, as a matrix.

    Parameters
    ----------
    w : array of shape (K,)
    n : int
        How many numbers come in, ``n >= K``.
    stride : int

    Returns
    -------
    array of shape (L_out, n), a row for each window that fits
    """
    ### BEGIN SOLUTION
    K = len(w)
    L_out = (n - K) // stride + 1
    A = np.zeros((L_out, n))
    for i in range(L_out):
        start = i * stride
        A[i, start : start + K] = w
    return A
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "transposed-matrix", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("transposed-matrix", forbid=CLOSED)
t.signature(conv_matrix, "w", "n", stride=1)

# The worked example.
w = np.array([1.0, 3.0, 2.0])
A = [
    [1.0, 3.0, 2.0, 0.0, 0.0, 0.0, 0.0],
    [0.0, 0.0, 1.0, 3.0, 2.0, 0.0, 0.0],
    [0.0, 0.0, 0.0, 0.0, 1.0, 3.0, 2.0],
]
slips = check.slips.transposed.conv_matrix(w, 7, 2)
t.call(conv_matrix, w, 7, stride=2).equals(A, wrong=slips)

w = np.array([4.0, -1.0, 2.0, 7.0])
for n, stride in [(9, 1), (9, 3), (10, 2), (4, 5)]:
    expected = check.truth.transposed.conv_matrix(w, n, stride)
    slips = check.slips.transposed.conv_matrix(w, n, stride)
    t.call(conv_matrix, w, n, stride=stride).equals(expected, wrong=slips)

# The transpose of the matrix stamps.
A = t.call(conv_matrix, w, 10, stride=3).array()
x = t.rng.integers(-9, 10, size=3).astype(float)
result = t.call(conv_transpose1d, x, w, stride=3)
result.equals(A.T @ x, terms=4, law="A.T @ x = the stamps of x")
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 4):
    K, spare = t.rng.integers((1, 4), (6, 9)).tolist()
    w, n = t.rng.normal(size=K), K + spare
    expected = check.truth.transposed.conv_matrix(w, n, stride)
    slips = check.slips.transposed.conv_matrix(w, n, stride)
    t.call(conv_matrix, w, n, stride).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. How large is the output?
#
# Two things change the size further, and both are named after the convolution
# whose transpose this is.
#
# - **padding**: the convolution put `padding` zeros around its large image.
#   On the way back they are *cut off*: `padding` pixels at each end of the
#   output. More padding makes the output smaller.
# - **output_padding**: a convolution with stride drops what does not come out
#   even, so several sizes become one. With `k = 3`, `stride = 2` and
#   `padding = 1`, both 13 and 14 pixels become 7. From 7 pixels nobody can
#   tell which was meant. `output_padding` says it: so many pixels more, at
#   the *end* only.
#
# By hand: 7 stamps of 3 pixels, 2 apart. The last one begins at 12 and ends
# before 15. Cut one pixel off at each end, and 13 remain, or 14 with
# `output_padding = 1`.
#
# Predict: 7 pixels, kernel 4, stride 2, padding 1. And which padding does a
# kernel of 6 need, to double the size exactly with stride 2?


# %% nbgrader={"grade": false, "grade_id": "transposed-answer-size", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def transposed_size(n, kernel_size, stride=1, padding=0, output_padding=0):
    """Count the outputs of a transposed convolution along one axis.

    Parameters
    ----------
    n, kernel_size : int
        Size of the input and of the kernel.
    stride : int
        Pixels from stamp to stamp.
    padding : int
        Pixels cut off at each end.
    output_padding : int
        Pixels more at the end.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    uncut = (n - 1) * stride + kernel_size
    return uncut - 2 * padding + output_padding
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "transposed-size", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("transposed-size", forbid=CLOSED)
t.signature(
    transposed_size, "n", "kernel_size", stride=1, padding=0, output_padding=0
)

t.call(transposed_size, 5, 3).equals(
    7, wrong=check.slips.transposed.transposed_size(5, 3)
)
for given, expected in (
    ((3, 3, 2, 0, 0), 7),  # the row of part 1
    ((6, 4, 3, 2, 0), 15),
    ((6, 5, 4, 1, 3), 26),
    ((7, 3, 2, 1, 0), 13),  # the example
    ((7, 3, 2, 1, 1), 14),
    ((7, 4, 2, 1, 0), 14),  # doubles exactly
    ((4, 2, 3, 0, 2), 13),  # gaps between the stamps
):
    slips = check.slips.transposed.transposed_size(*given)
    n, k, stride, padding, extra = given
    result = t.call(
        transposed_size, n, k, stride, padding=padding, output_padding=extra
    )
    result.equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for n in range(3, 25):
    k, stride, padding = t.rng.integers((2, 1, 0), (7, 6, 3)).tolist()
    given = n, k, stride, padding, int(t.rng.integers(stride))
    expected = check.truth.transposed.transposed_size(*given)
    slips = check.slips.transposed.transposed_size(*given)
    t.call(transposed_size, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. Images
#
# The same with two axes. Each pixel stamps the kernel; stamp $(i, j)$ begins
# at row $iS$ and column $jS$. By hand, with stride 1:
#
# $$
# \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
# \ \text{stamps}\
# \begin{bmatrix} 1 & 10 \\ 100 & 1000 \end{bmatrix}
# \quad\text{to}\quad
# \begin{bmatrix}
# 1 & 12 & 20 \\ 103 & 1234 & 2040 \\ 300 & 3400 & 4000
# \end{bmatrix}
# $$
#
# All four stamps meet in the middle, and each brings another digit of 1234.
#
# With channels, a pixel is a column of $C_{in}$ numbers. Each of them stamps
# a block of $C_{out}$ kernels of its own, and the blocks are added. Mind the
# order of the weights: `w` is $(C_{in}, C_{out}, K_H, K_W)$, the other way
# round than in a convolution. It is the weight of the convolution whose
# transpose this is, and that one goes from $C_{out}$ channels to $C_{in}$.
#
# At the end, cut `padding` pixels off each of the four borders. What
# `output_padding` adds at the bottom and right is no border of zeros: stamps
# that reach there are *seen* there. In part 1, with padding 1,
#
# ```
# no padding                       2 6 5 3 6 12 8
# padding 1                          6 5 3 6 12
# padding 1 and output_padding 1     6 5 3 6 12 8
# ```
#
# Write the whole function at once; its two tests follow. The first one has no
# padding. Predict: which shape comes from 3 input channels of 5 by 4 pixels,
# weights of the shape (3, 2, 2, 5), stride 3?


# %% nbgrader={"grade": false, "grade_id": "transposed-answer-2d", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def conv_transpose2d(x, w, stride=1, padding=0, output_padding=0):
    """Stamp the kernels once for each pixel of an image.

    Parameters
    ----------
    x : array of shape (C_in, H, W)
    w : array of shape (C_in, C_out, KH, KW)
    stride : int
        Pixels from stamp to stamp, in both directions.
    padding : int
        Pixels cut off at each of the four borders.
    output_padding : int
        Rows and columns more, at the bottom and at the right only.

    Returns
    -------
    array of shape (C_out, H_out, W_out)
        Each size as in `transposed_size`.
    """
    ### BEGIN SOLUTION
    _, H, W = x.shape
    _, C_out, KH, KW = w.shape
    H_out = transposed_size(H, KH, stride, padding, output_padding)
    W_out = transposed_size(W, KW, stride, padding, output_padding)
    y = np.zeros((C_out, H_out + 2 * padding, W_out + 2 * padding))
    for i in range(H):
        for j in range(W):
            top, left = i * stride, j * stride
            stamp = np.tensordot(x[:, i, j], w, axes=1)
            y[:, top : top + KH, left : left + KW] += stamp
    return y[:, padding : padding + H_out, padding : padding + W_out]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "transposed-2d", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("transposed-2d", forbid=CLOSED)
t.signature(conv_transpose2d, "x", "w", stride=1, padding=0, output_padding=0)

# The worked example.
x = np.array([[[1.0, 2.0], [3.0, 4.0]]])
w = np.array([[[[1.0, 10.0], [100.0, 1000.0]]]])
y = [[[1.0, 12.0, 20.0], [103.0, 1234.0, 2040.0], [300.0, 3400.0, 4000.0]]]
slips = check.slips.transposed.conv_transpose2d(x, w)
t.call(conv_transpose2d, x, w).equals(y, terms=4, wrong=slips)

# Three channels in, two out; nothing square.
x = t.rng.integers(-5, 6, size=(3, 3, 4)).astype(float)
w = t.rng.integers(-3, 4, size=(3, 2, 3, 2)).astype(float)
for stride in (1, 2, 3):
    expected = check.truth.transposed.conv_transpose2d(x, w, stride)
    slips = check.slips.transposed.conv_transpose2d(x, w, stride)
    result = t.call(conv_transpose2d, x, w, stride=stride)
    result.equals(expected, terms=w.size, wrong=slips)

# Twice as much input stamps twice as much output, and inputs add.
x, other = t.rng.normal(size=(2, 3, 3, 4))
check.laws.linear(
    lambda x: t.call(conv_transpose2d, x, w, 2), x, other, terms=w.size
)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 4):
    C_in, C_out, KH, KW, H, W = t.rng.integers(1, 5, size=6).tolist()
    x, w = (
        t.rng.normal(size=(C_in, H, W)),
        t.rng.normal(size=(C_in, C_out, KH, KW)),
    )
    expected = check.truth.transposed.conv_transpose2d(x, w, stride)
    slips = check.slips.transposed.conv_transpose2d(x, w, stride)
    result = t.call(conv_transpose2d, x, w, stride)
    result.equals(expected, terms=w.size, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# Padding next, and the law that makes it a transpose: for the convolution $f$
# with the same weights, stride and padding, any large image $y$ and any small
# one $x$,
#
# $$
# \sum f(y) \cdot x = \sum y \cdot \text{conv\_transpose2d}(x) .
# $$

# %% nbgrader={"grade": true, "grade_id": "transposed-padding", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("transposed-padding", forbid=CLOSED)

# The row of part 1, as an image of one row; the kernel has three, so that
# there is something to cut off above and below.
x = np.array([[[2.0, 1.0, 4.0]]])
w = np.array([[[[0.0, 0.0, 0.0], [1.0, 3.0, 2.0], [0.0, 0.0, 0.0]]]])
y = [[[6.0, 5.0, 3.0, 6.0, 12.0]]]
slips = check.slips.transposed.conv_transpose2d(x, w, 2, 1)
result = t.call(conv_transpose2d, x, w, stride=2, padding=1)
result.equals(y, terms=3, wrong=slips)

x = t.rng.integers(1, 6, size=(3, 3, 4)).astype(float)
w = t.rng.integers(1, 6, size=(3, 2, 4, 5)).astype(float)
for stride, padding, extra in [(1, 1, 0), (2, 1, 1), (3, 1, 2), (3, 2, 1)]:
    given = (x, w, stride, padding, extra)
    expected = check.truth.transposed.conv_transpose2d(*given)
    slips = check.slips.transposed.conv_transpose2d(*given)
    how = {"stride": stride, "padding": padding, "output_padding": extra}
    result = t.call(conv_transpose2d, x, w, **how)
    result.equals(expected, terms=w.size, wrong=slips)

# The convolution and its transpose, for 9 by 13 pixels in the large image.
x, y = t.rng.normal(size=(3, 3, 4)), t.rng.normal(size=(2, 9, 13))
zeros = np.zeros(3)


def convolution(y):
    """The convolution of one image, as an outcome of its own."""
    small = check.truth.im2col.conv2d(y[None], w, zeros, stride=3, padding=1)
    return check.Outcome(t, "convolution(y)", small[0])


check.laws.adjoint(
    convolution,
    lambda x: t.call(conv_transpose2d, x, w, 3, 1, 1),
    y,
    x,
    terms=w.size,
)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 4):
    C_in, C_out, padding, H, W = t.rng.integers(1, 4, size=5).tolist()
    KH, KW = (t.rng.integers(2, 5, size=2) + 2 * padding).tolist()
    x, w = (
        t.rng.normal(size=(C_in, H, W)),
        t.rng.normal(size=(C_in, C_out, KH, KW)),
    )
    given = (x, w, stride, padding, int(t.rng.integers(stride)))
    expected = check.truth.transposed.conv_transpose2d(*given)
    slips = check.slips.transposed.conv_transpose2d(*given)
    t.call(conv_transpose2d, *given).equals(
        expected, terms=w.size, wrong=slips
    )
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 5. The checkerboard, counted
#
# Feed a flat map into a layer whose weights are all 1, and the output says
# how many stamps lie on each pixel. For three inputs, kernel 3 and stride 2:
#
# ```
# 1 1 1
#     1 1 1
#         1 1 1
# -------------
# 1 1 2 1 2 1 1
# ```
#
# Pixels with two stamps and pixels with one take turns. In an image the
# counts of rows and columns multiply, and 1, 2 and 4 make the checkerboard
# that generated pictures are known for. It needs no bad weights, only a
# stride that does not divide the kernel.
#
# Count the stamps on each pixel, without padding. The border has fewer. If
# the stride is larger than the kernel, some pixels have none.
#
# Predict before you run: away from the border, which counts has kernel 5 with
# stride 2? And kernel 6 with stride 3?


# %% nbgrader={"grade": false, "grade_id": "transposed-answer-counts", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def overlap_counts(n, kernel_size, stride):
    """Count the stamps on each output pixel of a transposed convolution.

    Parameters
    ----------
    n : int
        How many inputs stamp.
    kernel_size, stride : int

    Returns
    -------
    array of whole numbers, as long as the output without padding
    """
    ### BEGIN SOLUTION
    counts = np.zeros(transposed_size(n, kernel_size, stride), dtype=int)
    for i in range(n):
        counts[i * stride : i * stride + kernel_size] += 1
    return counts
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "transposed-counts", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("transposed-counts", forbid=CLOSED)
t.signature(overlap_counts, "n", "kernel_size", "stride")

# The worked example.
slips = check.slips.transposed.overlap_counts(3, 3, 2)
t.call(overlap_counts, 3, 3, 2).equals([1, 1, 2, 1, 2, 1, 1], wrong=slips)

for n, kernel_size, stride in (
    (6, 4, 2),  # even: 4 is divisible by 2
    (6, 5, 2),  # uneven
    (5, 5, 3),
    (5, 6, 3),
    (4, 2, 3),  # gaps
    (3, 3, 1),
):
    given = n, kernel_size, stride
    expected = check.truth.transposed.overlap_counts(*given)
    slips = check.slips.transposed.overlap_counts(*given)
    t.call(overlap_counts, *given).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 4, 5):
    given = (*t.rng.integers((2, 1), (9, 9)).tolist(), stride)
    expected = check.truth.transposed.overlap_counts(*given)
    slips = check.slips.transposed.overlap_counts(*given)
    t.call(overlap_counts, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. Three layers with kernel 3 and stride 2, weights all
# 1, on a flat map; then the same with kernel 4. Predict first: which of the
# two is woven, and where?

# %% tags=["play"]
import matplotlib.pyplot as plt

figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, K in zip(axes, (3, 4), strict=True):
    layer, cut = np.ones((1, 6, 6)), 14
    for _ in range(3):
        layer = conv_transpose2d(layer, np.ones((1, 1, K, K)), stride=2)
    ax.imshow(layer[0, cut:-cut, cut:-cut], cmap="gray", vmin=0)
    ax.set_title(f"kernel {K}, stride 2, three layers")
plt.show()

# %% [markdown]
# ## Where you are
#
# You have written the layer with which networks draw, in the form of stamps,
# and you know why it is called transposed. Equal counts are needed for an
# even picture, but they are not enough: the chapter goes on to the weights.
