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
# # Exercise 2: shared weights and images that move
#
# A fully connected layer looks at every pixel with a weight of its own. It
# pays for this twice: with very many weights, and with having to learn
# everything again at each place of the image. In this exercise you count the
# first price, layer by layer, and measure the second one with images that
# move.
#
# You write five short functions with NumPy. Plan about 40 minutes.
#
# | part | function | points |
# |---|---|---|
# | 1 | `full_parameters` | 2 |
# | 2 | `local_parameters` | 3 |
# | 3 | `shared_parameters` | 3 |
# | 4 | `shift`: near (4), not at all and too far (3) | 7 |
# | 5 | `shift_accuracy` | 5 |
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
# **What is closed.** `scipy.ndimage.shift` and the book's own counting
# functions do not work inside your functions.

# %% nbgrader={"grade": false, "grade_id": "sharing-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
from cnnlab import check
from numpy.lib.stride_tricks import sliding_window_view

CLOSED = (*check.SHORTCUTS, "scipy.ndimage.shift")


def predict(images, weights):
    """The class of each image; you need it in part 5.

    Each class has a small picture of weights. It is laid on every place of
    the image where it fits, and at each place the products are added up. The
    class with the largest sum, at whatever place, is the answer.

    `images` is (N, H, W), `weights` is (classes, KH, KW); returns (N,).
    """
    windows = sliding_window_view(images, weights.shape[1:], axis=(1, 2))
    sums = np.einsum("nijuv,cuv->ncij", windows, weights)
    return sums.max(axis=(2, 3)).argmax(axis=1)


# %% [markdown]
# ## 1. Everything with everything
#
# A layer takes a volume of shape $(C_\text{in}, H, W)$ and gives one of shape
# $(C_\text{out}, H_\text{out}, W_\text{out})$. Each number of the output comes
# from one *unit*. If the layer is fully connected, each unit has a weight for
# every number of the input, and one bias.
#
# By hand: 9 pixels in a row, the shape $(1, 1, 9)$, and 7 units in a row, the
# shape $(1, 1, 7)$. Each unit has 9 weights and a bias, so the layer has
# $7 \cdot (9 + 1) = 70$ parameters. Without biases it has 63.
#
# Predict before you run: 512 units look at a colour photo of
# $200 \times 200$ pixels. How many digits has the number of parameters?


# %% nbgrader={"grade": false, "grade_id": "sharing-answer-full", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def full_parameters(in_shape, out_shape, bias=True):
    """Count the parameters of a fully connected layer.

    Parameters
    ----------
    in_shape : tuple of int
        ``(C_in, H, W)``.
    out_shape : tuple of int
        ``(C_out, H_out, W_out)``.
    bias : bool
        Whether each unit has a bias.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    C_in, H, W = in_shape
    C_out, H_out, W_out = out_shape
    units = C_out * H_out * W_out
    weights = units * C_in * H * W
    return weights + units if bias else weights
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "sharing-full", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("sharing-full", forbid=CLOSED)
t.signature(full_parameters, "in_shape", "out_shape", bias=True)

for in_shape, out_shape, expected in (
    ((1, 1, 9), (1, 1, 7), 70),  # the example
    ((3, 5, 4), (2, 4, 3), 1464),  # 24 units, each 60 weights and a bias
):
    slips = check.slips.sharing.full_parameters(in_shape, out_shape)
    result = t.call(full_parameters, in_shape, out_shape)
    result.equals(expected, wrong=slips)

slips = check.slips.sharing.full_parameters((1, 1, 9), (1, 1, 7), bias=False)
result = t.call(full_parameters, (1, 1, 9), (1, 1, 7), bias=False)
result.equals(63, wrong=slips)

# The photo: 512 units in a row.
result = t.call(full_parameters, (3, 200, 200), (512, 1, 1))
result.equals(61_440_512)
### BEGIN HIDDEN TESTS
for bias in (True, False, True, False):
    in_shape = tuple(t.rng.integers(2, 7, size=3).tolist())
    out_shape = tuple(t.rng.integers(1, 6, size=3).tolist())
    expected = check.truth.sharing.full_parameters(in_shape, out_shape, bias)
    slips = check.slips.sharing.full_parameters(in_shape, out_shape, bias)
    result = t.call(full_parameters, in_shape, out_shape, bias=bias)
    result.equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. Only what is near
#
# Whether there is an edge at some place can be told from the pixels around it.
# In a *locally connected* layer each unit sees a window of $K_H \times K_W$
# pixels, in **all** input channels, and nothing else. It still has weights of
# its own, and a bias of its own.
#
# By hand: 7 units with a window of 3 of the 9 pixels have
# $7 \cdot (3 + 1) = 28$ parameters, instead of 70.
#
# There are as many units as the output has numbers. Predict before you run:
# if height and width of the output are doubled, by how much does the number
# of parameters grow? Does the size of the input count at all?


# %% nbgrader={"grade": false, "grade_id": "sharing-answer-local", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def local_parameters(in_shape, out_shape, kernel_size, bias=True):
    """Count the parameters of a locally connected layer, nothing shared.

    Parameters
    ----------
    in_shape, out_shape : tuple of int
        ``(C_in, H, W)`` and ``(C_out, H_out, W_out)``.
    kernel_size : tuple of int
        ``(KH, KW)``, the window of each unit.
    bias : bool
        Whether each unit has a bias.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    KH, KW = kernel_size
    C_out, H_out, W_out = out_shape
    of_one_unit = in_shape[0] * KH * KW + int(bias)
    return C_out * H_out * W_out * of_one_unit
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "sharing-local", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("sharing-local", forbid=CLOSED)
t.signature(
    local_parameters, "in_shape", "out_shape", "kernel_size", bias=True
)

for in_shape, out_shape, kernel_size, expected in (
    ((1, 1, 9), (1, 1, 7), (1, 3), 28),  # the example
    ((1, 6, 8), (1, 4, 4), (3, 5), 256),  # 16 units, each 15 + 1
    ((3, 6, 8), (2, 4, 4), (3, 5), 1472),  # 32 units, each 45 + 1
    ((3, 6, 8), (2, 8, 8), (3, 5), 5888),  # four times as many units
):
    shapes = in_shape, out_shape, kernel_size
    slips = check.slips.sharing.local_parameters(*shapes)
    t.call(local_parameters, *shapes).equals(expected, wrong=slips)

shapes = (3, 6, 8), (2, 4, 4), (3, 5)
slips = check.slips.sharing.local_parameters(*shapes, bias=False)
t.call(local_parameters, *shapes, bias=False).equals(1440, wrong=slips)
### BEGIN HIDDEN TESTS
for bias in (True, False, True, False):
    in_shape, out_shape = t.rng.integers(2, 7, size=(2, 3)).tolist()
    kernel_size = tuple(t.rng.integers(1, 6, size=2).tolist())
    shapes = tuple(in_shape), tuple(out_shape), kernel_size
    expected = check.truth.sharing.local_parameters(*shapes, bias)
    slips = check.slips.sharing.local_parameters(*shapes, bias)
    result = t.call(local_parameters, *shapes, bias=bias)
    result.equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. The same weights everywhere
#
# If the image moves, the answers shall move with it and change in no other
# way. Then all units of one output channel must use the *same* weights and
# the same bias, wherever they look. This is *weight sharing*, and the layer is
# a convolution. Different output channels look for different things, so each
# has a set of its own.
#
# By hand: the 7 units share one window of 3 weights and one bias. That makes
# 4 parameters, after 70 and 28.
#
# Predict before you run: which of the three counts changes if the same layer
# is used on an image twice as high and twice as wide?


# %% nbgrader={"grade": false, "grade_id": "sharing-answer-shared", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def shared_parameters(in_shape, out_shape, kernel_size, bias=True):
    """Count the parameters of a layer with local, shared connections.

    Parameters
    ----------
    in_shape, out_shape : tuple of int
        ``(C_in, H, W)`` and ``(C_out, H_out, W_out)``.
    kernel_size : tuple of int
        ``(KH, KW)``.
    bias : bool
        Whether each output channel has a bias.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    KH, KW = kernel_size
    C_in, C_out = in_shape[0], out_shape[0]
    return C_out * (C_in * KH * KW + int(bias))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "sharing-shared", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("sharing-shared", forbid=CLOSED)
t.signature(
    shared_parameters, "in_shape", "out_shape", "kernel_size", bias=True
)

for in_shape, out_shape, kernel_size, expected in (
    ((1, 1, 9), (1, 1, 7), (1, 3), 4),  # the example
    ((3, 6, 8), (2, 4, 4), (3, 5), 92),  # 2 kernels, each 45 + 1
    ((3, 60, 80), (2, 58, 76), (3, 5), 92),  # a large image, the same kernels
):
    shapes = in_shape, out_shape, kernel_size
    slips = check.slips.sharing.shared_parameters(*shapes)
    t.call(shared_parameters, *shapes).equals(expected, wrong=slips)

shapes = (3, 6, 8), (2, 4, 4), (3, 5)
slips = check.slips.sharing.shared_parameters(*shapes, bias=False)
t.call(shared_parameters, *shapes, bias=False).equals(90, wrong=slips)
### BEGIN HIDDEN TESTS
for bias in (True, False, True, False):
    in_shape, out_shape = t.rng.integers(2, 7, size=(2, 3)).tolist()
    kernel_size = tuple(t.rng.integers(1, 6, size=2).tolist())
    shapes = tuple(in_shape), tuple(out_shape), kernel_size
    expected = check.truth.sharing.shared_parameters(*shapes, bias)
    slips = check.slips.sharing.shared_parameters(*shapes, bias)
    result = t.call(shared_parameters, *shapes, bias=bias)
    result.equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. Move an image
#
# Now the second price. To measure it we need images that move: by `dy` rows
# *down* and `dx` columns to the *right*; negative numbers move up and left.
# The array keeps its size. What leaves it is lost, and zeros come in from the
# other side. Here `dy = 1` and `dx = -2`:
#
# $$
# \begin{bmatrix} 1 & 2 & 3 & 4 \\ 5 & 6 & 7 & 8 \\ 9 & 10 & 11 & 12 \end{bmatrix}
# \quad\longrightarrow\quad
# \begin{bmatrix} 0 & 0 & 0 & 0 \\ 3 & 4 & 0 & 0 \\ 7 & 8 & 0 & 0 \end{bmatrix}
# $$
#
# Row and column are the *last* two axes. So the same function moves a single
# image $(H, W)$ and a batch $(N, H, W)$, each image of it in the same way.
# Images may be moved by nothing at all, and so far that nothing is left.
# The images that come in stay as they are.
#
# Predict before you run: the image has been moved by `(1, -2)`. Now move the
# result by `(-1, 2)`. Which of the twelve numbers are back in their places?


# %% nbgrader={"grade": false, "grade_id": "sharing-answer-shift", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def shift(images, dy, dx):
    """Move images down and to the right; zeros come in.

    Parameters
    ----------
    images : array of shape (H, W) or (N, H, W)
    dy, dx : int
        Rows down and columns to the right; negative is up and left, and both
        may be larger than the image.

    Returns
    -------
    array of the shape of ``images``
    """
    ### BEGIN SOLUTION
    H, W = images.shape[-2:]
    moved = np.zeros_like(images)
    top, bottom = max(dy, 0), min(H + dy, H)
    left, right = max(dx, 0), min(W + dx, W)
    if top < bottom and left < right:
        kept = images[..., top - dy : bottom - dy, left - dx : right - dx]
        moved[..., top:bottom, left:right] = kept
    return moved
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "sharing-shift", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("sharing-shift", forbid=CLOSED)
t.signature(shift, "images", "dy", "dx")

image = np.array([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]])
moved = [[0, 0, 0, 0], [3, 4, 0, 0], [7, 8, 0, 0]]
slips = check.slips.sharing.shift(image, 1, -2)
t.call(shift, image, 1, -2).equals(moved, wrong=slips)

# A batch of three images, in all four directions.
images = t.rng.integers(1, 10, size=(3, 5, 7))
for dy, dx in [(2, 1), (-1, -3), (1, -2), (-3, 2)]:
    expected = check.truth.sharing.shift(images, dy, dx)
    slips = check.slips.sharing.shift(images, dy, dx)
    t.call(shift, images, dy, dx).equals(expected, wrong=slips)

# There and back loses what was outside for a while, and nothing else. In a
# formula: the way back is the transpose of the way there.
x, y = t.rng.normal(size=(2, 6, 5))
check.laws.adjoint(
    lambda x: t.call(shift, x, 2, -1), lambda y: t.call(shift, y, -2, 1), x, y
)
### BEGIN HIDDEN TESTS
for sign_y, sign_x in [(1, 1), (1, -1), (-1, 1), (-1, -1)]:
    H, W = t.rng.integers((4, 6), (6, 9))
    images = t.rng.normal(size=(t.rng.integers(2, 5), H, W))
    dy, dx = sign_y * int(t.rng.integers(1, 3)), sign_x * 3
    for moving in (images, images[0]):
        expected = check.truth.sharing.shift(moving, dy, dx)
        slips = check.slips.sharing.shift(moving, dy, dx)
        t.call(shift, moving, dy, dx).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "sharing-shift-far", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("sharing-shift-far", forbid=CLOSED)

images = t.rng.integers(1, 10, size=(2, 4, 6))
for dy, dx in (
    (0, 0),  # not at all
    (0, 2),  # along one axis only
    (-1, 0),
    (3, -5),  # one pixel of each image is left
    (4, 0),  # just out
    (0, -6),
    (7, 1),  # farther than the image is high
    (-1, -20),
):
    expected = check.truth.sharing.shift(images, dy, dx)
    slips = check.slips.sharing.shift(images, dy, dx)
    t.call(shift, images, dy, dx).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
images = t.rng.normal(size=(2, 3, 5))
for dy in range(-7, 8):
    for dx in (0, -5, int(t.rng.integers(-12, 13))):
        expected = check.truth.sharing.shift(images, dy, dx)
        slips = check.slips.sharing.shift(images, dy, dx)
        t.call(shift, images, dy, dx).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 5. The shift test
#
# A classifier has learned centred images. How many does it still get right
# when they move? For each shift in a list, move the images, *as they were
# given*, let `predict` answer, and write down the share of right answers, a
# number from 0 to 1. The labels do not move: a moved five is a five.
#
# `predict` stands in the first cell; call it as `predict(images, weights)`. It
# covers both kinds of connection. If the weights of a class are as large as
# the image, they fit in one place only, and the classifier is fully connected.
# If they are smaller, they are laid on every place: local and shared.
#
# By hand, on images of $5 \times 5$: class 0 is an upright bar of 3 pixels in
# the middle, class 1 a level one. Take these two images as full weights, too.
# Move both images one column to the right. The upright bar now shares no pixel
# with its own weights and one with those of the level bar: wrong. The level
# bar shares two with its own and one with the other: right. So the accuracy
# is 0.5 at the shift $(0, 1)$.
#
# Predict before you run: what is it at $(1, 0)$? And what becomes of both if
# the weights are only the inner $3 \times 3$ pixels?


# %% nbgrader={"grade": false, "grade_id": "sharing-answer-accuracy", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def shift_accuracy(images, labels, weights, shifts):
    """Measure a classifier on images that have moved.

    Parameters
    ----------
    images : array of shape (N, H, W)
    labels : array of shape (N,)
        The true class of each image.
    weights : array of shape (classes, KH, KW)
        What `predict` takes.
    shifts : list of tuples
        ``(dy, dx)`` for each measurement, from the same images each time.

    Returns
    -------
    array of shape (len(shifts),)
        The share of right answers after each shift.
    """
    ### BEGIN SOLUTION
    accuracy = np.zeros(len(shifts))
    for k, (dy, dx) in enumerate(shifts):
        answers = predict(shift(images, dy, dx), weights)
        accuracy[k] = np.mean(answers == labels)
    return accuracy
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "sharing-accuracy", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("sharing-accuracy", forbid=CLOSED)
t.signature(shift_accuracy, "images", "labels", "weights", "shifts")

# The example: two bars, with full weights and with shared ones.
bars = np.zeros((2, 5, 5))
bars[0, 1:4, 2] = bars[1, 2, 1:4] = 1
classes = np.array([0, 1])
shifts = [(0, 0), (0, 1), (1, -1), (1, 0)]
for weights, expected in (
    (bars, [1.0, 0.5, 0.0, 0.5]),  # at (1, -1) each looks like the other
    (bars[:, 1:4, 1:4], [1.0, 1.0, 1.0, 1.0]),
):
    slips = check.slips.sharing.shift_accuracy(bars, classes, weights, shifts)
    result = t.call(shift_accuracy, bars, classes, weights, shifts)
    result.equals(expected, wrong=slips)

# Random weights for four classes, and labels of which some are wrong.
images = t.rng.normal(size=(16, 6, 7))
shifts = [(0, 0), (2, -1), (-1, 3), (1, 1), (0, -4), (9, 0)]
for KH, KW in [(6, 7), (3, 2)]:
    weights = t.rng.normal(size=(4, KH, KW))
    labels = check.truth.sharing.predict(images, weights)
    labels[:5] = t.rng.integers(0, 4, size=5)
    expected = check.truth.sharing.shift_accuracy(
        images, labels, weights, shifts
    )
    slips = check.slips.sharing.shift_accuracy(images, labels, weights, shifts)
    result = t.call(shift_accuracy, images, labels, weights, shifts)
    result.equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for KH, KW in [(5, 8), (2, 3), (5, 1), (1, 8)]:
    images = t.rng.normal(size=(t.rng.integers(7, 20), 5, 8))
    weights = t.rng.normal(size=(3, KH, KW))
    labels = check.truth.sharing.predict(images, weights)
    labels[::4] = t.rng.integers(0, 3, size=len(labels[::4]))
    moves = t.rng.integers(-3, 4, size=(t.rng.integers(2, 7), 2))
    shifts = [(int(dy), int(dx)) for dy, dx in moves]
    expected = check.truth.sharing.shift_accuracy(
        images, labels, weights, shifts
    )
    slips = check.slips.sharing.shift_accuracy(images, labels, weights, shifts)
    result = t.call(shift_accuracy, images, labels, weights, shifts)
    result.equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. Four kinds of strokes of $5 \times 5$ pixels stand in
# the middle of noisy images of $15 \times 15$. One classifier has full weights,
# the mean image of each class; the other lays the bare strokes on all places.
# Predict first: at which shift does each of them begin to fail, and why?

# %% tags=["play"]
import matplotlib.pyplot as plt

upright = np.zeros((5, 5))
upright[:, 2] = 1
falling = np.eye(5)
strokes = np.array([upright, upright.T, falling, falling[::-1]])

rng = np.random.default_rng(0)
labels = rng.integers(0, 4, size=400)
images = rng.normal(0, 0.4, size=(400, 15, 15))
images[:, 5:10, 5:10] += strokes[labels]
full = np.array([images[labels == c].mean(axis=0) for c in range(4)])

columns = range(-10, 11)
shifts = [(0, dx) for dx in columns]
for name, weights in {"full": full, "local and shared": strokes}.items():
    curve = shift_accuracy(images, labels, weights, shifts)
    plt.plot(columns, curve, "o-", label=name)
plt.axhline(1 / 4, color="gray", linestyle="--", label="guessing")
plt.xlabel("shift to the right, in pixels")
plt.ylabel("accuracy")
plt.legend()
plt.show()

# %% [markdown]
# ## Where you are
#
# You have counted what locality and sharing save, and seen what sharing gives:
# what is known at one place is known at all. The layer that does both is a
# convolution, and you write it in the next exercise.
