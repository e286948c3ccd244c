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
# # Exercise 4: channels
#
# A colour image is three tables of numbers, and a layer deep in a network
# works on hundreds of them. In this exercise you take a convolution from one
# table to many: one filter on a volume first, then a stack of filters on a
# batch of images, with stride, padding and groups. Then you write the
# $1 \times 1$ convolution as one matrix product, and two functions that tell
# what a layer costs before anybody runs it.
#
# You write five functions. Plan about 50 minutes.
#
# | part | function | points |
# |---|---|---|
# | 1 | `one_filter` | 3 |
# | 2 | `conv2d`: filters and images (3), stride and padding (3), groups (3) | 9 |
# | 3 | `conv1x1` | 2 |
# | 4 | `count_parameters` | 3 |
# | 5 | `count_macs` | 3 |
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
#
# **Shapes.** Channels come first, as in PyTorch. A batch `x` is
# `(N, C_in, H, W)`: images, channels, rows, columns. The weights `w` are
# `(C_out, C_in, KH, KW)`: filters, slices, rows, columns. There is one bias
# for each filter, so `bias` is `(C_out,)`.

# %% nbgrader={"grade": false, "grade_id": "channels-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
from cnnlab import check

# The slice for red of the worked example.
sobel = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])

# %% [markdown]
# ## 1. One filter sees all channels
#
# In space a filter is small. In depth it is not: it has one slice for each
# channel. Each slice is laid on its own channel, and **all products are added
# to one number**:
#
# $$
# y[i, j] = b + \sum_{c} \sum_{u, v} w[c, u, v]\, x[c, i + u, j + v]
# $$
#
# So three channels go in, and *one* map comes out. Here is one place, by hand:
# a patch with three channels, and a filter that asks whether it gets redder,
# and less green, from left to right.
#
# $$
# \begin{bmatrix} 93 & 139 & 101 \\ 26 & 252 & 196 \\ 135 & 240 & 48 \end{bmatrix}
# \quad
# \begin{bmatrix} 60 & 90 & 40 \\ 80 & 120 & 50 \\ 70 & 100 & 30 \end{bmatrix}
# \quad
# \begin{bmatrix} 20 & 10 & 30 \\ 40 & 50 & 60 \\ 10 & 20 & 30 \end{bmatrix}
# $$
#
# The slice for red has the rows $(-1, 0, 1)$, $(-2, 0, 2)$, $(-1, 0, 1)$, the
# one for green is its negative, and the one for blue is zero. Red gives 261,
# green $20 + 60 + 40 = 120$, blue 0. With a bias of $-100$ the sum is 281.
# Before you run the test: which number comes out if red and green are swapped
# in the image, and not in the filter?


# %% nbgrader={"grade": false, "grade_id": "channels-answer-one-filter", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def one_filter(x, w, bias=0.0):
    """Slide one filter over a volume, one pixel at a time.

    Parameters
    ----------
    x : float array of shape (C, H, W)
    w : float array of shape (C, KH, KW)
        ``KH <= H`` and ``KW <= W``.
    bias : float
        Added once to each output value.

    Returns
    -------
    float array of shape (H - KH + 1, W - KW + 1)
    """
    ### BEGIN SOLUTION
    _, KH, KW = w.shape
    H_out, W_out = x.shape[1] - KH + 1, x.shape[2] - KW + 1
    y = np.zeros((H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            y[i, j] = np.sum(x[:, i : i + KH, j : j + KW] * w) + bias
    return y
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "channels-one-filter", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("channels-one-filter")
t.signature(one_filter, "x", "w", bias=0.0)

# The worked example: one place, three channels, one number.
patch = np.array(
    [
        [[93.0, 139.0, 101.0], [26.0, 252.0, 196.0], [135.0, 240.0, 48.0]],
        [[60.0, 90.0, 40.0], [80.0, 120.0, 50.0], [70.0, 100.0, 30.0]],
        [[20.0, 10.0, 30.0], [40.0, 50.0, 60.0], [10.0, 20.0, 30.0]],
    ]
)
w = np.stack([sobel, -sobel, 0 * sobel])
slips = check.slips.channels.one_filter(patch, w, -100.0)
t.call(one_filter, patch, w, bias=-100.0).equals([[281.0]], wrong=slips)

# Other numbers of channels; neither image nor kernel is square.
for C in (1, 2, 5):
    x = t.rng.integers(-9, 10, size=(C, 5, 6)).astype(float)
    w = t.rng.integers(-3, 4, size=(C, 3, 2)).astype(float)
    expected = check.truth.channels.one_filter(x, w, 0.5)
    slips = check.slips.channels.one_filter(x, w, 0.5)
    result = t.call(one_filter, x, w, bias=0.5)
    result.equals(expected, terms=w.size, wrong=slips)

# Sort the channels and the slices anew, both in the same way: same map.
order = [3, 0, 4, 1, 2]
result = t.call(one_filter, x[order], w[order], bias=0.5)
result.equals(
    expected, terms=w.size, law="channels and slices in another order"
)
### BEGIN HIDDEN TESTS
for _ in range(6):
    C, KH, KW = t.rng.integers((1, 1, 1), (6, 4, 4))
    size = (C, KH + t.rng.integers(1, 5), KW + t.rng.integers(1, 6))
    x, w = t.rng.normal(size=size), t.rng.normal(size=(C, KH, KW))
    bias = float(t.rng.normal())
    expected = check.truth.channels.one_filter(x, w, bias)
    slips = check.slips.channels.one_filter(x, w, bias)
    result = t.call(one_filter, x, w, bias)
    result.equals(expected, terms=w.size, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. The whole layer
#
# Now a stack of `C_out` filters, each with its own bias, on each of `N`
# images. Filter `o` on image `n` gives the map `y[n, o]`, so the number of
# filters is the depth of what comes out. Stride and padding are those of one
# channel: the zeros go around the rows and columns of every channel, and
# output place `[i, j]` belongs to the window that starts at
# `[i * stride, j * stride]` of the padded input. Along an axis of `n` pixels
# there are `(n + 2 * padding - k) // stride + 1` places.
#
# With `bias=None` there is no bias.
#
# **Groups.** Must a filter see *all* channels? With `groups=G` the channels
# are cut into G equal parts, in their order, and so are the filters. The
# filters of a part see the channels of this part only. The weights are then
# `(C_out, C_in // G, KH, KW)`. An example with one pixel, four channels 1, 2,
# 3, 4, and weights of one:
#
# | groups | filters | weights | output |
# |---|---|---|---|
# | 1 | 2 | `(2, 4, 1, 1)` | 10, 10 |
# | 2 | 2 | `(2, 2, 1, 1)` | 1 + 2 = 3, 3 + 4 = 7 |
# | 2 | 4 | `(4, 2, 1, 1)` | 3, 3, 7, 7 |
# | 4 | 4 | `(4, 1, 1, 1)` | 1, 2, 3, 4 |
#
# The last line is a *depthwise* convolution. Before you run the third test:
# with 4 channels, 8 filters and 4 groups, which channel does filter 5 see?
# (The first filter is filter 0.)
#
# You may use `one_filter`, but a slip in it is then a slip here too. It is
# good practice to get the first test to pass, then the second, then the third.


# %% nbgrader={"grade": false, "grade_id": "channels-answer-conv2d", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def conv2d(x, w, bias=None, stride=1, padding=0, groups=1):
    """Convolve a batch of volumes with a stack of filters.

    Parameters
    ----------
    x : float array of shape (N, C_in, H, W)
    w : float array of shape (C_out, C_in // groups, KH, KW)
    bias : float array of shape (C_out,), optional
        One number for each filter; None adds nothing.
    stride : int
        Pixels between windows, in both directions.
    padding : int
        Width of the border of zeros around each channel.
    groups : int
        Parts that do not see each other; it divides C_in and C_out.

    Returns
    -------
    float array of shape (N, C_out, H_out, W_out)
    """
    ### BEGIN SOLUTION
    N, _, H, W = x.shape
    C_out, depth, KH, KW = w.shape
    H_out = (H + 2 * padding - KH) // stride + 1
    W_out = (W + 2 * padding - KW) // stride + 1
    border = (padding, padding)
    x = np.pad(x, ((0, 0), (0, 0), border, border))
    y = np.zeros((N, C_out, H_out, W_out))
    for o in range(C_out):
        group = o // (C_out // groups)
        seen = x[:, group * depth : (group + 1) * depth]
        for i in range(H_out):
            for j in range(W_out):
                top, left = i * stride, j * stride
                window = seen[:, :, top : top + KH, left : left + KW]
                y[:, o, i, j] = np.sum(window * w[o], axis=(1, 2, 3))
    return y if bias is None else y + bias[:, None, None]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "channels-conv", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("channels-conv")
t.signature(conv2d, "x", "w", bias=None, stride=1, padding=0, groups=1)

# Two images, three channels, four filters, and no bias at first.
x = t.rng.integers(-9, 10, size=(2, 3, 5, 6)).astype(float)
w = t.rng.integers(-3, 4, size=(4, 3, 3, 2)).astype(float)
bias = np.array([0.5, -2.5, 10.0, 3.0])
for b in (None, bias):
    expected = check.truth.channels.conv2d(x, w, b)
    slips = check.slips.channels.conv2d(x, w, b)
    result = t.call(conv2d, x, w, bias=b)
    result.equals(expected, terms=18, wrong=slips)

# One filter gives one map, and the axis of the filters stays.
t.call(conv2d, x, w[:1], bias=bias[:1]).has_shape(2, 1, 3, 5)

# Without a bias the layer is linear.
other = t.rng.integers(-9, 10, size=x.shape).astype(float)
check.laws.linear(lambda x: t.call(conv2d, x, w), x, other, terms=18)
### BEGIN HIDDEN TESTS
for N, C_in, C_out in [(1, 4, 2), (3, 1, 2), (2, 2, 5), (4, 3, 1)]:
    KH, KW = t.rng.integers(1, 4, size=2)
    x = t.rng.normal(size=(N, C_in, KH + t.rng.integers(1, 4), KW + 2))
    w, bias = (
        t.rng.normal(size=(C_out, C_in, KH, KW)),
        t.rng.normal(size=C_out),
    )
    expected = check.truth.channels.conv2d(x, w, bias)
    slips = check.slips.channels.conv2d(x, w, bias)
    t.call(conv2d, x, w, bias).equals(expected, terms=36, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "channels-stride-padding", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("channels-stride-padding")

x = t.rng.integers(1, 10, size=(2, 3, 7, 9)).astype(float)
w = t.rng.integers(1, 4, size=(4, 3, 3, 2)).astype(float)
bias = np.array([0.5, -2.5, 10.0, 3.0])
for stride, padding in [(1, 1), (1, 2), (2, 0), (3, 0), (3, 2), (2, 1)]:
    expected = check.truth.channels.conv2d(x, w, bias, stride, padding)
    slips = check.slips.channels.conv2d(x, w, bias, stride, padding)
    result = t.call(conv2d, x, w, bias=bias, stride=stride, padding=padding)
    result.equals(expected, terms=18, wrong=slips)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 4):
    KH, KW, padding = (int(i) for i in t.rng.integers((1, 1, 0), (5, 5, 3)))
    x = t.rng.normal(size=(2, 3, KH + t.rng.integers(2, 7), KW + 5))
    w, bias = t.rng.normal(size=(2, 3, KH, KW)), t.rng.normal(size=2)
    given = x, w, bias, stride, padding
    expected = check.truth.channels.conv2d(*given)
    slips = check.slips.channels.conv2d(*given)
    t.call(conv2d, *given).equals(expected, terms=48, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "channels-groups", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("channels-groups")

# The examples of the table: one pixel, weights of one.
x = np.array([1.0, 2.0, 3.0, 4.0]).reshape(1, 4, 1, 1)
for groups, numbers in ((2, [3, 7]), (2, [3, 3, 7, 7]), (4, [1, 2, 3, 4])):
    w = np.ones((len(numbers), 4 // groups, 1, 1))
    expected = np.array(numbers, dtype=float).reshape(1, -1, 1, 1)
    slips = check.slips.channels.conv2d(x, w, groups=groups)
    t.call(conv2d, x, w, groups=groups).equals(expected, wrong=slips)

# Two groups, three groups, depthwise; as many filters or twice as many.
x = t.rng.integers(-9, 10, size=(2, 6, 5, 4)).astype(float)
for groups, C_out in [(2, 4), (3, 6), (6, 6), (6, 12), (1, 4)]:
    w = t.rng.integers(-3, 4, size=(C_out, 6 // groups, 2, 3)).astype(float)
    bias = t.rng.normal(size=C_out)
    expected = check.truth.channels.conv2d(x, w, bias, groups=groups)
    slips = check.slips.channels.conv2d(x, w, bias, groups=groups)
    result = t.call(conv2d, x, w, bias=bias, groups=groups)
    result.equals(expected, terms=36, wrong=slips)
### BEGIN HIDDEN TESTS
for groups, depth, filters in [(2, 3, 2), (3, 1, 2), (4, 2, 1), (5, 2, 3)]:
    KH, KW, stride, padding = (
        int(i) for i in t.rng.integers((1, 1, 1, 0), (4, 4, 4, 3))
    )
    x = t.rng.normal(size=(2, groups * depth, KH + 3, KW + 2))
    w = t.rng.normal(size=(groups * filters, depth, KH, KW))
    given = x, w, t.rng.normal(size=len(w)), stride, padding, groups
    expected = check.truth.channels.conv2d(*given)
    slips = check.slips.channels.conv2d(*given)
    t.call(conv2d, *given).equals(expected, terms=27, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. The left half of the picture is red, the right half
# is green, and the channels of both add up to the same. Predict first: which
# of the two filters sees the border between them?

# %% tags=["play"]
import matplotlib.pyplot as plt

halves = np.zeros((1, 3, 20, 30))
halves[:, 0, :, :15] = halves[:, 1, :, 15:] = 0.6
stack = np.stack(
    [np.stack([sobel, sobel, sobel]), np.stack([sobel, -sobel, 0 * sobel])]
)
maps = conv2d(halves, stack)[0]

figure, axes = plt.subplots(1, 3, figsize=(10, 2.6))
axes[0].imshow(halves[0].transpose(1, 2, 0))
axes[0].set_title("input")
for ax, image, title in zip(
    axes[1:], maps, ("all slices alike", "red minus green"), strict=True
):
    ax.imshow(image, cmap="RdBu", vmin=-5, vmax=5)
    ax.set_title(title)
plt.show()

# %% [markdown]
# ## 3. $1 \times 1$: a matrix product at every pixel
#
# Let the kernel be one pixel. Nothing is left of a pattern in space. What is
# left is a small fully connected layer, the same one at each pixel, from its
# `C_in` numbers to `C_out` numbers:
#
# $$
# y[n, :, i, j] = W\, x[n, :, i, j] + \mathbf{b}
# $$
#
# So write it as a matrix product, `(C_out, C_in)` with `(C_in, ...)`, without
# a loop over pixels. By hand, for one pixel:
#
# $$
# \begin{bmatrix} 1 & 2 & 0 \\ 0 & -1 & 1 \end{bmatrix}
# \begin{bmatrix} 3 \\ 1 \\ 2 \end{bmatrix}
# + \begin{bmatrix} 10 \\ 0 \end{bmatrix}
# = \begin{bmatrix} 15 \\ 1 \end{bmatrix}
# $$
#
# Mind the order of the axes. `reshape` cuts the numbers in the order in which
# they lie in memory; it does not move an axis. Question: for which two values
# of `N` and `C_in` does `x.reshape(C_in, -1)` do what one would like?


# %% nbgrader={"grade": false, "grade_id": "channels-answer-conv1x1", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def conv1x1(x, w, bias=None):
    """Apply one matrix to the channels of every pixel.

    Parameters
    ----------
    x : float array of shape (N, C_in, H, W)
    w : float array of shape (C_out, C_in)
    bias : float array of shape (C_out,), optional
        One number for each output channel; None adds nothing.

    Returns
    -------
    float array of shape (N, C_out, H, W)
    """
    ### BEGIN SOLUTION
    N, C_in, H, W = x.shape
    pixels = x.reshape(N, C_in, H * W)
    y = (w @ pixels).reshape(N, len(w), H, W)
    return y if bias is None else y + bias[:, None, None]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "channels-one-by-one", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("channels-one-by-one")
t.signature(conv1x1, "x", "w", bias=None)

x = np.array([3.0, 1.0, 2.0]).reshape(1, 3, 1, 1)
w = np.array([[1.0, 2.0, 0.0], [0.0, -1.0, 1.0]])
bias = np.array([10.0, 0.0])
slips = check.slips.channels.conv1x1(x, w, bias)
result = t.call(conv1x1, x, w, bias=bias)
result.equals([[[[15.0]], [[1.0]]]], wrong=slips)

x = t.rng.integers(-9, 10, size=(2, 3, 4, 5)).astype(float)
w = t.rng.integers(-3, 4, size=(6, 3)).astype(float)
for b in (None, t.rng.normal(size=6)):
    expected = check.truth.channels.conv1x1(x, w, b)
    slips = check.slips.channels.conv1x1(x, w, b)
    t.call(conv1x1, x, w, bias=b).equals(expected, terms=3, wrong=slips)
### BEGIN HIDDEN TESTS
for N, C_in, C_out in [(1, 5, 3), (3, 2, 2), (4, 4, 4), (2, 6, 1)]:
    x = t.rng.normal(size=(N, C_in, *t.rng.integers(2, 6, size=2)))
    w, bias = t.rng.normal(size=(C_out, C_in)), t.rng.normal(size=C_out)
    expected = check.truth.channels.conv1x1(x, w, bias)
    slips = check.slips.channels.conv1x1(x, w, bias)
    t.call(conv1x1, x, w, bias).equals(expected, terms=6, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. How many numbers are learned?
#
# Each filter has one weight for each number that it sees at one place, and one
# bias, if the layer has biases. The lecture's example: ten filters of
# $5 \times 5$ on three channels have $10 \cdot (3 \cdot 5 \cdot 5 + 1) = 760$
# parameters. The size of the image does not matter: the same filter is used at
# each place.
#
# With groups a filter sees `C_in // groups` channels. Before you run it: how
# many parameters has a depthwise $3 \times 3$ layer with biases on 32
# channels, and how many has the full layer from 32 to 32?


# %% nbgrader={"grade": false, "grade_id": "channels-answer-parameters", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def count_parameters(
    in_channels, out_channels, kernel_size, groups=1, bias=True
):
    """Count the parameters of a convolutional layer.

    Parameters
    ----------
    in_channels, out_channels : int
        Both are multiples of ``groups``.
    kernel_size : (int, int)
        Height and width of the filters.
    groups : int
        Parts that do not see each other.
    bias : bool
        Whether each filter has a bias.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    KH, KW = kernel_size
    weights = in_channels // groups * KH * KW
    return out_channels * (weights + bias)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "channels-parameters", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("channels-parameters")
t.signature(
    count_parameters,
    "in_channels",
    "out_channels",
    "kernel_size",
    groups=1,
    bias=True,
)

t.call(count_parameters, 3, 10, (5, 5)).equals(
    760, wrong=check.slips.channels.count_parameters(3, 10, (5, 5))
)
for C_in, C_out, kernel_size, groups, bias, expected in (
    (64, 128, (3, 3), 1, True, 73_856),  # a layer of VGG-16
    (64, 128, (3, 3), 1, False, 73_728),
    (3, 8, (1, 7), 1, True, 176),  # one row of seven
    (500, 120, (1, 1), 1, True, 60_120),
    (96, 256, (5, 5), 2, True, 307_456),  # the second layer of AlexNet
    (32, 32, (3, 3), 32, True, 320),  # depthwise
    (32, 64, (3, 3), 32, False, 576),  # depthwise, two filters a channel
):
    given = C_in, C_out, kernel_size, groups, bias
    slips = check.slips.channels.count_parameters(*given)
    result = t.call(
        count_parameters, C_in, C_out, kernel_size, groups=groups, bias=bias
    )
    result.equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(20):
    groups, a, b, KH, KW = t.rng.integers(
        (1, 1, 1, 1, 1), (6, 9, 9, 8, 8)
    ).tolist()
    given = groups * a, groups * b, (KH, KW), groups, bool(t.rng.integers(2))
    expected = check.truth.channels.count_parameters(*given)
    slips = check.slips.channels.count_parameters(*given)
    t.call(count_parameters, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 5. How much work is it?
#
# One multiplication and the addition that follows count as *one* multiply-add,
# a **MAC**. Each number of the output is a sum of as many products as a filter
# has weights. So count the numbers of the output, and multiply. Biases are
# left out by custom.
#
# Ten filters of $5 \times 5$ on $3 \times 32 \times 32$ with padding 2 give
# $10 \times 32 \times 32$ numbers of 75 products each: 768,000 MACs. Here the
# size of the image does matter. Before you run it: what does stride 2 do to
# this number, and what does an image of twice the height and width?


# %% nbgrader={"grade": false, "grade_id": "channels-answer-macs", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def count_macs(
    in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1
):
    """Count the multiply-adds of a convolutional layer for one image.

    Parameters
    ----------
    in_shape : (int, int, int)
        The volume that comes in, ``(C_in, H, W)``.
    out_channels : int
        Number of filters.
    kernel_size : (int, int)
        Height and width of the filters.
    stride, padding : int
        The same in both directions.
    groups : int
        Parts that do not see each other; it divides both channel numbers.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    (C_in, H, W), (KH, KW) = in_shape, kernel_size
    H_out = (H + 2 * padding - KH) // stride + 1
    W_out = (W + 2 * padding - KW) // stride + 1
    products = C_in // groups * KH * KW
    return out_channels * H_out * W_out * products
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "channels-macs", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("channels-macs")
t.signature(
    count_macs,
    "in_shape",
    "out_channels",
    "kernel_size",
    stride=1,
    padding=0,
    groups=1,
)

for given, expected in (
    (((3, 32, 32), 10, (5, 5), 1, 2, 1), 768_000),
    (((3, 32, 32), 10, (5, 5), 1, 0, 1), 588_000),  # 28 x 28 places
    (((8, 10, 14), 4, (3, 2), 3, 1, 1), 3_840),  # 4 x 5 places
    (((3, 224, 224), 64, (7, 7), 2, 3, 1), 118_013_952),  # ResNet's first
    (((6, 9, 7), 12, (2, 3), 1, 0, 3), 5_760),  # three groups
    (((32, 20, 12), 32, (3, 3), 1, 1, 32), 69_120),  # depthwise
    (((1, 1, 9), 2, (1, 4), 1, 0, 1), 48),  # six places in one row
):
    slips = check.slips.channels.count_macs(*given)
    in_shape, C_out, kernel_size, stride, padding, groups = given
    result = t.call(
        count_macs,
        in_shape,
        C_out,
        kernel_size,
        stride=stride,
        padding=padding,
        groups=groups,
    )
    result.equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(20):
    groups, a, b, H, W = t.rng.integers(
        (1, 1, 1, 7, 7), (6, 9, 9, 30, 30)
    ).tolist()
    KH, KW, stride, padding = t.rng.integers(
        (1, 1, 1, 0), (8, 8, 6, 4)
    ).tolist()
    volume = (groups * a, H, W)
    given = volume, groups * b, (KH, KW), stride, padding, groups
    expected = check.truth.channels.count_macs(*given)
    slips = check.slips.channels.count_macs(*given)
    t.call(count_macs, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## Where you are
#
# You have the layer that PyTorch calls `nn.Conv2d`, and you can tell from its
# arguments what it costs. A depthwise layer looks in space and never across
# channels, a $1 \times 1$ layer looks across channels and never in space. Put
# one behind the other and count: this pair is how small networks save.
