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
# # Exercise 16: climb the ladder
#
# A baseline for colour pictures becomes better step by step, and each step is
# a few lines: centre the pictures, change them a little, steer the rate, soften
# the labels, look twice. In this exercise you write these lines, and a network
# to use them with. Nothing here needs luck. What is graded is what each step
# must fulfil in *every* run: a formula, a law, a loss near $\ln 10$ at the start.
#
# You write seven functions and one module. Plan about 60 minutes. All pictures
# are tiny and made up, so nothing is downloaded.
#
# | part | function or class | points |
# |---|---|---|
# | 1 | `normalized` | 2 |
# | 2 | `augmented` (3), `draw_changes` (2) | 5 |
# | 3 | `one_cycle` | 3 |
# | 4 | `smooth_loss` | 3 |
# | 5 | `two_looks` | 2 |
# | 6 | `decays` | 2 |
# | 7 | `ColourNet`: size (2), start (1), evaluation (2), learning (2) | 7 |
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
# **What is closed.** Ready-made losses, schedules and changes of pictures do not
# work inside your functions. In part 7 all of `torch.nn` is open.
#
# **Shapes.** Pictures have the shape `(N, C, H, W)`. A function returns a new
# array and leaves its arguments as they are.

# %% nbgrader={"grade": false, "grade_id": "improve-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
import torch
from cnnlab import check
from torch import nn

torch.set_num_threads(1)  # the pictures are tiny

BLOCKS = ("cnnlab.models.*", "torchvision.models.*")
CLOSED = (
    *check.SHORTCUTS,
    "cnnlab.train.*",
    "scipy.special.log_softmax",
    "scipy.special.softmax",
    "torch.nn.functional.cross_entropy",
    "torch.nn.functional.log_softmax",
    "torch.nn.functional.softmax",
    "torchvision.transforms.*",
)


# For part 5: the simplest network there is, one weight a class and pixel.
def scores(images, weight):
    """Logits (N, classes) for weights of shape (classes, C, H, W)."""
    return np.einsum("nchw,kchw->nk", images, weight)


# For part 7: a module with the training loop that the test uses.
class Trainable(nn.Module):
    def overfit(self, x, y, steps=30, lr=0.1, momentum=0.9):
        """Train on one batch; return the loss before each step."""
        losses, speed = [], [torch.zeros_like(p) for p in self.parameters()]
        self.train()
        for _ in range(steps):
            loss = nn.functional.cross_entropy(self(x), y)
            self.zero_grad()
            loss.backward()
            losses.append(loss.item())
            with torch.no_grad():
                for p, v in zip(self.parameters(), speed, strict=True):
                    v.mul_(momentum).add_(p.grad)
                    p.sub_(lr * v)
        return losses


# %% [markdown]
# ## 1. Centre the pictures
#
# A network learns best from numbers around 0 with a spread of about 1. So each
# channel gets the mean $\mu_c$ and the standard deviation $\sigma_c$ of **all
# pixels of this channel in the training part**, and every picture becomes
#
# $$
# \frac{x[n, c, i, j] - \mu_c}{\sigma_c} .
# $$
#
# The variance is divided by the count of the pixels, as `np.std` does. The
# pictures of the validation and the test part are brought to the same scale
# by the *training* part's numbers: nothing of them may be used, and a picture
# must not change its values with the company it is in.
#
# Two training pictures of two channels and $1 \times 2$ pixels: channel 0 holds
# 1, 5 and 5, 1, so $\mu_0 = 3$ and $\sigma_0 = 2$; channel 1 holds 10, 20 and
# 20, 10, so $\mu_1 = 15$ and $\sigma_1 = 5$. A new picture with 3, 9 and 20, 5
# becomes 0, 3 and 1, -2.
#
# The pictures hold whole numbers from 0 to 255. Before you run the test: does
# it matter whether you divide all of them by 255 first?


# %% nbgrader={"grade": false, "grade_id": "improve-answer-normalized", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def normalized(images, train_images):
    """Bring pictures to the scale of the training part, by channel.

    Parameters
    ----------
    images : array of shape (N, C, H, W), of uint8 or float
    train_images : array of shape (M, C, H, W), of uint8 or float

    Returns
    -------
    float array of shape (N, C, H, W)
    """
    ### BEGIN SOLUTION
    mean = train_images.mean(axis=(0, 2, 3), keepdims=True)
    std = train_images.std(axis=(0, 2, 3), keepdims=True)
    return (images - mean) / std
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "improve-normalized", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("improve-normalized", forbid=CLOSED)
t.signature(normalized, "images", "train_images")

train = [[[[1, 5]], [[10, 20]]], [[[5, 1]], [[20, 10]]]]
train = np.array(train, dtype=np.uint8)
x = np.array([[[[3, 9]], [[20, 5]]]], dtype=np.uint8)
slips = check.slips.improve.normalized(x, train)
result = t.call(normalized, x, train)
result.equals([[[[0.0, 3.0]], [[1.0, -2.0]]]], terms=4, wrong=slips)

# More training pictures than others, then fewer; channels unlike each other.
scale = np.array([1.0, 5.0, 0.3]).reshape(1, 3, 1, 1)
for N, M, H, W in [(2, 5, 3, 4), (6, 3, 4, 2)]:
    train = scale * t.rng.normal(2.0, 1.0, size=(M, 3, H, W))
    x = scale * t.rng.normal(3.0, 2.0, size=(N, 3, H, W))
    expected = check.truth.improve.normalized(x, train)
    slips = check.slips.improve.normalized(x, train)
    result = t.call(normalized, x, train)
    result.equals(expected, terms=60, wrong=slips)

law = "a picture gets the same values alone and in company"
t.call(normalized, x[1:2], train).equals(expected[1:2], terms=60, law=law)
### BEGIN HIDDEN TESTS
for kind in (np.uint8, float):
    N, M, C, H, W = map(int, t.rng.integers(2, 6, size=5))
    x = t.rng.integers(0, 256, size=(N, C, H, W)).astype(kind)
    train = t.rng.integers(0, 120, size=(M, C, H, W)).astype(kind)
    expected = check.truth.improve.normalized(x, train)
    slips = check.slips.improve.normalized(x, train)
    result = t.call(normalized, x, train)
    result.equals(expected, terms=125, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. Flips and shifts
#
# Each picture of a batch is mirrored or not, gets a border of `pad` pixels on
# all four sides, and a window of the old size is cut out of it. What happens
# to picture $n$ stands in row $n$ of `changes`, three whole numbers:
#
# - `flip`: 1 if left and right are swapped, which comes **first**; else 0;
# - `top`, `left`: row and column of the bordered picture at which the window
#   begins, from 0 to `2 * pad`. With `top = left = pad` nothing moves.
#
# The border is 0. (After part 1 that is a mid-grey.) The pictures stay in their
# order, so the labels fit as before.
#
# An example with `pad = 1` and the row `1, 0, 2`:
#
# $$
# \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}
# \to
# \begin{bmatrix} 3 & 2 & 1 \\ 6 & 5 & 4 \end{bmatrix}
# \to
# \begin{bmatrix}
# 0 & 0 & 0 & 0 & 0 \\ 0 & 3 & 2 & 1 & 0 \\ 0 & 6 & 5 & 4 & 0 \\ 0 & 0 & 0 & 0 & 0
# \end{bmatrix}
# \to
# \begin{bmatrix} 0 & 0 & 0 \\ 2 & 1 & 0 \end{bmatrix}
# $$
#
# What comes out of the row `0, 0, 2`? And what if the flip came last?
#
# `draw_changes` throws the dice: for `count` pictures, each with draws **of its
# own**, `flip` is 0 or 1 with equal chance, and `top` and `left` are any of the
# `2 * pad + 1` places with equal chance. The numbers come from
# `np.random.default_rng(seed)`, so that the same seed gives the same changes.
# Is the upper end of `rng.integers` part of what it draws?


# %% nbgrader={"grade": false, "grade_id": "improve-answer-augmented", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def augmented(images, changes, pad=4):
    """Flip each picture or not, and cut a window out of it and its border.

    Parameters
    ----------
    images : float array of shape (N, C, H, W)
    changes : int array of shape (N, 3)
        ``flip``, ``top`` and ``left`` of each picture.
    pad : int
        Pixels of the border, on each side.

    Returns
    -------
    float array of shape (N, C, H, W)
    """
    ### BEGIN SOLUTION
    H, W = images.shape[2:]
    y = np.zeros_like(images)
    for n, (flip, top, left) in enumerate(changes):
        picture = images[n, :, :, ::-1] if flip else images[n]
        bordered = np.pad(picture, [(0, 0), (pad, pad), (pad, pad)])
        y[n] = bordered[:, top : top + H, left : left + W]
    return y
    ### END SOLUTION


def draw_changes(count, pad, seed):
    """Draw what happens to each of ``count`` pictures.

    Parameters
    ----------
    count, pad, seed : int

    Returns
    -------
    int array of shape (count, 3)
        ``flip``, ``top`` and ``left`` of each picture.
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    return rng.integers(0, [2, 2 * pad + 1, 2 * pad + 1], size=(count, 3))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "improve-augmented", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("improve-augmented", forbid=CLOSED)
t.signature(augmented, "images", "changes", pad=4)

# The worked example, then the question.
x = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]])
for flip, row in [(1, [2.0, 1.0, 0.0]), (0, [2.0, 3.0, 0.0])]:
    changes = np.array([[flip, 0, 2]])
    slips = check.slips.improve.augmented(x, changes, 1)
    result = t.call(augmented, x, changes, pad=1)
    result.equals([[[[0.0, 0.0, 0.0], row]]], wrong=slips)

# All corners of the border, with and without a flip; then the middle.
for shape, pad in [((8, 2, 4, 5), 2), ((8, 3, 7, 6), 4)]:
    x = t.rng.normal(size=shape)
    ends = [(f, i, j) for f in (1, 0) for i in (0, 2) for j in (0, 2)]
    changes = np.array(ends) * [1, pad, pad]
    expected = check.truth.improve.augmented(x, changes, pad)
    slips = check.slips.improve.augmented(x, changes, pad)
    result = t.call(augmented, x, changes, pad=pad)
    result.equals(expected, wrong=slips)

law = "without a flip, and with top = left = pad, nothing changes"
still = np.repeat([[0, 4, 4]], 8, axis=0)
t.call(augmented, x, still).equals(x, law=law)
### BEGIN HIDDEN TESTS
for pad in (0, 1, 3, 4):
    N, C, H, W = map(int, t.rng.integers((2, 1, 3, 3), (7, 4, 8, 8)))
    x = t.rng.normal(size=(N, C, H, W))
    changes = t.rng.integers(0, [2, 2 * pad + 1, 2 * pad + 1], size=(N, 3))
    expected = check.truth.improve.augmented(x, changes, pad)
    slips = check.slips.improve.augmented(x, changes, pad)
    t.call(augmented, x, changes, pad).equals(expected, wrong=slips)
changes[:, 2] = 0
expected = check.truth.improve.augmented(x, changes)
t.call(augmented, x, changes).equals(expected)  # with the default of pad
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "improve-draws", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("improve-draws", forbid=CLOSED)
t.signature(draw_changes, "count", "pad", "seed")

# The same seed twice, then another one.
seeds = [int(s) for s in t.rng.integers(2**31, size=2)]
first = t.call(draw_changes, 40, 4, seeds[0]).has_shape(40, 3).array()
law = "the same seed gives the same changes"
t.call(draw_changes, 40, 4, seeds[0]).equals(first, law=law)
second = t.call(draw_changes, 40, 4, seeds[1]).array()
if np.array_equal(first, second):
    t.fail("Two different seeds give the same changes.")

# Thousands of draws show whether the dice are fair.
for pad in (4, 1):
    changes = t.call(draw_changes, 3000, pad, seed=seeds[0]).array()
    slip = check.slips.improve.draws(changes, pad)
    if slip:
        t.fail(f"Of 3000 pictures with pad={pad}: {slip}.")
### BEGIN HIDDEN TESTS
for pad in (0, 2, 6):
    seed = int(t.rng.integers(2**31))
    changes = t.call(draw_changes, 3000, pad, seed).array()
    slip = check.slips.improve.draws(changes, pad)
    if slip:
        t.fail(f"Of 3000 pictures with pad={pad}: {slip}.")
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. One cycle
#
# The rate climbs in a straight line while the first weights are random, then
# falls along half a cosine to almost 0. Let $d = \text{step} / \text{steps}$ be
# the share of the training that is done, $w$ the share in which the rate climbs
# (`warm_up`), and $f$ the rate of step 0 as a share of the peak (`first`):
#
# $$
# \frac{\text{rate}}{\text{peak}} =
# \begin{cases}
# f + (1 - f)\, d / w & \text{if } d < w , \\
# \dfrac12 \left( 1 + \cos \left( \pi\, \dfrac{d - w}{1 - w} \right) \right)
# & \text{otherwise.}
# \end{cases}
# $$
#
# Steps count from 0, and the last one is `steps - 1`. Eight steps with a peak
# of 1, $w = 0.25$ and $f = 0.1$ have the rates
#
# $$ 0.1,\; 0.55,\; 1,\; 0.93,\; 0.75,\; 0.5,\; 0.25,\; 0.07 . $$
#
# At which step is the rate at its peak if $w = 0.5$? Why does the last step
# not have the rate 0?


# %% nbgrader={"grade": false, "grade_id": "improve-answer-cycle", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def one_cycle(step, steps, peak, warm_up=0.25, first=0.1):
    """Compute the learning rate of one step.

    Parameters
    ----------
    step : int
        From 0 to ``steps - 1``.
    steps : int
        How many there are in the whole training.
    peak : float
        The largest rate.
    warm_up : float
        Share of the training in which the rate climbs.
    first : float
        Rate of step 0, as a share of the peak.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    done = step / steps
    if done < warm_up:
        return peak * (first + (1 - first) * done / warm_up)
    fallen = (done - warm_up) / (1 - warm_up)
    return peak * (1 + float(np.cos(np.pi * fallen))) / 2
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "improve-cycle", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("improve-cycle", forbid=CLOSED)
t.signature(one_cycle, "step", "steps", "peak", warm_up=0.25, first=0.1)

# The worked example: the steps with round rates first.
for step, rate in {0: 0.1, 1: 0.55, 2: 1.0, 4: 0.75, 5: 0.5, 6: 0.25}.items():
    slips = check.slips.improve.one_cycle(step, 8, 1.0)
    t.call(one_cycle, step, 8, 1.0).equals(rate, scale=1.0, wrong=slips)

# Another peak, another shape: the whole way.
steps, peak, shape = 11, 0.4, {"warm_up": 0.3, "first": 0.2}
for step in range(steps):
    expected = check.truth.improve.one_cycle(step, steps, peak, **shape)
    slips = check.slips.improve.one_cycle(step, steps, peak, **shape)
    result = t.call(one_cycle, step, steps, peak, **shape)
    result.equals(expected, scale=peak, wrong=slips)
### BEGIN HIDDEN TESTS
for warm_up, first in [(0.25, 0.1), (0.5, 0.01), (0.1, 0.5), (0.0, 0.3)]:
    steps, peak = int(t.rng.integers(5, 400)), float(t.rng.uniform(0.01, 2.0))
    for share in (0.0, 0.07, 0.2, 0.4, 0.6, 0.99):
        args = int(share * steps), steps, peak, warm_up, first
        expected = check.truth.improve.one_cycle(*args)
        slips = check.slips.improve.one_cycle(*args)
        result = t.call(one_cycle, *args)
        result.equals(expected, scale=peak, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. Soft labels
#
# Cross-entropy is 0 only if the true class gets the probability 1, so the
# logits are pushed apart for ever. **Label smoothing** aims lower: a share
# $\varepsilon$ of the target is spread evenly over **all** $C$ classes, the true
# one among them,
#
# $$
# q_k = \frac{\varepsilon}{C} + (1 - \varepsilon) \cdot [k \text{ is the true class}] ,
# \qquad
# \text{loss} = - \sum_k q_k \log p_k ,
# $$
#
# where $p$ is the softmax of the logits $z$. The loss of a batch is the mean over
# its pictures. Two classes, $\varepsilon = 0.2$, label 0: $q = (0.9, 0.1)$. The
# logits $(\ln 3, 0)$ have $p = (3/4, 1/4)$, and the loss is
#
# $$ 0.9 \ln \tfrac43 + 0.1 \ln 4 \approx 0.398 . $$
#
# Which logits make it as small as it can be, and what is left then? (Where is
# the gradient $p - q$ equal to 0?)
#
# Large logits must not break it: $e^{1000}$ is too large for any float. Use
# $\log p_k = (z_k - m) - \log \sum_l e^{z_l - m}$ with the largest logit $m$.


# %% nbgrader={"grade": false, "grade_id": "improve-answer-smooth", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def smooth_loss(logits, labels, eps=0.1):
    """Compute the cross-entropy with smoothed labels.

    Parameters
    ----------
    logits : float array of shape (N, C)
    labels : int array of shape (N,)
        The true class of each picture.
    eps : float
        Share of the target that is spread over all classes.

    Returns
    -------
    float
        The mean over the pictures.
    """
    ### BEGIN SOLUTION
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    hit = log_p[np.arange(len(labels)), labels].mean()
    return -((1 - eps) * hit + eps * log_p.mean())
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "improve-smooth", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("improve-smooth", forbid=CLOSED)
t.signature(smooth_loss, "logits", "labels", eps=0.1)

# The worked example; then the question: a gap of ln 9 gives p = q.
label = np.array([0])
for gap, loss in [
    (np.log(3.0), 0.9 * np.log(4 / 3) + 0.1 * np.log(4)),
    (np.log(9.0), 0.9 * np.log(10 / 9) + 0.1 * np.log(10)),
]:
    z = np.array([[gap, 0.0]])
    slips = check.slips.improve.smooth_loss(z, label, 0.2)
    t.call(smooth_loss, z, label, eps=0.2).equals(loss, terms=4, wrong=slips)

# More pictures than classes, then fewer; eps = 0 is the usual loss.
for N, C, eps in ((5, 3, 0.3), (2, 6, 0.1), (4, 10, 0.0)):
    z = t.rng.normal(0.0, 2.0, size=(N, C))
    labels = t.rng.integers(C, size=N)
    expected = check.truth.improve.smooth_loss(z, labels, eps)
    slips = check.slips.improve.smooth_loss(z, labels, eps)
    result = t.call(smooth_loss, z, labels, eps=eps)
    result.equals(expected, terms=100, wrong=slips)

law = "adding a number to all logits of a picture changes nothing"
shift = np.full((N, 1), 1000.0)
result = t.call(smooth_loss, z + shift, labels, eps=eps)
result.equals(expected, terms=100, scale=1000, wrong=slips, law=law)
### BEGIN HIDDEN TESTS
for eps in (0.05, 0.2, 0.5, 1.0):
    N, C = map(int, t.rng.integers(2, 9, size=2))
    z = t.rng.normal(1.0, 3.0, size=(N, C))
    labels = t.rng.integers(C, size=N)
    expected = check.truth.improve.smooth_loss(z, labels, eps)
    slips = check.slips.improve.smooth_loss(z, labels, eps)
    result = t.call(smooth_loss, z, labels, eps)
    result.equals(expected, terms=100, scale=10, wrong=slips)

z[:, 0] = -2000.0
expected = check.truth.improve.smooth_loss(z, labels)
result = t.call(smooth_loss, z, labels)  # with the default of eps
result.equals(expected, terms=100, scale=2000)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 5. A second look
#
# A picture and its mirror image show the same thing. So the network is asked
# twice, and its **probabilities** are averaged:
#
# $$
# \tfrac12 \operatorname{softmax}\bigl(z(x)\bigr)
# + \tfrac12 \operatorname{softmax}\bigl(z(\text{mirror of } x)\bigr) .
# $$
#
# The network in this part is the simplest one, and it is given:
# `scores(images, weight)` in the first cell returns the logits. A picture of
# $1 \times 2$ pixels with 1 and 0, and two classes whose weights are
# $(\ln 3, 0)$ and $(0, 0)$: as it is the picture has the probabilities
# $(3/4, 1/4)$, mirrored $(1/2, 1/2)$, together $(5/8, 3/8)$.
#
# What does the average of the *logits* give, and does it differ? What must
# come out if you put in the mirror image?


# %% nbgrader={"grade": false, "grade_id": "improve-answer-looks", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def two_looks(images, weight):
    """Average the probabilities of each picture and its mirror image.

    Parameters
    ----------
    images : float array of shape (N, C, H, W)
    weight : float array of shape (classes, C, H, W)
        Weights of the network: ``scores(images, weight)`` are its logits.

    Returns
    -------
    float array of shape (N, classes)
    """
    ### BEGIN SOLUTION
    looks = []
    for side in (images, images[:, :, :, ::-1]):
        z = scores(side, weight)
        e = np.exp(z - z.max(axis=1, keepdims=True))
        looks.append(e / e.sum(axis=1, keepdims=True))
    return (looks[0] + looks[1]) / 2
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "improve-looks", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("improve-looks", forbid=CLOSED)
t.signature(two_looks, "images", "weight")

x = np.array([[[[1.0, 0.0]]]])
weight = np.array([[[[np.log(3.0), 0.0]]], [[[0.0, 0.0]]]])
slips = check.slips.improve.two_looks(x, weight)
result = t.call(two_looks, x, weight)
result.equals([[5 / 8, 3 / 8]], terms=4, wrong=slips)

for N, classes, shape in [(5, 3, (2, 3, 4)), (2, 6, (3, 4, 2))]:
    x = t.rng.normal(size=(N, *shape))
    weight = 0.5 * t.rng.normal(size=(classes, *shape))
    expected = check.truth.improve.two_looks(x, weight)
    slips = check.slips.improve.two_looks(x, weight)
    t.call(two_looks, x, weight).equals(expected, terms=100, wrong=slips)

law = "a picture and its mirror image get the same answer"
mirrored = x[:, :, :, ::-1].copy()
result = t.call(two_looks, mirrored, weight)
result.equals(expected, terms=100, wrong=slips, law=law)
### BEGIN HIDDEN TESTS
for size in (0.3, 1.0, 3.0):
    N, classes, *shape = map(int, t.rng.integers(2, 6, size=5))
    x = t.rng.normal(size=(N, *shape))
    weight = size * t.rng.normal(size=(classes, *shape))
    expected = check.truth.improve.two_looks(x, weight)
    slips = check.slips.improve.two_looks(x, weight)
    t.call(two_looks, x, weight).equals(expected, terms=1000, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 6. Who is pulled to 0
#
# Weight decay pulls weights towards 0 a little in each step. It is meant for
# kernels and matrices, which mix many numbers. A bias only shifts, and the
# scale of a norm only scales: many recipes spare them. An optimizer of
# PyTorch takes one decay for each group of parameters, so someone has to sort
# them.
#
# The safest rule looks at the shape, not at the name: **an array with two or
# more axes gets the decay, an array with one axis gets 0.** For
#
# | name | shape | decay |
# |---|---|---|
# | `conv.weight` | `(16, 3, 3, 3)` | `weight_decay` |
# | `bn.weight` | `(16,)` | 0 |
# | `bn.bias` | `(16,)` | 0 |
#
# `decays` returns `{"conv.weight": 0.05, "bn.weight": 0.0, "bn.bias": 0.0}` if
# `weight_decay` is 0.05. What does a rule by names make of `bn.weight`?


# %% nbgrader={"grade": false, "grade_id": "improve-answer-decays", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def decays(params, weight_decay):
    """Choose the weight decay of each parameter.

    Parameters
    ----------
    params : dict of float arrays
        Parameters by name.
    weight_decay : float
        The decay of those that get one.

    Returns
    -------
    dict of float
        The decay of each parameter, by name.
    """
    ### BEGIN SOLUTION
    return {
        name: weight_decay if array.ndim > 1 else 0.0
        for name, array in params.items()
    }
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "improve-decays", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("improve-decays", forbid=CLOSED)
t.signature(decays, "params", "weight_decay")

shapes = {"conv.weight": (16, 3, 3, 3), "bn.weight": (16,), "bn.bias": (16,)}
params = {name: t.rng.normal(size=shape) for name, shape in shapes.items()}
expected = {"conv.weight": 0.05, "bn.weight": 0.0, "bn.bias": 0.0}
t.call(decays, params, 0.05).equals(expected)

# Other names, a kernel with a single number, and a long bias.
shapes = {
    "stem.0.weight": (4, 3, 5, 3),
    "stem.0.bias": (4,),
    "stem.1.weight": (4,),
    "depthwise": (4, 1, 3, 3),
    "mix.weight": (1, 1, 1, 1),
    "scale": (40,),
    "bias_of_pairs": (6, 6),
    "fc.weight": (10, 4),
    "fc.bias": (10,),
}
params = {name: t.rng.normal(size=shape) for name, shape in shapes.items()}
expected = check.truth.improve.decays(params, 0.3)
t.call(decays, params, 0.3).equals(expected)
### BEGIN HIDDEN TESTS
for _ in range(3):
    params = {}
    for k in range(8):
        shape = t.rng.integers(1, 5, size=int(t.rng.integers(1, 5)))
        kind = ("weight", "bias", "gamma")[int(t.rng.integers(3))]
        params[f"layer{k}.{kind}"] = t.rng.normal(size=shape)
    decay = float(t.rng.uniform(0.01, 1.0))
    expected = check.truth.improve.decays(params, decay)
    t.call(decays, params, decay).equals(expected)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 7. A network of your own
#
# Last, the network. How you build it is up to you. Rung 3 of the page is a good
# start: three times convolution, pooling, batch norm, ReLU, then a mean over
# the map and one fully connected layer. What it must fulfil:
#
# 1. **Size.** `ColourNet(num_classes)` takes pictures `(N, 3, H, W)` of *any*
#    height and width of 8 pixels or more and returns logits `(N, num_classes)`.
#    It has three convolutions or more, and at most 100,000 parameters.
# 2. **Start.** A network that knows nothing gives each of 10 classes about a
#    tenth, which is a loss of $\ln 10 \approx 2.30$. Yours is within 0.4 of that.
# 3. **Evaluation.** After `net.eval()` the same picture gets the same logits
#    each time, alone and in company.
# 4. **Learning.** Eight pictures can be learned by heart: 30 steps of the loop
#    `overfit` in the first cell bring the loss below 0.3. A network that
#    cannot do even that has a mistake somewhere, and no data will mend it.
#
# The eight pictures are four pairs. Those of a pair are equal but for their
# colours, and have different labels. What is the smallest loss of a network that
# makes grey pictures of them first?
#
# Softmax is part of the loss, here and in PyTorch's `cross_entropy`. Where does
# a network end that has one of its own?


# %% nbgrader={"grade": false, "grade_id": "improve-answer-net", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class ColourNet(Trainable):
    """A small network for colour pictures.

    Parameters
    ----------
    num_classes : int
        How many logits a picture gets.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        ### BEGIN SOLUTION
        self.features = nn.Sequential()
        channels = 3
        for width in (12, 24, 48):
            self.features.append(
                nn.Conv2d(channels, width, 3, padding=1, bias=False)
            )
            self.features.append(nn.MaxPool2d(2))
            self.features.append(nn.BatchNorm2d(width))
            self.features.append(nn.ReLU())
            channels = width
        self.fc = nn.Linear(channels, num_classes)
        ### END SOLUTION

    def forward(self, x):
        """Map (N, 3, H, W) to logits (N, num_classes)."""
        ### BEGIN SOLUTION
        x = self.features(x)
        return self.fc(x.mean(dim=(2, 3)))
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "improve-size", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("improve-size", forbid=BLOCKS)
t.signature(ColourNet, num_classes=10)

net = t.construct(ColourNet)
shapes = t.shapes(net).value
if sum(len(shape) == 4 for shape in shapes.values()) < 3:
    t.fail(
        "Fewer than three convolutions are found among the parameters.",
        got=", ".join(shapes),
    )
total = int(sum(np.prod(shape) for shape in shapes.values()))
if total > 100_000:
    t.fail("There are more than 100,000 parameters.", got=f"{total:,}")

t.eval(net)
for N, H, W in [(2, 16, 16), (1, 32, 32), (3, 8, 13)]:
    x = t.rng.normal(size=(N, 3, H, W)).astype(np.float32)
    t.call(net, x).has_shape(N, 10)
### BEGIN HIDDEN TESTS
for classes in (2, 7):
    net = t.construct(ColourNet, num_classes=classes)
    t.eval(net)
    N, H, W = map(int, t.rng.integers((2, 8, 8), (5, 30, 30)))
    x = t.rng.normal(size=(N, 3, H, W)).astype(np.float32)
    t.call(net, x).has_shape(N, classes)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "improve-start", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("improve-start", forbid=BLOCKS)

# Forty pictures, four of each class, and a network that knows nothing.
x = t.rng.normal(size=(40, 3, 12, 12)).astype(np.float32)
labels = np.arange(40) % 10
for _ in range(2):
    net = t.construct(ColourNet)
    t.train(net)
    logits = t.call(net, x).has_shape(40, 10).array()
    loss = check.truth.improve.smooth_loss(logits, labels, 0.0)
    if not abs(loss - np.log(10)) < 0.4:
        t.fail(
            "The loss of an untrained network is not near ln 10.",
            got=f"{loss:.3f}",
            expected="2.303, give or take 0.4",
        )
### BEGIN HIDDEN TESTS
x = t.rng.normal(size=(30, 3, 9, 14)).astype(np.float32)
net = t.construct(ColourNet, 3)
t.train(net)
logits = t.call(net, x).has_shape(30, 3).array()
loss = check.truth.improve.smooth_loss(logits, np.arange(30) % 3, 0.0)
if not abs(loss - np.log(3)) < 0.4:
    t.fail("The loss is not near ln 3.", got=f"{loss:.3f}")
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "improve-eval", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("improve-eval", forbid=BLOCKS)

net = t.construct(ColourNet)
x = t.rng.normal(0.5, 2.0, size=(5, 3, 10, 12)).astype(np.float32)
t.train(net)
t.call(net, x)  # one batch in training, which may move running statistics
t.eval(net)
logits = t.call(net, x).has_shape(5, 10).array()
law = "in evaluation the same pictures get the same logits"
t.call(net, x).equals(logits, terms=100, law=law)
law = "in evaluation a picture gets the same logits alone and in company"
for n in (3, 0):
    result = t.call(net, x[n : n + 1])
    result.equals(logits[n : n + 1], terms=200, law=law)
### BEGIN HIDDEN TESTS
net = t.construct(ColourNet, 4)
x = t.rng.normal(-0.5, 3.0, size=(4, 3, 8, 9)).astype(np.float32)
t.eval(net)
logits = t.call(net, x).array()
law = "in evaluation the order of the pictures does not matter"
t.call(net, x[::-1].copy()).equals(logits[::-1], terms=200, law=law)
t.call(net, x[2:3]).equals(logits[2:3], terms=200, law=law)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "improve-overfit", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("improve-overfit", forbid=BLOCKS)

# Eight pictures, in pairs that differ in their colours alone.
net = t.construct(ColourNet)
x, labels = check.truth.improve.colour_pairs(t.rng)
losses = t.method(net, "overfit", x, labels).value
last = float(np.mean(losses[-3:]))
if not last < 0.3:
    t.fail(
        "After 30 steps the eight pictures are not learned by heart.",
        got=f"a loss of {last:.3f} (it was {losses[0]:.3f} at the start)",
        expected="less than 0.3",
    )
### BEGIN HIDDEN TESTS
net = t.construct(ColourNet, num_classes=12)
x, labels = check.truth.improve.colour_pairs(t.rng, size=8)
losses = t.method(net, "overfit", x, labels, steps=40).value
last = float(np.mean(losses[-3:]))
if not last < 0.3:
    t.fail(
        "After 40 steps eight other pictures are not learned by heart.",
        got=f"a loss of {last:.3f} (it was {losses[0]:.3f} at the start)",
    )
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### All together
#
# Nothing is graded here. Made-up pictures of two kinds of stripes in two
# colours, four classes, with much noise; your steps one after the other.
# Predict first: how many of 200 new pictures will be right? Then take a step
# out, and see.

# %% tags=["play"]
rng = np.random.default_rng(0)


def stripes(count):
    labels = rng.integers(4, size=count)
    wave = np.sin(np.arange(16) * 1.6 + rng.uniform(0, 6, size=(count, 1)))
    down = np.repeat(wave[:, :, None], 16, axis=2)
    some = np.where((labels % 2)[:, None, None], down, down.swapaxes(1, 2))
    x = rng.normal(0, 2.2, size=(count, 3, 16, 16))
    x[np.arange(count), labels // 2] += some
    return 100 + 30 * x, labels


(train, y), (new, y_new) = stripes(200), stripes(200)
train, new = normalized(train, train), normalized(new, train)
net, steps = ColourNet(4), 120
rates = decays({k: p.detach() for k, p in net.named_parameters()}, 5e-4)
groups = [
    {"params": [p], "weight_decay": rates[k]}
    for k, p in net.named_parameters()
]
optimizer = torch.optim.SGD(groups, lr=0.1, momentum=0.9)
for step in range(steps):
    some = rng.permutation(200)[:50]
    batch = augmented(train[some], draw_changes(50, 2, step), 2)
    for group in optimizer.param_groups:
        group["lr"] = one_cycle(step, steps, 0.1)
    logits = net(torch.tensor(batch, dtype=torch.float32))
    loss = nn.functional.cross_entropy(
        logits, torch.tensor(y[some]), label_smoothing=0.1
    )
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
net.eval()
with torch.no_grad():
    sides = [torch.tensor(s.copy()).float() for s in (new, new[..., ::-1])]
    looks = sum(net(side).softmax(dim=1) for side in sides) / 2
print(f"{np.mean(looks.argmax(dim=1).numpy() == y_new):.0%} right")
