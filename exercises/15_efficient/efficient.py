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
# # Exercise 15: cheap convolutions
#
# A standard convolution does two jobs at once: it filters over space, and it
# mixes channels. MobileNet and ShuffleNet pay for each job on its own, and
# save most of the work. In this exercise you count what the split saves, write
# both steps in NumPy, deal channels out like cards, and build the block of
# MobileNet v1 and the block of MobileNet v2 as PyTorch modules.
#
# You write seven functions and two modules. Plan about 60 minutes.
#
# | part | function or class | points |
# |---|---|---|
# | 1 | `standard_macs`, `separable_macs` (3), `cost_ratio` (2) | 5 |
# | 2 | `depthwise_conv` | 4 |
# | 3 | `pointwise_conv` (2), `merged_kernel` (2) | 4 |
# | 4 | `channel_shuffle` | 3 |
# | 5 | `SeparableConv` | 3 |
# | 6 | `InvertedResidual`: its layers (2), what it computes (3) | 5 |
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
# **What is closed.** In parts 1 to 4 ready-made convolutions and shuffles do
# not work inside your functions; loops are welcome. In parts 5 and 6 all of
# `torch.nn` is open, and only ready-made blocks are closed.
#
# **Shapes.** A batch `x` has the shape `(N, C, H, W)`. Weights have the shape
# that PyTorch gives them, `(C_out, C_in // G, KH, KW)` for $G$ groups.

# %% nbgrader={"grade": false, "grade_id": "eff-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
import torch
from cnnlab import check
from torch import nn

torch.set_num_threads(1)  # the maps are tiny

BLOCKS = ("cnnlab.models.*", "torchvision.models.*")
CLOSED = (
    *check.SHORTCUTS,
    *BLOCKS,
    "torch.channel_shuffle",
    "torch.native_channel_shuffle",
    "torch.nn.functional.channel_shuffle",
    "torch.nn.functional.pixel_shuffle",
)

# %% [markdown]
# ## 1. What the split saves
#
# A standard $K_H \times K_W$ convolution takes one product for each weight of a
# kernel, for each number that comes out. On an *output* map of $H \times W$:
#
# $$ \text{standard} = H W \cdot K_H K_W \, C_{\text{in}} \, C_{\text{out}} . $$
#
# The split one filters each input channel alone (**depthwise**), then mixes
# the channels at each place (**pointwise**, $1 \times 1$):
#
# $$
# \text{separable} = H W \cdot K_H K_W \, C_{\text{in}}
# + H W \cdot C_{\text{in}} \, C_{\text{out}} .
# $$
#
# Here all layers pad such that a stride of 1 keeps the size. A stride of $s$
# keeps every $s$-th row and column, the first one among them: of 7 rows,
# stride 2 keeps rows 0, 2, 4, 6. The stride is in the depthwise step, so the
# pointwise one sees the small map.
#
# From 4 to 6 channels with $3 \times 3$, on $5 \times 7$ pixels and stride 1:
#
# $$
# 35 \cdot 9 \cdot 4 \cdot 6 = 7560 , \qquad
# 35 \cdot 9 \cdot 4 + 35 \cdot 4 \cdot 6 = 2100 .
# $$
#
# The ratio is $2100 / 7560 = 5 / 18$. Where the stride, the map and the input
# channels have gone, the page shows; what is left is
#
# $$
# \frac{\text{separable}}{\text{standard}}
# = \frac{1}{C_{\text{out}}} + \frac{1}{K_H K_W} .
# $$
#
# `cost_ratio` returns it without rounding: numerator and denominator in lowest
# terms, here `(5, 18)`. (`math.gcd` or `fractions.Fraction` will help.)
#
# Before you run the tests: what are the two costs with stride 2? And what
# is the most that a $1 \times 7$ layer can save?


# %% nbgrader={"grade": false, "grade_id": "eff-answer-macs", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def standard_macs(in_channels, out_channels, kernel_size, size, stride=1):
    """Count the multiply-adds of a standard convolution for one image.

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size : tuple of two int
        ``(KH, KW)``, both odd.
    size : tuple of two int
        Rows and columns of the *input*.
    stride : int
        Down and to the right.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    (KH, KW), (H, W) = kernel_size, size
    outputs = -(-H // stride) * -(-W // stride)
    return outputs * KH * KW * in_channels * out_channels
    ### END SOLUTION


def separable_macs(in_channels, out_channels, kernel_size, size, stride=1):
    """Count the multiply-adds of depthwise and pointwise step together.

    Parameters and result are as in `standard_macs`.
    """
    ### BEGIN SOLUTION
    (KH, KW), (H, W) = kernel_size, size
    outputs = -(-H // stride) * -(-W // stride)
    return outputs * in_channels * (KH * KW + out_channels)
    ### END SOLUTION


def cost_ratio(out_channels, kernel_size):
    """Divide the cost of the separable form by that of the standard one.

    Parameters
    ----------
    out_channels : int
    kernel_size : tuple of two int
        ``(KH, KW)``

    Returns
    -------
    tuple of two int
        Numerator and denominator, in lowest terms.
    """
    ### BEGIN SOLUTION
    import math

    taps = kernel_size[0] * kernel_size[1]
    up, down = taps + out_channels, taps * out_channels
    shared = math.gcd(up, down)
    return up // shared, down // shared
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "eff-macs", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("eff-macs", forbid=CLOSED)
names = "in_channels", "out_channels", "kernel_size", "size"
for count in (standard_macs, separable_macs):
    t.signature(count, *names, stride=1)

# The worked example, then the question.
args = 4, 6, (3, 3), (5, 7)
for stride, standard, separable in [(1, 7560, 2100), (2, 2592, 720)]:
    slips = check.slips.efficient.standard_macs(*args, stride)
    result = t.call(standard_macs, *args, stride=stride)
    result.equals(standard, wrong=slips)
    slips = check.slips.efficient.separable_macs(*args, stride)
    result = t.call(separable_macs, *args, stride=stride)
    result.equals(separable, wrong=slips)

# A layer of MobileNet, a long kernel, and a stride that nobody thinks of.
for args in (
    (512, 512, (3, 3), (14, 14)),
    (16, 5, (1, 7), (9, 10), 3),
    (3, 32, (5, 3), (8, 11), 4),
):
    expected = check.truth.efficient.standard_macs(*args)
    slips = check.slips.efficient.standard_macs(*args)
    t.call(standard_macs, *args).equals(expected, wrong=slips)
    expected = check.truth.efficient.separable_macs(*args)
    slips = check.slips.efficient.separable_macs(*args)
    t.call(separable_macs, *args).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 5):
    C_in, C_out, *size = map(int, t.rng.integers(2, 40, size=4))
    window = tuple(2 * int(k) + 1 for k in t.rng.integers(0, 4, size=2))
    args = C_in, C_out, window, tuple(size), stride
    expected = check.truth.efficient.standard_macs(*args)
    slips = check.slips.efficient.standard_macs(*args)
    t.call(standard_macs, *args).equals(expected, wrong=slips)
    expected = check.truth.efficient.separable_macs(*args)
    slips = check.slips.efficient.separable_macs(*args)
    t.call(separable_macs, *args).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "eff-ratio", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("eff-ratio", forbid=CLOSED)
t.signature(cost_ratio, "out_channels", "kernel_size")

# The worked example; two of the page; kernels that are not square.
t.call(cost_ratio, 6, (3, 3)).equals((5, 18))
t.call(cost_ratio, 100, (5, 5)).equals((1, 20))
t.call(cost_ratio, 512, (3, 3)).equals((521, 4608))
t.call(cost_ratio, 8, (1, 7)).equals((15, 56))
t.call(cost_ratio, 10, (3, 5)).equals((1, 6))
### BEGIN HIDDEN TESTS
for out_channels in (1, 9, 35, 48):
    window = tuple(2 * int(k) + 1 for k in t.rng.permutation(4)[:2])
    expected = check.truth.efficient.cost_ratio(out_channels, window)
    t.call(cost_ratio, out_channels, window).equals(expected)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. Filter: the depthwise convolution
#
# A **depthwise convolution** has one kernel a channel, and kernel $c$ sees
# channel $c$ alone:
#
# $$
# y[n, c, i, j] = \sum_{u, v} x[n, c, i s + u, j s + v] \; w[c, 0, u, v] ,
# $$
#
# with stride $s$, after `padding` rows and columns of zeros on all four sides.
# As in all of PyTorch the kernel is not flipped. The output has
# $\lfloor (H + 2P - K_H) / s \rfloor + 1$ rows.
#
# Two channels, kernels of $1 \times 2$, stride 1, no padding:
#
# $$
# \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}
# \text{ with } \begin{bmatrix} 1 & -1 \end{bmatrix}
# \to \begin{bmatrix} -1 & -1 \\ -1 & -1 \end{bmatrix} ,
# \qquad
# \begin{bmatrix} 0 & 1 & 0 \\ 1 & 0 & 1 \end{bmatrix}
# \text{ with } \begin{bmatrix} 2 & 1 \end{bmatrix}
# \to \begin{bmatrix} 1 & 2 \\ 2 & 1 \end{bmatrix} .
# $$
#
# What would one standard convolution with the same two kernels as its two
# slices give at the first place?


# %% nbgrader={"grade": false, "grade_id": "eff-answer-depthwise", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def depthwise_conv(x, w, stride=1, padding=0):
    """Filter each channel with its own kernel.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    w : float array of shape (C, 1, KH, KW)
    stride : int
    padding : int
        Rows and columns of zeros, on all four sides.

    Returns
    -------
    float array of shape (N, C, H_out, W_out)
    """
    ### BEGIN SOLUTION
    KH, KW = w.shape[2:]
    around = (padding, padding)
    x = np.pad(x, [(0, 0), (0, 0), around, around])
    N, C, H, W = x.shape
    H_out, W_out = (H - KH) // stride + 1, (W - KW) // stride + 1
    y = np.zeros((N, C, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            window = x[:, :, top : top + KH, left : left + KW]
            y[:, :, i, j] = (window * w[:, 0]).sum(axis=(2, 3))
    return y
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "eff-depthwise", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("eff-depthwise", forbid=CLOSED)
t.signature(depthwise_conv, "x", "w", stride=1, padding=0)

worked = np.array(
    [[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]]]
)
kernels = np.array([[[[1.0, -1.0]]], [[[2.0, 1.0]]]])
filtered = np.array([[[[-1.0, -1.0], [-1.0, -1.0]], [[1.0, 2.0], [2.0, 1.0]]]])
slips = check.slips.efficient.depthwise_conv(worked, kernels)
result = t.call(depthwise_conv, worked, kernels)
result.equals(filtered, terms=2, wrong=slips)

# Padding, then strides; nothing has the size of anything else.
for shape, window, stride, padding in (
    ((2, 3, 5, 6), (3, 2), 1, 0),
    ((2, 3, 4, 7), (3, 5), 1, 2),
    ((3, 4, 5, 7), (2, 3), 2, 1),
    ((1, 5, 8, 6), (3, 1), 3, 2),
):
    x = t.rng.normal(size=shape)
    w = t.rng.normal(size=(shape[1], 1, *window))
    args = x, w, stride, padding
    expected = check.truth.efficient.depthwise_conv(*args)
    slips = check.slips.efficient.depthwise_conv(*args)
    result = t.call(depthwise_conv, x, w, stride=stride, padding=padding)
    result.equals(expected, terms=w[0].size, wrong=slips)
### BEGIN HIDDEN TESTS
for stride, padding in [(1, 1), (2, 0), (2, 3), (3, 1), (4, 2)]:
    N, C, H, W = map(int, t.rng.integers((1, 2, 5, 5), (4, 6, 9, 9)))
    window = tuple(map(int, t.rng.integers(1, 5, size=2)))
    x, w = t.rng.normal(size=(N, C, H, W)), t.rng.normal(size=(C, 1, *window))
    expected = check.truth.efficient.depthwise_conv(x, w, stride, padding)
    slips = check.slips.efficient.depthwise_conv(x, w, stride, padding)
    result = t.call(depthwise_conv, x, w, stride, padding)
    result.equals(expected, terms=16, wrong=slips)

x, y = t.rng.normal(size=(2, 2, 3, 6, 7))
w = t.rng.normal(size=(3, 1, 3, 2))
check.laws.linear(lambda x: t.call(depthwise_conv, x, w, 2, 1), x, y, terms=9)
check.laws.shift_equivariant(
    lambda x: t.call(depthwise_conv, x, w), x, (1, 2), terms=9
)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. Mix: the pointwise convolution
#
# A **pointwise convolution** looks at one place and at all channels there:
#
# $$ y[n, o, i, j] = \sum_c w[o, c, 0, 0] \; x[n, c, i, j] . $$
#
# So each place has a vector of $C_{\text{in}}$ numbers, and all are multiplied by
# the same matrix. The two maps from part 2, with the matrix
#
# $$
# \begin{bmatrix} 1 & 0 \\ 1 & 1 \\ 0 & -2 \end{bmatrix} ,
# \quad\text{become}\quad
# \begin{bmatrix} -1 & -1 \\ -1 & -1 \end{bmatrix} , \;
# \begin{bmatrix} 0 & 1 \\ 1 & 0 \end{bmatrix} , \;
# \begin{bmatrix} -2 & -4 \\ -4 & -2 \end{bmatrix} .
# $$
#
# What does a separable layer give up? It *is* a standard convolution, with the
# kernels
#
# $$ w[o, c, u, v] = p[o, c] \; d[c, u, v] : $$
#
# output $o$ looks at channel $c$ through the filter $d[c]$ of that channel,
# with a strength $p[o, c]$ of its own. `merged_kernel` makes this kernel from
# the two. In the example, output 2 has the slices $[0, 0]$ and $[-4, -2]$.
#
# The merged kernel has 12 numbers here. How many of them can be chosen freely?


# %% nbgrader={"grade": false, "grade_id": "eff-answer-pointwise", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def pointwise_conv(x, w):
    """Mix the channels at each place.

    Parameters
    ----------
    x : float array of shape (N, C_in, H, W)
    w : float array of shape (C_out, C_in, 1, 1)

    Returns
    -------
    float array of shape (N, C_out, H, W)
    """
    ### BEGIN SOLUTION
    return np.einsum("oc,ncij->noij", w[:, :, 0, 0], x)
    ### END SOLUTION


def merged_kernel(depthwise, pointwise):
    """Make the kernel of the one convolution that does both steps.

    Parameters
    ----------
    depthwise : float array of shape (C_in, 1, KH, KW)
        Weights of the first step.
    pointwise : float array of shape (C_out, C_in, 1, 1)
        Weights of the second step.

    Returns
    -------
    float array of shape (C_out, C_in, KH, KW)
    """
    ### BEGIN SOLUTION
    return pointwise * depthwise[None, :, 0]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "eff-pointwise", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("eff-pointwise", forbid=CLOSED)
t.signature(pointwise_conv, "x", "w")

# The filtered maps of part 2.
maps = np.array([[[[-1.0, -1.0], [-1.0, -1.0]], [[1.0, 2.0], [2.0, 1.0]]]])
matrix = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, -2.0]])[:, :, None, None]
expected = np.stack([maps[:, 0], maps.sum(axis=1), -2 * maps[:, 1]], axis=1)
slips = check.slips.efficient.pointwise_conv(maps, matrix)
result = t.call(pointwise_conv, maps, matrix)
result.equals(expected, terms=2, wrong=slips)

# More channels, fewer channels, as many channels.
for shape, C_out in (((2, 3, 4, 5), 6), ((3, 5, 2, 4), 2), ((2, 4, 3, 2), 4)):
    x, w = t.rng.normal(size=shape), t.rng.normal(size=(C_out, shape[1], 1, 1))
    expected = check.truth.efficient.pointwise_conv(x, w)
    slips = check.slips.efficient.pointwise_conv(x, w)
    result = t.call(pointwise_conv, x, w)
    result.equals(expected, terms=shape[1], wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(4):
    N, C_in, H, W, C_out = map(int, t.rng.integers(1, 7, size=5))
    x = t.rng.normal(size=(N, C_in, H, W))
    w = t.rng.normal(size=(C_out, C_in, 1, 1))
    expected = check.truth.efficient.pointwise_conv(x, w)
    slips = check.slips.efficient.pointwise_conv(x, w)
    t.call(pointwise_conv, x, w).equals(expected, terms=9, wrong=slips)

other = t.rng.normal(size=x.shape)
check.laws.linear(lambda x: t.call(pointwise_conv, x, w), x, other, terms=9)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "eff-merged", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("eff-merged", forbid=CLOSED)
t.signature(merged_kernel, "depthwise", "pointwise")

d = np.array([[[[1.0, -1.0]]], [[[2.0, 1.0]]]])
p = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, -2.0]])[:, :, None, None]
expected = [
    [[[1.0, -1.0]], [[0.0, 0.0]]],
    [[[1.0, -1.0]], [[2.0, 1.0]]],
    [[[0.0, 0.0]], [[-4.0, -2.0]]],
]
slips = check.slips.efficient.merged_kernel(d, p)
t.call(merged_kernel, d, p).equals(expected, wrong=slips)

for C_in, C_out, window in ((3, 5, (2, 4)), (4, 4, (3, 2)), (4, 2, (4, 4))):
    d = t.rng.normal(size=(C_in, 1, *window))
    p = t.rng.normal(size=(C_out, C_in, 1, 1))
    expected = check.truth.efficient.merged_kernel(d, p)
    slips = check.slips.efficient.merged_kernel(d, p)
    t.call(merged_kernel, d, p).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(4):
    C_in, C_out, KH, KW = map(int, t.rng.integers(1, 6, size=4))
    d = t.rng.normal(size=(C_in, 1, KH, KW))
    p = t.rng.normal(size=(C_out, C_in, 1, 1))
    expected = check.truth.efficient.merged_kernel(d, p)
    slips = check.slips.efficient.merged_kernel(d, p)
    t.call(merged_kernel, d, p).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. A photo through one standard layer that your
# `merged_kernel` makes of a depthwise step (Sobel filters across and down, and
# a blur) and a pointwise one. Predict first: what will each of the three outputs
# show, if the matrix is the one from above with a third column?

# %% tags=["play"]
import matplotlib.pyplot as plt
from cnnlab import data

photo = data.photo("coffee").array[::4, ::4] / 255.0
sobel = np.array([[1.0, 0, -1], [2, 0, -2], [1, 0, -1]])
d = np.stack([sobel, sobel.T, np.full((3, 3), 1 / 9)])[:, None]
p = np.array([[1.0, 0, 0], [1, 1, 0], [0, -2, 1]])[:, :, None, None]
weight = torch.tensor(merged_kernel(d, p))
maps = nn.functional.conv2d(torch.tensor(photo.transpose(2, 0, 1)), weight)
figure, axes = plt.subplots(1, 3, figsize=(9, 2.6))
for ax, one in zip(axes, maps, strict=True):
    ax.imshow(one, cmap="gray")
    ax.set_axis_off()
plt.show()

# %% [markdown]
# ## 4. Shuffle the groups
#
# ShuffleNet cuts the $1 \times 1$ convolutions into $G$ groups, which see only
# their own channels. Between two of them it deals the channels out like cards,
# so that each new group gets some of every old one: **channel $i$ of group $j$
# goes to place $i G + j$**.
#
# Six channels in two groups, `0 1 2 | 3 4 5`, are dealt out as `0 3 1 4 2 5`.
# Before you run the test: what becomes of them in three groups? And which
# number of groups undoes the shuffle with two?
#
# There are no products in it: write the channels as a table with $G$ rows,
# turn the table, read it row by row. From here on arrays are tensors of PyTorch,
# which have `reshape` and `transpose` too; `x.transpose(1, 2)` swaps two axes.


# %% nbgrader={"grade": false, "grade_id": "eff-answer-shuffle", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def channel_shuffle(x, groups):
    """Deal the channels of each group out to all new groups.

    Parameters
    ----------
    x : float tensor of shape (N, C, H, W)
    groups : int
        How many groups; ``C`` is a multiple of it.

    Returns
    -------
    float tensor of shape (N, C, H, W)
    """
    ### BEGIN SOLUTION
    N, C, H, W = x.shape
    table = x.reshape(N, groups, C // groups, H, W)
    return table.transpose(1, 2).reshape(N, C, H, W)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "eff-shuffle", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("eff-shuffle", forbid=CLOSED, tensors=True)
t.signature(channel_shuffle, "x", "groups")

# The worked example, then the question.
x = np.arange(6.0).reshape(1, 6, 1, 1)
for groups, order in [(2, [0, 3, 1, 4, 2, 5]), (3, [0, 2, 4, 1, 3, 5])]:
    slips = check.slips.efficient.channel_shuffle(x, groups)
    result = t.call(channel_shuffle, x, groups)
    result.equals(x[:, order], wrong=slips)

# Twelve channels in all ways, and as many images, rows and columns as you like.
for groups in (1, 2, 3, 4, 6, 12):
    x = t.rng.normal(size=(2, 12, 3, 5))
    expected = check.truth.efficient.channel_shuffle(x, groups)
    slips = check.slips.efficient.channel_shuffle(x, groups)
    t.call(channel_shuffle, x, groups).equals(expected, wrong=slips)

    law = "shuffling with C // G groups undoes shuffling with G"
    result = t.call(channel_shuffle, expected, 12 // groups)
    result.equals(x, wrong=slips, law=law)
### BEGIN HIDDEN TESTS
for groups in (2, 3, 5, 7):
    size, N, H, W = map(int, t.rng.integers((2, 1, 1, 1), (6, 4, 5, 5)))
    x = t.rng.normal(size=(N, groups * size, H, W))
    expected = check.truth.efficient.channel_shuffle(x, groups)
    slips = check.slips.efficient.channel_shuffle(x, groups)
    t.call(channel_shuffle, x, groups).equals(expected, wrong=slips)
    law = "shuffling with C // G groups undoes shuffling with G"
    t.call(channel_shuffle, expected, size).equals(x, law=law)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 5. The block of MobileNet v1
#
# Now as a module. `SeparableConv(in_channels, out_channels, stride)` has four
# layers with these names, called in this order:
#
# | name | layer | then |
# |---|---|---|
# | `depthwise` | convolution, $3 \times 3$, one kernel a channel, **with the stride** | |
# | `bn1` | batch norm | ReLU |
# | `pointwise` | convolution, $1 \times 1$, to `out_channels` | |
# | `bn2` | batch norm | ReLU |
#
# Stride 1 keeps the size of the map. No convolution has a bias, because batch
# norm brings one. Use `nn.Conv2d` (with `groups`) and `nn.BatchNorm2d`.
#
# From 4 to 6 channels there are $4 \cdot 9 = 36$ depthwise weights,
# $4 \cdot 6 = 24$ pointwise ones, and $2 \cdot 4 + 2 \cdot 6 = 20$ numbers of the
# two norms: 80 in all. How many has a standard $3 \times 3$ layer with one norm?
#
# The test loads known weights into your module by the names of the table, and
# compares what comes out: in evaluation, and in training, where the means and
# variances are those of the batch. If you put the stride into the wrong step,
# which of the two will notice?


# %% nbgrader={"grade": false, "grade_id": "eff-answer-separable", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class SeparableConv(nn.Module):
    """Filter each channel with 3x3, then mix the channels with 1x1.

    Parameters
    ----------
    in_channels, out_channels : int
    stride : int
        Of the depthwise convolution.
    """

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        ### BEGIN SOLUTION
        C = in_channels
        self.depthwise = nn.Conv2d(
            C, C, 3, stride, padding=1, groups=C, bias=False
        )
        self.bn1 = nn.BatchNorm2d(C)
        self.pointwise = nn.Conv2d(C, out_channels, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        ### END SOLUTION

    def forward(self, x):
        """Map (N, C_in, H, W) to (N, C_out, H_out, W_out)."""
        ### BEGIN SOLUTION
        x = self.bn1(self.depthwise(x)).relu()
        return self.bn2(self.pointwise(x)).relu()
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "eff-separable", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("eff-separable", forbid=BLOCKS)
t.signature(SeparableConv, "in_channels", "out_channels", stride=1)

for C_in, C_out, stride in [(4, 6, 1), (3, 5, 2), (5, 2, 3)]:
    net = t.construct(SeparableConv, C_in, C_out, stride=stride)

    # Every parameter, by name, with its shape; then known numbers for all.
    shapes = check.truth.efficient.separable_shapes(C_in, C_out)
    t.shapes(net).equals(shapes)
    state = check.truth.efficient.some_state(shapes, t.rng)
    t.method(net, "load_state_dict", state, strict=False)

    x = t.rng.normal(1.0, 2.0, size=(2, C_in, 5, 8)).astype(np.float32)
    for training, switch in [(False, t.eval), (True, t.train)]:
        switch(net)
        args = x, state, stride, training
        expected = check.truth.efficient.separable(*args)
        slips = check.slips.efficient.separable(*args)
        t.call(net, x).equals(expected, terms=200, wrong=slips)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 4):
    C_in, C_out, H, W = map(int, t.rng.integers((1, 1, 3, 3), (6, 6, 8, 8)))
    net = t.construct(SeparableConv, C_in, C_out, stride)
    shapes = check.truth.efficient.separable_shapes(C_in, C_out)
    t.shapes(net).equals(shapes)
    state = check.truth.efficient.some_state(shapes, t.rng)
    t.method(net, "load_state_dict", state, strict=False)
    t.eval(net)
    x = t.rng.normal(1.0, 2.0, size=(3, C_in, H, W)).astype(np.float32)
    expected = check.truth.efficient.separable(x, state, stride)
    slips = check.slips.efficient.separable(x, state, stride)
    t.call(net, x).equals(expected, terms=200, wrong=slips)

net = t.construct(SeparableConv, 2, 3)  # with the default of the stride
shapes = check.truth.efficient.separable_shapes(2, 3)
state = check.truth.efficient.some_state(shapes, t.rng)
t.method(net, "load_state_dict", state, strict=False)
t.train(net)
x = t.rng.normal(1.0, 2.0, size=(2, 2, 4, 3)).astype(np.float32)
expected = check.truth.efficient.separable(x, state, 1, True)
t.call(net, x).equals(expected, terms=200)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 6. The block of MobileNet v2
#
# A ReLU on few channels loses what cannot be brought back. So the **inverted
# residual** is wide inside, where its activations are, and narrow outside,
# where it has none:
#
# | name | layer | then |
# |---|---|---|
# | `expand` | convolution, $1 \times 1$, to $t \cdot C_{\text{in}}$ channels | |
# | `bn1` | batch norm | ReLU6 |
# | `depthwise` | convolution, $3 \times 3$, one kernel a channel, with the stride | |
# | `bn2` | batch norm | ReLU6 |
# | `project` | convolution, $1 \times 1$, to `out_channels` | |
# | `bn3` | batch norm | **nothing**: a linear bottleneck |
#
# ReLU6 is $\min(\max(x, 0), 6)$. With $t = 1$ nothing is expanded: `expand` and
# `bn1` are left out, and the other names stay. Again there is no bias.
#
# At the end the input is **added**, but only where that makes sense: where the
# stride is 1 *and* `in_channels` equals `out_channels`. Nothing follows the sum.
#
# From 4 to 6 channels with $t = 3$ the block is 12 channels wide:
# $48 + 108 + 72 = 228$ weights of convolutions and $24 + 24 + 12 = 60$ numbers of
# norms. Is the input added there? How many parameters has a block from 4 to 4
# channels with $t = 1$?


# %% nbgrader={"grade": false, "grade_id": "eff-answer-inverted", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class InvertedResidual(nn.Module):
    """Expand by t, filter each channel, project without activation.

    Parameters
    ----------
    in_channels, out_channels : int
    stride : int
        Of the depthwise convolution.
    t : int
        How many times as wide the block is inside.
    """

    def __init__(self, in_channels, out_channels, stride=1, t=6):
        super().__init__()
        ### BEGIN SOLUTION
        wide = t * in_channels
        if t > 1:
            self.expand = nn.Conv2d(in_channels, wide, 1, bias=False)
            self.bn1 = nn.BatchNorm2d(wide)
        self.depthwise = nn.Conv2d(
            wide, wide, 3, stride, padding=1, groups=wide, bias=False
        )
        self.bn2 = nn.BatchNorm2d(wide)
        self.project = nn.Conv2d(wide, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.expands = t > 1
        self.adds_input = stride == 1 and in_channels == out_channels
        ### END SOLUTION

    def forward(self, x):
        """Map (N, C_in, H, W) to (N, C_out, H_out, W_out)."""
        ### BEGIN SOLUTION
        y = x
        if self.expands:
            y = nn.functional.relu6(self.bn1(self.expand(y)))
        y = nn.functional.relu6(self.bn2(self.depthwise(y)))
        y = self.bn3(self.project(y))
        return x + y if self.adds_input else y
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "eff-bottleneck", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("eff-bottleneck", forbid=BLOCKS)
t.signature(InvertedResidual, "in_channels", "out_channels", stride=1, t=6)

# The layers only: every parameter, by name, with its shape.
for C_in, C_out, factor in [(4, 6, 3), (4, 4, 1), (5, 2, 2), (3, 3, 4)]:
    net = t.construct(InvertedResidual, C_in, C_out, t=factor)
    shapes = check.truth.efficient.inverted_shapes(C_in, C_out, factor)
    t.shapes(net).equals(shapes)
### BEGIN HIDDEN TESTS
for C_in, C_out, factor in [(2, 5, 1), (6, 4, 5), (2, 3, 3)]:
    net = t.construct(InvertedResidual, C_in, C_out, 2, factor)
    shapes = check.truth.efficient.inverted_shapes(C_in, C_out, factor)
    t.shapes(net).equals(shapes)
net = t.construct(InvertedResidual, 2, 3)  # with the default of t
t.shapes(net).equals(check.truth.efficient.inverted_shapes(2, 3, 6))
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "eff-inverted", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("eff-inverted", forbid=BLOCKS)

# With a shortcut; wider, smaller, and both: without; then t = 1.
for C_in, C_out, stride, factor in (
    (3, 3, 1, 4),
    (3, 4, 1, 2),
    (3, 3, 2, 2),
    (2, 5, 3, 3),
    (4, 4, 1, 1),
):
    net = t.construct(InvertedResidual, C_in, C_out, stride=stride, t=factor)
    shapes = check.truth.efficient.inverted_shapes(C_in, C_out, factor)
    state = check.truth.efficient.some_state(shapes, t.rng)
    t.method(net, "load_state_dict", state, strict=False)
    t.eval(net)
    x = t.rng.normal(1.0, 2.0, size=(2, C_in, 5, 6)).astype(np.float32)
    expected = check.truth.efficient.inverted(x, state, stride)
    slips = check.slips.efficient.inverted(x, state, stride)
    t.call(net, x).equals(expected, terms=200, wrong=slips)

# In training, with the statistics of the batch.
t.train(net)
expected = check.truth.efficient.inverted(x, state, stride, True)
t.call(net, x).equals(expected, terms=200)
### BEGIN HIDDEN TESTS
for C_in, C_out, stride, factor in (
    (4, 4, 1, 3),
    (2, 3, 1, 5),
    (3, 3, 3, 1),
    (5, 4, 2, 2),
):
    net = t.construct(InvertedResidual, C_in, C_out, stride, factor)
    shapes = check.truth.efficient.inverted_shapes(C_in, C_out, factor)
    state = check.truth.efficient.some_state(shapes, t.rng)
    t.method(net, "load_state_dict", state, strict=False)
    H, W = map(int, t.rng.integers(4, 8, size=2))
    x = t.rng.normal(1.0, 2.0, size=(2, C_in, H, W)).astype(np.float32)
    for training, switch in [(False, t.eval), (True, t.train)]:
        switch(net)
        expected = check.truth.efficient.inverted(x, state, stride, training)
        slips = check.slips.efficient.inverted(x, state, stride, training)
        t.call(net, x).equals(expected, terms=200, wrong=slips)
### END HIDDEN TESTS
t.passed()
