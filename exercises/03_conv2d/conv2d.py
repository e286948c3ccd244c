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
# # Exercise 3: convolution in two dimensions
#
# A layer of a convolutional network slides a small grid of numbers, the
# *kernel*, over an image. At each place it multiplies, adds up, and writes
# down one number. In this exercise you build that operation from nothing but
# NumPy indexing, with stride and padding, and then work out how much of an
# image a unit deep in a network can see.
#
# You write five short functions. Plan about 45 minutes.
#
# | part | function | points |
# |---|---|---|
# | 1 | `output_size` | 3 |
# | 2 | `zero_pad` | 2 |
# | 3 | `cross_correlate` | 4 |
# | 4 | `conv2d`: padding and bias (3), stride (3), dtype (2) | 8 |
# | 5 | `receptive_field` | 3 |
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
# **What is closed.** `np.convolve`, `np.correlate`, `scipy.signal` and
# PyTorch's convolutions do not work inside your functions. Loops are welcome:
# here we want it right, not fast.

# %% nbgrader={"grade": false, "grade_id": "conv2d-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
from cnnlab import check

# %% [markdown]
# ## 1. How large is the output?
#
# Think of one row. It has `n` pixels, and `padding` extra pixels on each end.
# A kernel of `k` pixels starts at the left end and moves right by `stride`
# pixels at a time. It must stay inside. How many places does it visit?
#
# A last step that would make the kernel stick out is not taken. With `n = 8`,
# `k = 3`, `stride = 2`, the kernel starts at 0, 2 and 4. A start at 6 would
# need pixel 8, which does not exist. So the answer is 3, and pixel 7 is never
# seen.
#
# Before you write it: what is the answer for `n = 7`, `k = 3`, `stride = 3`?


# %% nbgrader={"grade": false, "grade_id": "conv2d-answer-output-size", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def output_size(n, k, stride=1, padding=0):
    """Count the places that a kernel visits along one axis.

    Parameters
    ----------
    n, k : int
        Size of the input and of the kernel, ``k <= n + 2 * padding``.
    stride : int
        Pixels from one place to the next.
    padding : int
        Pixels added at each end.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    free_steps = n + 2 * padding - k
    return free_steps // stride + 1
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "conv2d-output-size", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("conv2d-output-size")
t.signature(output_size, "n", "k", stride=1, padding=0)

t.call(output_size, 7, 3).equals(5, wrong=check.slips.output_size(7, 3, 1, 0))
for n, k, stride, padding, expected in (
    (8, 3, 2, 0, 3),  # the last pixel is not seen
    (7, 3, 3, 0, 2),
    (7, 5, 1, 2, 7),  # "same" padding
    (224, 7, 2, 3, 112),  # how ResNet begins
    (2, 3, 1, 2, 4),  # the padding makes room for the kernel
):
    slips = check.slips.output_size(n, k, stride, padding)
    result = t.call(output_size, n, k, stride=stride, padding=padding)
    result.equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for n in range(6, 40):
    k, stride, padding = (int(i) for i in t.rng.integers((1, 1, 0), (7, 6, 5)))
    expected = check.truth.output_size(n, k, stride, padding)
    slips = check.slips.output_size(n, k, stride, padding)
    result = t.call(output_size, n, k, stride=stride, padding=padding)
    result.equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. A border of zeros
#
# Without padding, a pixel in the corner is seen by one window only, and the
# image shrinks with each layer. So we often put zeros around it: `padding`
# rows above and below, `padding` columns left and right.
#
# Return a new array. The input must stay as it was: whoever called you may
# still need it.


# %% nbgrader={"grade": false, "grade_id": "conv2d-answer-zero-pad", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def zero_pad(x, padding):
    """Put a border of zeros around an image.

    Parameters
    ----------
    x : array of shape (H, W)
    padding : int
        Width of the border on each of the four sides; 0 adds nothing.

    Returns
    -------
    array of shape (H + 2 * padding, W + 2 * padding), dtype of ``x``
    """
    ### BEGIN SOLUTION
    H, W = x.shape
    padded = np.zeros((H + 2 * padding, W + 2 * padding), dtype=x.dtype)
    padded[padding : padding + H, padding : padding + W] = x
    return padded
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "conv2d-zero-pad", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("conv2d-zero-pad")
t.signature(zero_pad, "x", "padding")

x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
padded = [
    [0.0, 0.0, 0.0, 0.0, 0.0],
    [0.0, 1.0, 2.0, 3.0, 0.0],
    [0.0, 4.0, 5.0, 6.0, 0.0],
    [0.0, 0.0, 0.0, 0.0, 0.0],
]
t.call(zero_pad, x, 1).equals(padded, wrong=check.slips.zero_pad(x, 1))
t.call(zero_pad, x, 0).equals(x)  # no padding at all
t.call(zero_pad, x, 3).has_shape(8, 9)
### BEGIN HIDDEN TESTS
for padding in range(4):
    x = t.rng.normal(size=t.rng.integers(1, 6, size=2))
    expected = check.truth.zero_pad(x, padding)
    slips = check.slips.zero_pad(x, padding)
    t.call(zero_pad, x, padding).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. Slide and sum
#
# Now the heart of it. Lay the kernel `w` on the top left corner of `x`.
# Multiply each kernel value with the pixel below it, add the products up, and
# write the sum to place (0, 0) of the output. Move one pixel to the right,
# and so on:
#
# $$
# y[i, j] = \sum_{u=0}^{K_H - 1} \sum_{v=0}^{K_W - 1} w[u, v]\, x[i + u, j + v]
# $$
#
# The kernel is not turned round. In mathematics this sum is called
# *cross-correlation*; "convolution" there means the sum with a flipped kernel.
# Deep learning says convolution and means the sum above.
#
# Here is one place, by hand:
#
# $$
# \begin{bmatrix} 93 & 139 & 101 \\ 26 & 252 & 196 \\ 135 & 240 & 48 \end{bmatrix}
# \quad\text{and}\quad
# \begin{bmatrix} -1 & 0 & 1 \\ -2 & 0 & 2 \\ -1 & 0 & 1 \end{bmatrix}
# $$
#
# The right column minus the left one, with the middle row twice:
# $(101 - 93) + 2\,(196 - 26) + (48 - 135) = 261$.
# Before you run the test: which number would the flipped kernel give?


# %% nbgrader={"grade": false, "grade_id": "conv2d-answer-cross-correlate", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def cross_correlate(x, w):
    """Slide a kernel over an image, one pixel at a time.

    Parameters
    ----------
    x : array of shape (H, W)
    w : array of shape (KH, KW)
        ``KH <= H`` and ``KW <= W``; neither needs to be square or odd.

    Returns
    -------
    array of shape (H - KH + 1, W - KW + 1)
        Its dtype is ``np.result_type(x, w)``.
    """
    ### BEGIN SOLUTION
    KH, KW = w.shape
    H_out = output_size(x.shape[0], KH)
    W_out = output_size(x.shape[1], KW)
    y = np.zeros((H_out, W_out), dtype=np.result_type(x, w))
    for i in range(H_out):
        for j in range(W_out):
            window = x[i : i + KH, j : j + KW]
            y[i, j] = np.sum(window * w)
    return y
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "conv2d-cross-correlate", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("conv2d-cross-correlate")
t.signature(cross_correlate, "x", "w")

# The worked example: one place, one number.
x = np.array(
    [[93.0, 139.0, 101.0], [26.0, 252.0, 196.0], [135.0, 240.0, 48.0]]
)
w = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
slips = check.slips.conv2d(x, w)
t.call(cross_correlate, x, w).equals([[261.0]], wrong=slips)

# Neither the image nor the kernel is square. Whole numbers, so that you can
# check a place by hand.
x = t.rng.integers(-9, 10, size=(4, 6)).astype(float)
w = t.rng.integers(-3, 4, size=(3, 2)).astype(float)
expected = check.truth.conv2d(x, w)
slips = check.slips.conv2d(x, w)
t.call(cross_correlate, x, w).equals(expected, terms=w.size, wrong=slips)

# When the image moves, the output moves with it and does not change.
check.laws.shift_equivariant(
    lambda x: t.call(cross_correlate, x, w), x, (1, 2)
)
### BEGIN HIDDEN TESTS
for _ in range(8):
    KH, KW = t.rng.integers(1, 5, size=2)
    x = t.rng.normal(size=(KH + t.rng.integers(4), KW + t.rng.integers(5)))
    w = t.rng.normal(size=(KH, KW))
    expected = check.truth.conv2d(x, w)
    slips = check.slips.conv2d(x, w)
    t.call(cross_correlate, x, w).equals(expected, terms=w.size, wrong=slips)

x, other = t.rng.normal(size=(2, 7, 5))
check.laws.linear(
    lambda x: t.call(cross_correlate, x, w), x, other, terms=w.size
)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. The whole layer: padding, bias, stride
#
# Three things turn the sliding sum into the layer that networks use:
#
# - **padding**: a border of zeros is put around the *input*, before the kernel
#   slides;
# - **stride**: the kernel moves by `stride` pixels at a time, in both
#   directions, so that output place `[i, j]` belongs to the window that starts
#   at `[i * stride, j * stride]`;
# - **bias**: one number, added once to each output value.
#
# You may use the functions you have written above, but a slip in one of them
# is then a slip here too.
#
# The dtype has a test of its own. A float32 image and a float32 kernel must
# give float32: double precision by accident doubles the memory of a network.


# %% nbgrader={"grade": false, "grade_id": "conv2d-answer-conv2d", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def conv2d(x, w, bias=0.0, stride=1, padding=0):
    """Convolve one image with one kernel, as a network does.

    Parameters
    ----------
    x : array of shape (H, W)
    w : array of shape (KH, KW)
    bias : float
        Added to each output value.
    stride : int
        Pixels between windows, in both directions.
    padding : int
        Width of the border of zeros around ``x``.

    Returns
    -------
    array of shape (H_out, W_out)
        Each size is ``output_size(n, k, stride, padding)``; the dtype is
        ``np.result_type(x, w)``.
    """
    ### BEGIN SOLUTION
    KH, KW = w.shape
    H_out = output_size(x.shape[0], KH, stride, padding)
    W_out = output_size(x.shape[1], KW, stride, padding)
    x = zero_pad(x, padding)
    y = np.zeros((H_out, W_out), dtype=np.result_type(x, w))
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            window = x[top : top + KH, left : left + KW]
            y[i, j] = np.sum(window * w) + bias
    return y
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "conv2d-padding-bias", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("conv2d-padding-bias")
t.signature(conv2d, "x", "w", bias=0.0, stride=1, padding=0)

x = t.rng.integers(1, 10, size=(4, 5)).astype(float)
w = t.rng.integers(1, 4, size=(3, 2)).astype(float)
for bias, padding in [(0.0, 0), (0.5, 0), (0.0, 1), (-2.5, 2)]:
    expected = check.truth.conv2d(x, w, bias, padding=padding)
    slips = check.slips.conv2d(x, w, bias, padding=padding)
    result = t.call(conv2d, x, w, bias=bias, padding=padding)
    result.equals(expected, terms=w.size, wrong=slips)
### BEGIN HIDDEN TESTS
for padding in range(4):
    KH, KW = t.rng.integers(1, 5, size=2)
    x = t.rng.normal(size=(KH + t.rng.integers(4), KW + t.rng.integers(5)))
    w, bias = t.rng.normal(size=(KH, KW)), float(t.rng.normal())
    expected = check.truth.conv2d(x, w, bias, padding=padding)
    slips = check.slips.conv2d(x, w, bias, padding=padding)
    result = t.call(conv2d, x, w, bias=bias, padding=padding)
    result.equals(expected, terms=w.size, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "conv2d-stride", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("conv2d-stride")

x = t.rng.integers(1, 10, size=(8, 11)).astype(float)
w = t.rng.integers(-3, 4, size=(3, 2)).astype(float)
for stride, padding in [(2, 0), (3, 0), (3, 1)]:
    expected = check.truth.conv2d(x, w, 1.0, stride, padding)
    slips = check.slips.conv2d(x, w, 1.0, stride, padding)
    result = t.call(conv2d, x, w, bias=1.0, stride=stride, padding=padding)
    result.equals(expected, terms=w.size, wrong=slips)
### BEGIN HIDDEN TESTS
for stride in (2, 3, 4, 5):
    KH, KW, padding = t.rng.integers((1, 1, 0), (5, 5, 3))
    x = t.rng.normal(size=(KH + t.rng.integers(9), KW + t.rng.integers(4, 12)))
    w, bias = t.rng.normal(size=(KH, KW)), float(t.rng.normal())
    expected = check.truth.conv2d(x, w, bias, stride, int(padding))
    slips = check.slips.conv2d(x, w, bias, stride, int(padding))
    result = t.call(conv2d, x, w, bias, stride, int(padding))
    result.equals(expected, terms=w.size, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "conv2d-dtype", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("conv2d-dtype")

image = t.rng.integers(0, 256, size=(6, 5)).astype(np.uint8)
kernel = t.rng.normal(size=(2, 3)).astype(np.float32)

# A photo is uint8, and stays so when it gets a border.
t.call(zero_pad, image, 2).has_dtype(np.uint8)
# Its feature map is not: sums of products with float32 are float32.
t.call(cross_correlate, image, kernel).has_dtype(np.float32)
t.call(conv2d, image, kernel, bias=0.5, padding=1).has_dtype(np.float32)
### BEGIN HIDDEN TESTS
for x_type, w_type in [("f4", "f4"), ("f4", "f8"), ("u1", "f8"), ("f8", "f8")]:
    x, w = image.astype(x_type), kernel.astype(w_type)
    t.call(zero_pad, x, 1).has_dtype(x_type)
    t.call(cross_correlate, x, w).has_dtype(np.result_type(x, w))
    result = t.call(conv2d, x, w, bias=-1.5, stride=2, padding=1)
    result.has_dtype(np.result_type(x, w))
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. A white disc on a black ground, and the kernel of the
# worked example on it. Predict first: where will the output be bright, where
# dark, and where zero?

# %% tags=["play"]
import matplotlib.pyplot as plt

rows, columns = np.mgrid[-20:21, -30:31]
disc = (rows**2 + columns**2 < 15**2).astype(float)
sobel = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
edges = conv2d(disc, sobel, padding=1)

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3))
left.imshow(disc, cmap="gray")
left.set_title("input")
shown = right.imshow(edges, cmap="RdBu", vmin=-4, vmax=4)
right.set_title("output")
figure.colorbar(shown, ax=right)
plt.show()

# %% [markdown]
# ## 5. How much of the image does a unit see?
#
# A unit of the first layer sees `kernel_size` pixels in each direction. A unit
# of the second layer sees several units of the first one, and through them
# more pixels. The width of what it sees in the *input* is its **receptive
# field**.
#
# Go through the layers from the input on, and keep two numbers:
#
# - the **field**: how many input pixels wide the view of one unit is;
# - the **jump**: how many input pixels lie between two neighbouring units.
#
# For the input itself both are 1. A kernel of 3 values has 2 gaps between its
# first and its last value, and each gap is one jump wide. **Dilation** spreads
# the kernel: with dilation 2, it takes every second value, so each gap is two
# jumps wide. After the layer, its stride makes the jump larger for all layers
# that follow.
#
# Padding plays no part. Predict before you run: three 3-wide layers with
# stride 1 see 7 pixels. How many do they see if each has stride 2?


# %% nbgrader={"grade": false, "grade_id": "conv2d-answer-receptive-field", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def receptive_field(layers):
    """Compute the receptive field of one unit of the last layer.

    Parameters
    ----------
    layers : list of tuples
        ``(kernel_size, stride)`` or ``(kernel_size, stride, dilation)`` for
        each layer, the one next to the input first. Where the dilation is
        left out, it is 1.

    Returns
    -------
    int
        Width in input pixels; 1 for an empty list.
    """
    ### BEGIN SOLUTION
    field, jump = 1, 1
    for kernel_size, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        field += (kernel_size - 1) * dilation * jump
        jump *= stride
    return field
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "conv2d-receptive-field", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("conv2d-receptive-field")
t.signature(receptive_field, "layers")

t.call(receptive_field, []).equals(1)  # the input sees itself
for layers in (
    [(3, 1)],
    [(3, 1), (3, 1), (3, 1)],  # three 3-wide layers see as far as one 7-wide
    [(3, 2), (3, 2), (3, 2)],
    [(3, 1, 2)],  # dilation 2
    [(3, 1, 1), (3, 1, 2), (3, 1, 4)],
    [(7, 2), (3, 2), (3, 1), (3, 1)],  # how ResNet-18 begins
):
    expected = check.truth.receptive_field(layers)
    slips = check.slips.receptive_field(layers)
    t.call(receptive_field, layers).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for depth in range(1, 6):
    layers = t.rng.integers((1, 1, 1), (6, 4, 4), size=(depth, 3)).tolist()
    layers = [tuple(layer) for layer in layers]
    layers[0] = layers[0][:2]
    expected = check.truth.receptive_field(layers)
    slips = check.slips.receptive_field(layers)
    t.call(receptive_field, layers).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## Where you are
#
# You have written the operation that does most of the work in every
# convolutional network. A real layer does it for many channels at once, and
# much faster; the next pages get there from what you have here.
