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
# # Exercise 5: convolution as a matrix product
#
# A convolution by loops is right and slow. Libraries know a way round: write
# every window of the image as a column of a matrix, and the whole layer
# becomes *one* product of two matrices, which computers are good at. The step
# from image to columns is called **im2col**.
#
# It also makes the backward pass short. From $Y = WX$ follow two more
# products, and one step from columns back to the image, **col2im**.
#
# You write six short functions. Plan about an hour.
#
# | part | function | points |
# |---|---|---|
# | 1 | `im2col`: windows as columns (3), stride and padding (3) | 6 |
# | 2 | `col2im`: columns back to the image (3), its adjoint law (3) | 6 |
# | 3 | `conv2d` | 2 |
# | 4 | `weight_gradient` | 2 |
# | 5 | `input_gradient` | 2 |
# | 6 | `conv2d_backward` | 2 |
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
# **Shapes.** Images `x` are `(N, C, H, W)`: batch, channels, rows, columns.
# Weights `w` are `(C_out, C_in, KH, KW)`. `dy` is the gradient of the loss at
# the output, with the output's shape; `dx`, `dw`, `db` are those at `x`, `w`
# and `b`. A `kernel_size` is a tuple `(KH, KW)`. Nothing has to be square.
#
# **What is closed.** PyTorch's `unfold` and `fold`, its convolutions and
# their gradients do not work inside your functions. `np.pad` is open, and
# loops over the places are welcome.
#
# The number of places along one axis is known from exercise 3, and given.

# %% nbgrader={"grade": false, "grade_id": "im2col-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
from functools import partial

import numpy as np
from cnnlab import check

CLOSED = (
    *check.SHORTCUTS,
    "torch.nn.functional.fold",
    "torch.nn.functional.conv_transpose2d",
    "torch.conv_transpose2d",
    "torch.nn.grad.*",
)


def output_size(n, k, stride=1, padding=0):
    """Count the places that a kernel of size k visits along one axis."""
    return (n + 2 * padding - k) // stride + 1


# %% [markdown]
# ## 1. Windows as columns
#
# Take an image with one channel, two rows and three columns, and a kernel of
# 2 by 2. It fits at two places:
#
# $$
# \begin{bmatrix} 0 & 1 & 2 \\ 3 & 4 & 5 \end{bmatrix}
# \quad\longrightarrow\quad
# X = \begin{bmatrix} 0 & 1 \\ 1 & 2 \\ 3 & 4 \\ 4 & 5 \end{bmatrix}
# $$
#
# Each window is read row by row and stands upright. In general an entry of
# the matrix is
#
# $$
# X_{(c,u,v),\,(i,j)} = x_{c,\;iS+u-P,\;jS+v-P}
# $$
#
# with stride $S$ and padding $P$; a pixel outside the image counts as 0. The
# bracket $(c, u, v)$ is one number that counts the rows, $v$ fastest, then
# $u$, then the channel $c$. The bracket $(i, j)$ counts the places, $j$
# fastest. Each image of the batch has a matrix of its own.
#
# The order of $(c, u, v)$ is not a matter of taste: it is the order in which
# `w[o].reshape(-1)` reads a kernel, and the two must agree.
#
# Before you run it: `x` has the shape (1, 64, 56, 56), the kernel is 3 by 3,
# the padding 1. How many rows and columns has the matrix? How many times as
# many numbers is that as `x` has?


# %% nbgrader={"grade": false, "grade_id": "im2col-answer-im2col", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def im2col(x, kernel_size, stride=1, padding=0):
    """Write every window of an image as a column.

    Parameters
    ----------
    x : array of shape (N, C, H, W)
    kernel_size : tuple of two ints
        ``(KH, KW)``; the kernel fits into the padded image.
    stride : int
        Pixels from one window to the next, in both directions.
    padding : int
        Width of the border of zeros around each channel.

    Returns
    -------
    array of shape (N, C * KH * KW, H_out * W_out)
    """
    ### BEGIN SOLUTION
    N, C, H, W = x.shape
    KH, KW = kernel_size
    H_out = output_size(H, KH, stride, padding)
    W_out = output_size(W, KW, stride, padding)
    border = (padding, padding)
    x = np.pad(x, ((0, 0), (0, 0), border, border))
    columns = np.zeros((N, C * KH * KW, H_out * W_out))
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            window = x[:, :, top : top + KH, left : left + KW]
            columns[:, :, i * W_out + j] = window.reshape(N, -1)
    return columns
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "im2col-columns", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("im2col-columns", forbid=CLOSED)
t.signature(im2col, "x", "kernel_size", stride=1, padding=0)

# The worked example.
x = np.array([[[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]]])
columns = [[[0.0, 1.0], [1.0, 2.0], [3.0, 4.0], [4.0, 5.0]]]
slips = check.slips.im2col.im2col(x, (2, 2))
t.call(im2col, x, (2, 2)).equals(columns, wrong=slips)

# Two images, three channels, nothing square.
x = t.rng.integers(-9, 10, size=(2, 3, 4, 6)).astype(float)
for kernel_size in [(1, 1), (2, 3), (3, 2)]:
    expected = check.truth.im2col.im2col(x, kernel_size)
    slips = check.slips.im2col.im2col(x, kernel_size)
    t.call(im2col, x, kernel_size).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(6):
    N, C, KH, KW = t.rng.integers(1, 5, size=4).tolist()
    size = KH + t.rng.integers(4), KW + t.rng.integers(1, 6)
    x = t.rng.normal(size=(N, C, *size))
    expected = check.truth.im2col.im2col(x, (KH, KW))
    slips = check.slips.im2col.im2col(x, (KH, KW))
    t.call(im2col, x, (KH, KW)).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "im2col-geometry", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("im2col-geometry", forbid=CLOSED)

x = t.rng.integers(1, 10, size=(2, 3, 7, 9)).astype(float)
kernel_size = (3, 2)
for stride, padding in [(1, 1), (2, 0), (3, 0), (3, 2)]:
    expected = check.truth.im2col.im2col(x, kernel_size, stride, padding)
    slips = check.slips.im2col.im2col(x, kernel_size, stride, padding)
    result = t.call(im2col, x, kernel_size, stride=stride, padding=padding)
    result.equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 4):
    N, C, KH, KW = t.rng.integers(1, 5, size=4).tolist()
    size = KH + t.rng.integers(6), KW + t.rng.integers(4, 9)
    x, padding = t.rng.normal(size=(N, C, *size)), int(t.rng.integers(3))
    expected = check.truth.im2col.im2col(x, (KH, KW), stride, padding)
    slips = check.slips.im2col.im2col(x, (KH, KW), stride, padding)
    result = t.call(im2col, x, (KH, KW), stride, padding)
    result.equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. And back
#
# `im2col` copies a pixel into every window that sees it. `col2im` goes back
# along the same ways: each entry of the columns returns to the pixel that it
# came from, and where several arrive, they are **added**.
#
# In the example of part 1 both windows see the middle pixels. Other numbers,
# on the same way back:
#
# $$
# \begin{bmatrix} 1 & 2 \\ 3 & 4 \\ 5 & 6 \\ 7 & 8 \end{bmatrix}
# \quad\longrightarrow\quad
# \begin{bmatrix} 1 & 3 + 2 & 4 \\ 5 & 7 + 6 & 8 \end{bmatrix}
# $$
#
# So `col2im` is not the inverse of `im2col`. It is its **transpose**: the
# function that the chain rule needs for the way back. What went into the
# border of zeros came from no pixel, and is dropped.
#
# The function must be told the `shape` of the image. The columns do not know
# it: with stride 2, a kernel of 3 fits into 7 pixels as often as into 8.
#
# Predict: an image of 3 by 3, a kernel of 2 by 2, and columns of ones. What
# comes back in the corners, at the edges, in the middle?


# %% nbgrader={"grade": false, "grade_id": "im2col-answer-col2im", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def col2im(columns, shape, kernel_size, stride=1, padding=0):
    """Send each entry of the columns back to its pixel, and add.

    Parameters
    ----------
    columns : array of shape (N, C * KH * KW, H_out * W_out)
    shape : tuple of four ints
        ``(N, C, H, W)`` of the image, without the padding.
    kernel_size : tuple of two ints
    stride, padding : int
        As in `im2col`.

    Returns
    -------
    array of shape (N, C, H, W)
    """
    ### BEGIN SOLUTION
    N, C, H, W = shape
    KH, KW = kernel_size
    H_out = output_size(H, KH, stride, padding)
    W_out = output_size(W, KW, stride, padding)
    x = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            window = columns[:, :, i * W_out + j].reshape(N, C, KH, KW)
            x[:, :, top : top + KH, left : left + KW] += window
    return x[:, :, padding : padding + H, padding : padding + W]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "im2col-col2im", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("im2col-col2im", forbid=CLOSED)
t.signature(col2im, "columns", "shape", "kernel_size", stride=1, padding=0)

# The worked example.
columns = np.array([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]])
x, shape = [[[[1.0, 5.0, 4.0], [5.0, 13.0, 8.0]]]], (1, 1, 2, 3)
slips = check.slips.im2col.col2im(columns, shape, (2, 2))
t.call(col2im, columns, shape, (2, 2)).equals(x, terms=4, wrong=slips)

# Twice the same shape: the second call starts from zeros, too.
shape, kernel_size = (2, 3, 4, 6), (3, 2)
for _ in range(2):
    columns = t.rng.integers(-9, 10, size=(2, 18, 10)).astype(float)
    expected = check.truth.im2col.col2im(columns, shape, kernel_size)
    slips = check.slips.im2col.col2im(columns, shape, kernel_size)
    result = t.call(col2im, columns, shape, kernel_size)
    result.equals(expected, terms=6, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(6):
    N, C, KH, KW = t.rng.integers(1, 5, size=4).tolist()
    size = KH + int(t.rng.integers(4)), KW + int(t.rng.integers(1, 6))
    H_out, W_out = check.truth.im2col.places(size, (KH, KW))
    columns = t.rng.normal(size=(N, C * KH * KW, H_out * W_out))
    expected = check.truth.im2col.col2im(columns, (N, C, *size), (KH, KW))
    slips = check.slips.im2col.col2im(columns, (N, C, *size), (KH, KW))
    result = t.call(col2im, columns, (N, C, *size), (KH, KW))
    result.equals(expected, terms=KH * KW, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# Stride and padding next. There is a test for a transpose that needs no
# expected values. Take any image $x$ and any columns $Y$. Then
#
# $$
# \sum \text{im2col}(x) \cdot Y \;=\; \sum x \cdot \text{col2im}(Y),
# $$
#
# because both sides add up the same products, once for each way from a pixel
# to a column. This is the **adjoint law**. It holds for every stride, every
# padding and every shape, and one forgotten way breaks it.

# %% nbgrader={"grade": true, "grade_id": "im2col-adjoint", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("im2col-adjoint", forbid=CLOSED)

for shape, kernel_size, stride, padding in (
    ((1, 2, 4, 6), (3, 2), 1, 1),
    ((2, 1, 6, 9), (2, 3), 2, 0),  # the last column of pixels is seen
    ((2, 3, 9, 7), (3, 2), 3, 0),  # the last two columns are not
    ((1, 2, 8, 5), (4, 3), 2, 2),
):
    how = {"kernel_size": kernel_size, "stride": stride, "padding": padding}
    x = t.rng.normal(size=shape)
    columns = t.rng.normal(size=check.truth.im2col.im2col(x, **how).shape)
    expected = check.truth.im2col.col2im(columns, shape, **how)
    slips = check.slips.im2col.col2im(columns, shape, **how)
    result = t.call(col2im, columns, shape, **how)
    result.equals(expected, terms=12, wrong=slips)
    forth = partial(t.call, im2col, **how)
    back = partial(t.call, col2im, shape=shape, **how)
    check.laws.adjoint(forth, back, x, columns)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 4):
    N, C, KH, KW = t.rng.integers(1, 5, size=4).tolist()
    size = KH + int(t.rng.integers(6)), KW + int(t.rng.integers(4, 9))
    padding = int(t.rng.integers(3))
    places = check.truth.im2col.places(size, (KH, KW), stride, padding)
    columns = t.rng.normal(size=(N, C * KH * KW, places[0] * places[1]))
    given = (columns, (N, C, *size), (KH, KW), stride, padding)
    expected = check.truth.im2col.col2im(*given)
    slips = check.slips.im2col.col2im(*given)
    t.call(col2im, *given).equals(expected, terms=KH * KW, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. An image of ones goes to columns and back. Predict
# first: where is the number of windows largest, and what will stride 2 do to
# a kernel of 3?

# %% tags=["play"]
import matplotlib.pyplot as plt

ones = np.ones((1, 1, 9, 13))
figure, axes = plt.subplots(1, 3, figsize=(11, 2.6))
for ax, stride in zip(axes, (1, 2, 3), strict=True):
    counts = col2im(im2col(ones, (3, 3), stride), ones.shape, (3, 3), stride)
    ax.imshow(counts[0, 0], cmap="viridis", vmin=0, vmax=9)
    ax.set_title(f"windows on each pixel, stride {stride}")
plt.show()

# %% [markdown]
# ## 3. One product
#
# Write each kernel as a row, `w.reshape(C_out, -1)`. No number moves; the same
# weights are only seen as a matrix $W$ of $C_{out}$ rows. Row $o$ times
# column $(i, j)$ is the sum of products of filter $o$ at place $(i, j)$, so
#
# $$
# Y = W X, \qquad
# Y_{o,\,(i,j)} = \sum_{(c,u,v)} W_{o,(c,u,v)}\, X_{(c,u,v),\,(i,j)} .
# $$
#
# Add the bias of filter $o$ to row $o$, and give $Y$ the shape of an image
# again. `W @ columns` multiplies $W$ with the matrix of each image in the
# batch.
#
# A small layer will go with us from here on: one row of three pixels,
# $x = (1, 2, 3)$, and one kernel $w = (5, 7)$. Its two windows are
# $(1, 2)$ and $(2, 3)$, so without bias
# $y = (1 \cdot 5 + 2 \cdot 7,\; 2 \cdot 5 + 3 \cdot 7) = (19, 31)$.
#
# Before you run it: which shapes have $W$, the columns and $Y$ for this
# layer?


# %% nbgrader={"grade": false, "grade_id": "im2col-answer-conv2d", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def conv2d(x, w, b, stride=1, padding=0):
    """Convolve a batch of images by one matrix product for each.

    Parameters
    ----------
    x : array of shape (N, C_in, H, W)
    w : array of shape (C_out, C_in, KH, KW)
    b : array of shape (C_out,)
    stride, padding : int

    Returns
    -------
    array of shape (N, C_out, H_out, W_out)
    """
    ### BEGIN SOLUTION
    N, _, H, W = x.shape
    C_out, _, KH, KW = w.shape
    H_out = output_size(H, KH, stride, padding)
    W_out = output_size(W, KW, stride, padding)
    columns = im2col(x, (KH, KW), stride, padding)
    y = w.reshape(C_out, -1) @ columns + b[:, None]
    return y.reshape(N, C_out, H_out, W_out)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "im2col-conv2d", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("im2col-conv2d", forbid=CLOSED)
t.signature(conv2d, "x", "w", "b", stride=1, padding=0)

# The worked example, with a bias of 100.
x, w = np.array([[[[1.0, 2.0, 3.0]]]]), np.array([[[[5.0, 7.0]]]])
b = np.array([100.0])
slips = check.slips.im2col.conv2d(x, w, b)
t.call(conv2d, x, w, b).equals([[[[119.0, 131.0]]]], terms=2, wrong=slips)

x = t.rng.integers(-5, 6, size=(2, 3, 5, 7)).astype(float)
w = t.rng.integers(-3, 4, size=(4, 3, 3, 2)).astype(float)
b = np.array([10.0, 20.0, 30.0, 40.0])
for stride, padding in [(1, 0), (1, 1), (3, 0), (2, 2)]:
    expected = check.truth.im2col.conv2d(x, w, b, stride, padding)
    slips = check.slips.im2col.conv2d(x, w, b, stride, padding)
    result = t.call(conv2d, x, w, b, stride=stride, padding=padding)
    result.equals(expected, terms=18, wrong=slips)

# Without bias the layer is linear in the image.
x, other = t.rng.normal(size=(2, 2, 3, 5, 7))
check.laws.linear(
    lambda x: t.call(conv2d, x, w, 0 * b, padding=1), x, other, terms=18
)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 4):
    N, C_in, C_out, KH, KW = t.rng.integers(1, 5, size=5).tolist()
    size = KH + t.rng.integers(6), KW + t.rng.integers(4, 9)
    x, padding = t.rng.normal(size=(N, C_in, *size)), int(t.rng.integers(3))
    w, b = t.rng.normal(size=(C_out, C_in, KH, KW)), t.rng.normal(size=C_out)
    expected = check.truth.im2col.conv2d(x, w, b, stride, padding)
    slips = check.slips.im2col.conv2d(x, w, b, stride, padding)
    result = t.call(conv2d, x, w, b, stride, padding)
    result.equals(expected, terms=C_in * KH * KW + 1, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. The gradient of the weights
#
# Backwards. We are given `dy`: how much the loss grows for each output that
# grows a little. How much does it grow for a weight? Weight $u$ of the small
# layer meets pixel $x_i + u$ at place $i$:
#
# $$
# y_0 = x_0 w_0 + x_1 w_1, \qquad y_1 = x_1 w_0 + x_2 w_1 .
# $$
#
# With $dy = (10, 1)$ the shares of the two places add up:
# $dw_0 = 10 \cdot 1 + 1 \cdot 2 = 12$ and
# $dw_1 = 10 \cdot 2 + 1 \cdot 3 = 23$. In matrices, with $dY$ of the shape
# $(C_{out}, H_{out} W_{out})$,
#
# $$
# dW = dY\, X^\top ,
# $$
#
# and the shares of all images of the batch add up as well: they were all made
# with the same weights. Nothing is divided by anything; a loss that takes a
# mean has put its factor into `dy` already.
#
# Question: `dy` and `x` are given, and their sizes. Why does the function
# still need `kernel_size`?


# %% nbgrader={"grade": false, "grade_id": "im2col-answer-weight-gradient", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def weight_gradient(dy, x, kernel_size, stride=1, padding=0):
    """Compute dw, the gradient of the loss at the weights of `conv2d`.

    Parameters
    ----------
    dy : array of shape (N, C_out, H_out, W_out)
    x : array of shape (N, C_in, H, W)
    kernel_size : tuple of two ints
    stride, padding : int
        As in the forward pass.

    Returns
    -------
    array of shape (C_out, C_in, KH, KW)
    """
    ### BEGIN SOLUTION
    N, C_out = dy.shape[:2]
    columns = im2col(x, kernel_size, stride, padding)
    per_image = dy.reshape(N, C_out, -1) @ columns.transpose(0, 2, 1)
    return per_image.sum(axis=0).reshape(C_out, x.shape[1], *kernel_size)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "im2col-weight-gradient", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("im2col-weight-gradient", forbid=CLOSED)
t.signature(weight_gradient, "dy", "x", "kernel_size", stride=1, padding=0)

# The worked example.
x, dy = np.array([[[[1.0, 2.0, 3.0]]]]), np.array([[[[10.0, 1.0]]]])
slips = check.slips.im2col.weight_gradient(dy, x, (1, 2))
result = t.call(weight_gradient, dy, x, (1, 2))
result.equals([[[[12.0, 23.0]]]], terms=2, wrong=slips)

x = t.rng.integers(-5, 6, size=(3, 2, 7, 9)).astype(float)
w, b = np.zeros((4, 2, 3, 2)), np.zeros(4)
for stride, padding in [(1, 0), (1, 1), (3, 0), (2, 2)]:
    shape = check.truth.im2col.conv2d(x, w, b, stride, padding).shape
    dy = t.rng.integers(-3, 4, size=shape).astype(float)
    _, expected, _ = check.truth.im2col.conv2d_backward(
        dy, x, w, stride, padding
    )
    given = (dy, x, (3, 2), stride, padding)
    slips = check.slips.im2col.weight_gradient(*given)
    result = t.call(weight_gradient, *given)
    result.equals(expected, terms=dy.size, wrong=slips)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 4):
    N, C_in, C_out, KH, KW = t.rng.integers(1, 5, size=5).tolist()
    size = KH + t.rng.integers(6), KW + t.rng.integers(4, 9)
    x, padding = t.rng.normal(size=(N, C_in, *size)), int(t.rng.integers(3))
    places = check.truth.im2col.places(size, (KH, KW), stride, padding)
    dy, w = (
        t.rng.normal(size=(N, C_out, *places)),
        np.zeros((C_out, C_in, KH, KW)),
    )
    expected = check.truth.im2col.conv2d_backward(dy, x, w, stride, padding)[1]
    given = (dy, x, (KH, KW), stride, padding)
    slips = check.slips.im2col.weight_gradient(*given)
    result = t.call(weight_gradient, *given)
    result.equals(expected, terms=dy.size, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 5. The gradient of the input
#
# And for a pixel? In the small layer $x_1$ has a share in both outputs, by
# the weight 7 in $y_0$ and by the weight 5 in $y_1$:
#
# $$
# dx = (10 \cdot 5,\; 10 \cdot 7 + 1 \cdot 5,\; 1 \cdot 7) = (50, 75, 7).
# $$
#
# In matrices it goes in two steps. First the gradient of the columns,
# $dX = W^\top dY$. Then every entry goes back to the pixel that it was copied
# from, and shares are added. You have written that already.
#
# Before you run it: with stride 3 and a kernel of 2, some pixels are seen by
# no window. What is their gradient?


# %% nbgrader={"grade": false, "grade_id": "im2col-answer-input-gradient", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def input_gradient(dy, w, shape, stride=1, padding=0):
    """Compute dx, the gradient of the loss at the input of `conv2d`.

    Parameters
    ----------
    dy : array of shape (N, C_out, H_out, W_out)
    w : array of shape (C_out, C_in, KH, KW)
    shape : tuple of four ints
        ``(N, C_in, H, W)`` of the input.
    stride, padding : int
        As in the forward pass.

    Returns
    -------
    array of shape (N, C_in, H, W)
    """
    ### BEGIN SOLUTION
    N, C_out = dy.shape[:2]
    columns = w.reshape(C_out, -1).T @ dy.reshape(N, C_out, -1)
    return col2im(columns, shape, w.shape[2:], stride, padding)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "im2col-input-gradient", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("im2col-input-gradient", forbid=CLOSED)
t.signature(input_gradient, "dy", "w", "shape", stride=1, padding=0)

# The worked example.
dy, w = np.array([[[[10.0, 1.0]]]]), np.array([[[[5.0, 7.0]]]])
slips = check.slips.im2col.input_gradient(dy, w, (1, 1, 1, 3))
result = t.call(input_gradient, dy, w, (1, 1, 1, 3))
result.equals([[[[50.0, 75.0, 7.0]]]], terms=2, wrong=slips)

x = t.rng.normal(size=(2, 2, 7, 6))
w, b = t.rng.normal(size=(3, 2, 3, 2)), np.zeros(3)
for stride, padding in [(1, 0), (1, 1), (3, 0), (2, 2)]:
    how = {"stride": stride, "padding": padding}
    dy = t.rng.normal(size=check.truth.im2col.conv2d(x, w, b, **how).shape)
    expected, _, _ = check.truth.im2col.conv2d_backward(dy, x, w, **how)
    slips = check.slips.im2col.input_gradient(dy, w, x.shape, **how)
    result = t.call(input_gradient, dy, w, x.shape, **how)
    result.equals(expected, terms=18, wrong=slips)
    # The backward pass of a linear layer is its transpose.
    forth = partial(t.call, conv2d, w=w, b=b, **how)
    back = partial(t.call, input_gradient, w=w, shape=x.shape, **how)
    check.laws.adjoint(forth, back, x, dy, terms=18)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 4):
    N, C_in, C_out, KH, KW = t.rng.integers(1, 5, size=5).tolist()
    size = KH + int(t.rng.integers(6)), KW + int(t.rng.integers(4, 9))
    padding, w = (
        int(t.rng.integers(3)),
        t.rng.normal(size=(C_out, C_in, KH, KW)),
    )
    places = check.truth.im2col.places(size, (KH, KW), stride, padding)
    dy, x = t.rng.normal(size=(N, C_out, *places)), np.zeros((N, C_in, *size))
    expected = check.truth.im2col.conv2d_backward(dy, x, w, stride, padding)[0]
    given = (dy, w, x.shape, stride, padding)
    slips = check.slips.im2col.input_gradient(*given)
    result = t.call(input_gradient, *given)
    result.equals(expected, terms=w.size, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 6. The backward pass
#
# Put it together: one function that returns `dx, dw, db`, in this order. The
# bias of filter $o$ is added to every output of that filter, in every image
# of the batch, so its gradient is the sum of all of them,
# $db_o = \sum_{n,i,j} dy_{n,o,i,j}$. In the small layer, $db = 10 + 1 = 11$.
#
# The test is a **gradient check**: change one number, run the forward pass
# again, and see how the loss changes. Take $\sum y \cdot dy$ as the loss. It
# is linear in each of $x$, $w$ and $b$. Predict: which steps $h$ will do for
# $(f(x + h) - f(x - h)) / 2h$: only tiny ones, or $h = 1$ too?


# %% nbgrader={"grade": false, "grade_id": "im2col-answer-backward", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def conv2d_backward(dy, x, w, stride=1, padding=0):
    """Compute the gradients of the loss at all three inputs of `conv2d`.

    Parameters
    ----------
    dy : array of shape (N, C_out, H_out, W_out)
    x : array of shape (N, C_in, H, W)
    w : array of shape (C_out, C_in, KH, KW)
    stride, padding : int
        As in the forward pass.

    Returns
    -------
    dx, dw, db : arrays of the shapes of x, w and b, which is (C_out,)
    """
    ### BEGIN SOLUTION
    dx = input_gradient(dy, w, x.shape, stride, padding)
    dw = weight_gradient(dy, x, w.shape[2:], stride, padding)
    db = dy.sum(axis=(0, 2, 3))
    return dx, dw, db
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "im2col-backward", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("im2col-backward", forbid=CLOSED)
t.signature(conv2d_backward, "dy", "x", "w", stride=1, padding=0)

# The worked example: dx, dw, db.
x, w = np.array([[[[1.0, 2.0, 3.0]]]]), np.array([[[[5.0, 7.0]]]])
dy = np.array([[[[10.0, 1.0]]]])
dx, dw, db = [[[[50.0, 75.0, 7.0]]]], [[[[12.0, 23.0]]]], [11.0]
t.call(conv2d_backward, dy, x, w).equals((dx, dw, db), terms=3)

# The gradient check, with a step of 1.
x, b = t.rng.normal(size=(2, 2, 3, 4)), t.rng.normal(size=3)
w = t.rng.normal(size=(3, 2, 1, 2))
for stride, padding in [(1, 0), (3, 1)]:
    how = {"stride": stride, "padding": padding}
    y = check.truth.im2col.conv2d(x, w, b, **how)
    dy = t.rng.normal(size=y.shape)

    def loss(x, w, b, how=how, dy=dy):
        return np.sum(check.truth.im2col.conv2d(x, w, b, **how) * dy)

    dx = check.truth.im2col.differences(lambda x: loss(x, w, b), x, 1.0)
    dw = check.truth.im2col.differences(lambda w: loss(x, w, b), w, 1.0)
    db = check.truth.im2col.differences(lambda b: loss(x, w, b), b, 1.0)
    result = t.call(conv2d_backward, dy, x, w, **how)
    # The loss sums y.size * 4 products, and the difference cancels most.
    result.equals((dx, dw, db), terms=10 * y.size)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 4):
    N, C_in, C_out, KH, KW = t.rng.integers(1, 5, size=5).tolist()
    size = KH + t.rng.integers(6), KW + t.rng.integers(4, 9)
    x, padding = t.rng.normal(size=(N, C_in, *size)), int(t.rng.integers(3))
    w = t.rng.normal(size=(C_out, C_in, KH, KW))
    places = check.truth.im2col.places(size, (KH, KW), stride, padding)
    dy = t.rng.normal(size=(N, C_out, *places))
    expected = check.truth.im2col.conv2d_backward(dy, x, w, stride, padding)
    result = t.call(conv2d_backward, dy, x, w, stride, padding)
    result.equals(expected, terms=dy.size + w.size)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## Where you are
#
# Three matrix products and one step back: this is the forward and the
# backward pass of a convolutional layer, as many libraries have computed it.
# `input_gradient` will come back in chapter 8 as a layer of its own, which
# makes small maps large.
