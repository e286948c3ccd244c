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
# # Exercise 11: regularization
#
# A network with many weights and few images learns its images by heart. There
# are three remedies that act while it learns: put a price on weights, make
# gaps at random, and change the images a little. In this exercise you write all
# three. Each is a few lines, and each has a factor, a sign or an axis that is
# easily wrong and never gives an error message: the network just learns worse.
#
# You write eight short functions. Plan about 60 minutes.
#
# | part | function | points |
# |---|---|---|
# | 1 | `l2_penalty`, `l2_gradient` | 2 + 2 |
# | 2 | `l1_step` | 3 |
# | 3 | `decay_step` | 3 |
# | 4 | `dropout`: in training (3), in use (1) | 4 |
# | 5 | `dropout_backward` | 2 |
# | 6 | `augment`: shift (3), flip (2) | 5 |
# | 7 | `rotation` | 3 |
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
# **What is closed.** Ready-made dropout and thresholds of PyTorch and ready-made
# shifts and turns of SciPy and scikit-image do not work inside your functions.
# Loops are welcome.
#
# **Two rules for all parts.** A function returns a new array and leaves its
# arguments as they are. And nothing is drawn inside: what is random comes in
# as an argument, so that the same call gives the same numbers.

# %% nbgrader={"grade": false, "grade_id": "reg-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
from cnnlab import check

CLOSED = (
    *check.SHORTCUTS,
    "scipy.ndimage.affine_transform",
    "scipy.ndimage.rotate",
    "scipy.ndimage.shift",
    "skimage.transform.*",
    "torch.dropout",
    "torch.nn.functional.dropout",
    "torch.nn.functional.dropout2d",
    "torch.nn.functional.softshrink",
)

# %% [markdown]
# ## 1. A price on weights
#
# The **L2 penalty** adds half of the sum of all squared weights to the loss:
#
# $$
# L_2 = L + \frac{\lambda}{2} \sum_k w_k^2
# $$
#
# $\lambda$ is the strength. **Biases are left out**: they shift a unit and do
# not bend it. The parameters come as a dict of arrays. What has a name that
# ends in `bias` is a bias, all else is weights, whatever its number of axes.
#
# By hand: `{"weight": [[1, -2]], "bias": [3]}` and $\lambda = 0.1$ give
# $\frac{0.1}{2} (1 + 4) = 0.25$. Question: what would it be with the bias, and
# how would the learner of such a network ever notice?


# %% nbgrader={"grade": false, "grade_id": "reg-answer-l2", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def l2_penalty(params, strength):
    """Compute what the L2 penalty adds to the loss.

    Parameters
    ----------
    params : dict of float arrays
        Parameters by name, such as ``"fc1.weight"`` and ``"fc1.bias"``.
        Names of biases end in ``"bias"``.
    strength : float
        The factor lambda.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    weights = [v for k, v in params.items() if not k.endswith("bias")]
    return strength / 2 * sum(np.sum(w**2) for w in weights)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "reg-l2", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("reg-l2", forbid=CLOSED)
t.signature(l2_penalty, "params", "strength")

params = {"weight": np.array([[1.0, -2.0]]), "bias": np.array([3.0])}
slips = check.slips.regularization.l2_penalty(params, 0.1)
t.call(l2_penalty, params, 0.1).equals(0.25, wrong=slips)

# A small network: kernels with four axes, one array with a single axis.
shapes = {
    "conv.weight": (2, 1, 3, 2),
    "conv.bias": (2,),
    "scale": (5,),
    "fc.weight": (3, 5),
    "fc.bias": (3,),
}
params = {name: t.rng.normal(size=shape) for name, shape in shapes.items()}
for strength in (0.3, 2.0):
    expected = check.truth.regularization.l2_penalty(params, strength)
    slips = check.slips.regularization.l2_penalty(params, strength)
    result = t.call(l2_penalty, params, strength)
    result.equals(expected, terms=40, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(6):
    C, K = (int(i) for i in t.rng.integers(2, 6, size=2))
    shapes = {
        "0.bias": (C,),
        "0.weight": (C, K, 2, 3),
        "1.weight": (C,),
        "2.weight": (K, C),
        "2.bias": (K,),
    }
    params = {name: t.rng.normal(size=shape) for name, shape in shapes.items()}
    strength = float(t.rng.uniform(0.01, 3.0))
    expected = check.truth.regularization.l2_penalty(params, strength)
    slips = check.slips.regularization.l2_penalty(params, strength)
    result = t.call(l2_penalty, params, strength)
    result.equals(expected, terms=200, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# The optimizer needs the gradient. For one array of weights `w`, let `dw` be
# the gradient of the loss $L$ alone. Now the penalty is added to the loss. What
# is the gradient of both together? Derive it on paper first, and see what
# becomes of the $\frac12$.
#
# By hand: $w = (1, -2)$, $dw = (0.5, 0.5)$ and $\lambda = 0.1$ give
# $(0.6, 0.3)$.
#
# The test needs no calculus. It takes a loss whose gradient is `dw`, nudges one
# weight at a time up and down, and looks how the sum of both moves.


# %% nbgrader={"grade": false, "grade_id": "reg-answer-l2-gradient", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def l2_gradient(dw, w, strength):
    """Compute the gradient of the loss with its L2 penalty.

    Parameters
    ----------
    dw : float array
        Gradient of the loss without the penalty.
    w : float array of the same shape
        Weights.
    strength : float
        The factor lambda.

    Returns
    -------
    float array of the same shape
    """
    ### BEGIN SOLUTION
    return dw + strength * w
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "reg-l2-gradient", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("reg-l2-gradient", forbid=CLOSED)
t.signature(l2_gradient, "dw", "w", "strength")

dw, w = np.array([0.5, 0.5]), np.array([1.0, -2.0])
slips = check.slips.regularization.l2_gradient(dw, w, 0.1)
t.call(l2_gradient, dw, w, 0.1).equals([0.6, 0.3], wrong=slips)

# Nudge each weight. The loss is sum(dw * w): its gradient is dw.
for shape, strength in (((7,), 0.4), ((3, 5), 1.7)):
    dw, w = t.rng.normal(size=(2, *shape))
    expected = check.truth.regularization.nudged(
        lambda w, dw=dw, s=strength: np.sum(dw * w) + s / 2 * np.sum(w**2), w
    )
    slips = check.slips.regularization.l2_gradient(dw, w, strength)
    result = t.call(l2_gradient, dw, w, strength)
    result.equals(expected, terms=100, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(6):
    dw, w = t.rng.normal(size=(2, *t.rng.integers(2, 6, size=3)))
    strength = float(t.rng.uniform(0.1, 3.0))
    expected = check.truth.regularization.l2_gradient(dw, w, strength)
    slips = check.slips.regularization.l2_gradient(dw, w, strength)
    t.call(l2_gradient, dw, w, strength).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. A step with L1
#
# The **L1 penalty** is $\lambda \sum_k |w_k|$. Its slope is $\lambda$ above 0
# and $-\lambda$ below: it pulls each weight towards 0 with the same force,
# however small the weight is. At 0 there is no slope. So do not put it into
# the gradient: a small weight would jump to and fro across 0 and never be 0.
#
# Go in two moves instead. First a step down the loss alone, to
# $v = w - \eta\, dw$. Then bring each $v$ nearer to 0 by $\eta\lambda$, but
# **never across it**. This second move is the **soft threshold**:
#
# $$
# w_\text{new} = \operatorname{sign}(v) \, \max(|v| - \eta\lambda,\; 0)
# $$
#
# By hand, with $\eta = 0.1$ and $\lambda = 0.5$, so that $\eta\lambda = 0.05$:
#
# | $w$ | $dw$ | $v$ | $w_\text{new}$ |
# |---|---|---|---|
# | 0.5 | 1 | 0.4 | 0.35 |
# | 0.1 | 3 | -0.2 | -0.15 |
# | 0.02 | 0 | 0.02 | 0 |
#
# Before you run it: a weight is 0.3, its `dw` is always 0. After how many such
# steps is it exactly 0? And with L2 of the same strength?


# %% nbgrader={"grade": false, "grade_id": "reg-answer-l1", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def l1_step(w, dw, lr, strength):
    """Take a step down the loss, then one to 0 by the soft threshold.

    Parameters
    ----------
    w : float array
        Weights.
    dw : float array of the same shape
        Gradient of the loss without the penalty.
    lr : float
        The learning rate eta.
    strength : float
        The factor lambda.

    Returns
    -------
    float array of the same shape
        The new weights.
    """
    ### BEGIN SOLUTION
    moved = w - lr * dw
    return np.sign(moved) * np.maximum(np.abs(moved) - lr * strength, 0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "reg-l1", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("reg-l1", forbid=CLOSED)
t.signature(l1_step, "w", "dw", "lr", "strength")

w, dw = np.array([0.5, 0.1, 0.02]), np.array([1.0, 3.0, 0.0])
slips = check.slips.regularization.l1_step(w, dw, 0.1, 0.5)
t.call(l1_step, w, dw, 0.1, 0.5).equals([0.35, -0.15, 0.0], wrong=slips)

# Some weights end at 0, some cross it on their way down the loss.
for shape, lr, strength in (((4, 9), 0.5, 0.8), ((5, 2, 3), 0.2, 3.0)):
    w, dw = t.rng.normal(size=(2, *shape))
    expected = check.truth.regularization.l1_step(w, dw, lr, strength)
    slips = check.slips.regularization.l1_step(w, dw, lr, strength)
    t.call(l1_step, w, dw, lr, strength).equals(expected, wrong=slips)

# Without a price it is a step of gradient descent, and nothing more.
t.call(l1_step, w, dw, 0.2, 0.0).equals(w - 0.2 * dw)
### BEGIN HIDDEN TESTS
for _ in range(6):
    w, dw = t.rng.normal(size=(2, *t.rng.integers(3, 7, size=2)))
    lr, strength = t.rng.uniform((0.1, 0.2), (0.9, 2.0)).tolist()
    expected = check.truth.regularization.l1_step(w, dw, lr, strength)
    slips = check.slips.regularization.l1_step(w, dw, lr, strength)
    t.call(l1_step, w, dw, lr, strength).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. Decay is not always L2
#
# Adam divides each gradient by its own size, the root of a running mean of
# squares. Call this number `size`, one for each weight. There are two places
# for the penalty.
#
# - **In the loss** (Adam with L2): the gradient is $dw + \lambda w$, and *all of
#   it* is divided: $w_\text{new} = w - \eta\,(dw + \lambda w) / \text{size}$.
# - **Outside** (AdamW, **weight decay**): the weight is first multiplied by
#   $1 - \eta\lambda$; then comes the step with $dw / \text{size}$ alone, for
#   which `dw` is used as it was given.
#
# By hand: two weights of 1 with $dw = 0$, sizes 0.1 and 10, and
# $\eta = \lambda = 0.1$.
#
# | | size 0.1 | size 10 |
# |---|---|---|
# | in the loss | 0.9 | 0.999 |
# | outside | 0.99 | 0.99 |
#
# In the loss, the weight with the small gradients decays a hundred times as
# fast. Question: for which `size` do both ways give the same?


# %% nbgrader={"grade": false, "grade_id": "reg-answer-decay", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def decay_step(w, dw, size, lr, strength, outside=True):
    """Take a step of an optimizer that divides gradients by their size.

    Parameters
    ----------
    w : float array
        Weights.
    dw : float array of the same shape
        Gradient of the loss without a penalty.
    size : float array of the same shape
        What Adam divides by, above 0.
    lr : float
        The learning rate eta.
    strength : float
        The factor lambda.
    outside : bool
        True is weight decay, False is an L2 penalty in the loss.

    Returns
    -------
    float array of the same shape
        The new weights.
    """
    ### BEGIN SOLUTION
    if outside:
        return (1 - lr * strength) * w - lr * dw / size
    return w - lr * l2_gradient(dw, w, strength) / size
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "reg-decay", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("reg-decay", forbid=CLOSED)
t.signature(decay_step, "w", "dw", "size", "lr", "strength", outside=True)

# The worked example, both rows.
w, dw, size = np.ones(2), np.zeros(2), np.array([0.1, 10.0])
for outside, expected in ((False, [0.9, 0.999]), (True, [0.99, 0.99])):
    given = w, dw, size, 0.1, 0.1
    slips = check.slips.regularization.decay_step(*given, outside)
    result = t.call(decay_step, *given, outside=outside)
    result.equals(expected, wrong=slips)

w, dw = t.rng.normal(size=(2, 3, 5))
given = w, dw, t.rng.uniform(0.2, 4.0, size=w.shape), 0.3, 0.7
for outside in (False, True):
    expected = check.truth.regularization.decay_step(*given, outside)
    slips = check.slips.regularization.decay_step(*given, outside)
    result = t.call(decay_step, *given, outside=outside)
    result.equals(expected, wrong=slips)
t.call(decay_step, *given).equals(expected, wrong=slips)  # the default
### BEGIN HIDDEN TESTS
for k in range(6):
    w, dw = t.rng.normal(size=(2, *t.rng.integers(2, 6, size=3)))
    size = t.rng.uniform(0.2, 4.0, size=w.shape)
    given = (w, dw, size, *t.rng.uniform(0.1, 0.9, size=2).tolist())
    outside = k % 2 == 0
    expected = check.truth.regularization.decay_step(*given, outside)
    slips = check.slips.regularization.decay_step(*given, outside)
    result = t.call(decay_step, *given, outside=outside)
    result.equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. Random gaps
#
# **Dropout** sets each number to 0 with probability $p$, anew for every image
# and every step. What is kept is divided by $1 - p$, so that the mean is as
# before. This is *inverted* dropout: all scaling is done in training.
#
# The dice come in as `u`: for each number of `x` one number that is uniform
# between 0 and 1. **Where `u` is below `p`, the number is dropped**, else kept.
#
# By hand, with $p = 0.75$, so that what is kept counts four times:
#
# | `x` | 1 | 2 | 3 | 4 |
# |---|---|---|---|---|
# | `u` | 0.9 | 0.1 | 0.75 | 0.3 |
# | `y` | 4 | 0 | 12 | 0 |
#
# In use (`training=False`) nothing is dropped and nothing is scaled: `x` comes
# out as it went in, and `u` plays no part.
#
# Before you run it: for $p = 0$, is anything changed? And what would be wrong
# with using the gaps of the first image for the whole batch?


# %% nbgrader={"grade": false, "grade_id": "reg-answer-dropout", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def dropout(x, u, p=0.5, training=True):
    """Drop numbers and scale the rest up.

    Parameters
    ----------
    x : float array of shape (N, ...)
    u : float array of the same shape
        Uniform random numbers, ``0 <= u < 1``.
    p : float
        Probability to drop a number, ``0 <= p < 1``.
    training : bool
        False: return the values of ``x``.

    Returns
    -------
    float array of the same shape
    """
    ### BEGIN SOLUTION
    mask = (u >= p) / (1 - p)
    return x * mask if training else x.copy()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "reg-dropout", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("reg-dropout", forbid=CLOSED)
t.signature(dropout, "x", "u", p=0.5, training=True)

x = np.array([[1.0, 2.0, 3.0, 4.0]])
u = np.array([[0.9, 0.1, 0.75, 0.3]])
slips = check.slips.regularization.dropout(x, u, 0.75)
t.call(dropout, x, u, 0.75).equals([[4.0, 0.0, 12.0, 0.0]], wrong=slips)

# Vectors and maps, several images; p = 0 drops nothing.
for shape, p in (((5, 9), 0.3), ((3, 2, 4, 5), 0.6), ((4, 6), 0.0)):
    x, u = t.rng.normal(size=shape), t.rng.random(shape)
    expected = check.truth.regularization.dropout(x, u, p)
    slips = check.slips.regularization.dropout(x, u, p)
    t.call(dropout, x, u, p=p).equals(expected, wrong=slips)

# The default is p = 0.5, and a second call has other gaps.
for _ in range(2):
    u = t.rng.random(x.shape)
    expected = check.truth.regularization.dropout(x, u)
    slips = check.slips.regularization.dropout(x, u)
    t.call(dropout, x, u).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(6):
    shape, p = t.rng.integers((3, 4), (7, 9)), float(t.rng.uniform(0.1, 0.9))
    x, u = t.rng.normal(size=shape), t.rng.random(shape)
    u[0, 0] = p  # just kept
    expected = check.truth.regularization.dropout(x, u, p)
    slips = check.slips.regularization.dropout(x, u, p)
    t.call(dropout, x, u, p, training=True).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "reg-dropout-use", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("reg-dropout-use", forbid=CLOSED)

for shape, p in (((4, 7), 0.3), ((2, 3, 4, 5), 0.8)):
    x, u = t.rng.normal(size=shape), t.rng.random(shape)
    slips = check.slips.regularization.dropout(x, u, p, training=False)
    t.call(dropout, x, u, p, training=False).equals(x, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(4):
    shape, p = t.rng.integers(3, 7, size=3), float(t.rng.uniform(0.1, 0.9))
    x, u = t.rng.normal(size=shape), t.rng.random(shape)
    slips = check.slips.regularization.dropout(x, u, p, training=False)
    t.call(dropout, x, u, p=p, training=False).equals(x, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 5. The way back through the gaps
#
# `dy` is the gradient of the loss with respect to what `dropout` returned.
# Raise a kept number by a little: `y` rises by $1 / (1 - p)$ times as much.
# Raise a dropped one: nothing happens. So the gradient meets **the same gaps
# and the same factor** as the numbers did. That is why `u` comes in again, and
# why nothing may be drawn anew.
#
# By hand, with the `u` and $p$ of the table above: `dy` $= (1, 1, 2, 5)$ gives
# `dx` $= (4, 0, 8, 0)$. Question: which function that you have written does
# this already?


# %% nbgrader={"grade": false, "grade_id": "reg-answer-dropout-backward", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def dropout_backward(dy, u, p=0.5, training=True):
    """Send a gradient back through `dropout`.

    Parameters
    ----------
    dy : float array of shape (N, ...)
        Gradient of the loss with respect to ``dropout(x, u, ...)``.
    u, p, training
        As they were in `dropout`.

    Returns
    -------
    float array of the same shape
        Gradient of the loss with respect to ``x``.
    """
    ### BEGIN SOLUTION
    return dropout(dy, u, p, training)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "reg-dropout-backward", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("reg-dropout-backward", forbid=CLOSED)
t.signature(dropout_backward, "dy", "u", p=0.5, training=True)

dy = np.array([[1.0, 1.0, 2.0, 5.0]])
u = np.array([[0.9, 0.1, 0.75, 0.3]])
slips = check.slips.regularization.dropout(dy, u, 0.75)
result = t.call(dropout_backward, dy, u, 0.75)
result.equals([[4.0, 0.0, 8.0, 0.0]], wrong=slips)

# Nudge each number of x, and watch sum(y * dy); then the same in use.
for shape, p, training in (
    ((3, 5), 0.3, True),
    ((2, 2, 3, 4), 0.7, True),
    ((3, 5), 0.4, False),
):
    x, dy = t.rng.normal(size=(2, *shape))
    u = t.rng.random(shape)
    expected = check.truth.regularization.nudged(
        lambda x, given=(u, p, training): check.truth.regularization.dropout(
            x, *given
        ),
        x,
        dy,
    )
    slips = check.slips.regularization.dropout(dy, u, p, training)
    result = t.call(dropout_backward, dy, u, p, training=training)
    result.equals(expected, terms=100, wrong=slips)

expected = check.truth.regularization.dropout_backward(dy, u)
slips = check.slips.regularization.dropout(dy, u)
t.call(dropout_backward, dy, u).equals(expected, wrong=slips)  # defaults
### BEGIN HIDDEN TESTS
for k in range(6):
    shape = t.rng.integers((3, 4), (7, 9))
    dy, u = t.rng.normal(size=shape), t.rng.random(shape)
    given = dy, u, float(t.rng.uniform(0.1, 0.9)), k % 3 > 0
    expected = check.truth.regularization.dropout_backward(*given)
    slips = check.slips.regularization.dropout(*given)
    t.call(dropout_backward, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 6. The same image, elsewhere
#
# **Augmentation** changes each image a little and keeps its label. Here each
# image of a batch gets its own change: image `n` moves down by `down[n]` rows
# and to the right by `right[n]` columns, and before that it is flipped left to
# right where `flip[n]` is true. Numbers below 0 mean up and left. What leaves
# the image is lost, and what comes in has the value `fill`. All channels of an
# image move alike.
#
# By hand, one row down, two columns to the left, `fill` 9:
#
# $$
# \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}
# \;\to\;
# \begin{bmatrix} 9 & 9 & 9 \\ 3 & 9 & 9 \end{bmatrix}
# \qquad\text{and flipped before:}\qquad
# \begin{bmatrix} 9 & 9 & 9 \\ 1 & 9 & 9 \end{bmatrix}
# $$
#
# A good way is to go backwards: each pixel of the *new* image asks where it came
# from, and whether this place is inside. (In Python, row -1 is the last row. It
# is not outside.) A shift may be larger than the image.
#
# The first test only shifts. Before you run the second one: what would come out
# if this image were shifted first and flipped then?


# %% nbgrader={"grade": false, "grade_id": "reg-answer-augment", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def augment(x, down, right, flip=None, fill=0.0):
    """Flip and shift each image by its own numbers.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    down, right : int arrays of shape (N,)
        Rows and columns by which image ``n`` moves.
    flip : bool array of shape (N,), optional
        Which images are flipped left to right first. None flips none.
    fill : float
        What comes in from outside.

    Returns
    -------
    float array of shape (N, C, H, W)
    """
    ### BEGIN SOLUTION
    N, _, H, W = x.shape
    y = np.full(x.shape, float(fill))
    for n, i, j in np.ndindex(N, H, W):
        a, b = i - down[n], j - right[n]
        if 0 <= a < H and 0 <= b < W:
            if flip is not None and flip[n]:
                b = W - 1 - b
            y[n, :, i, j] = x[n, :, a, b]
    return y
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "reg-shift", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("reg-shift", forbid=CLOSED)
t.signature(augment, "x", "down", "right", flip=None, fill=0.0)

worked = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]])
given = worked, np.array([1]), np.array([-2])
slips = check.slips.regularization.shift(*given, fill=9.0)
expected = [[[[9.0, 9.0, 9.0], [3.0, 9.0, 9.0]]]]
t.call(augment, *given, fill=9.0).equals(expected, wrong=slips)

# Four images, each with its own shift; the last one leaves altogether.
x = t.rng.normal(size=(4, 3, 5, 7))
for down, right in (
    ([2, -1, 0, 6], [1, -3, 2, 0]),
    ([-2, 1, 3, 0], [2, 0, -1, -8]),
):
    given = x, np.array(down), np.array(right)
    expected = check.truth.regularization.augment(*given)
    slips = check.slips.regularization.shift(*given)
    t.call(augment, *given).equals(expected, wrong=slips)
    expected = check.truth.regularization.augment(*given, fill=0.5)
    slips = check.slips.regularization.shift(*given, fill=0.5)
    t.call(augment, *given, fill=0.5).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(6):
    x = t.rng.normal(size=t.rng.integers((2, 2, 3, 3), (5, 4, 8, 8)))
    down, right = t.rng.integers(-4, 5, size=(2, len(x)))
    given, fill = (x, down, right), float(t.rng.normal())
    expected = check.truth.regularization.augment(*given, fill=fill)
    slips = check.slips.regularization.shift(*given, fill=fill)
    t.call(augment, *given, fill=fill).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "reg-flip", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("reg-flip", forbid=CLOSED)

given = worked, np.array([1]), np.array([-2]), np.array([True])
slips = check.slips.regularization.flip(*given, fill=9.0)
expected = [[[[9.0, 9.0, 9.0], [1.0, 9.0, 9.0]]]]
t.call(augment, *given, fill=9.0).equals(expected, wrong=slips)

x = t.rng.normal(size=(3, 2, 4, 5))
flip = np.array([True, False, True])
for down, right in (([0, 0, 0], [0, 0, 0]), ([1, -2, 0], [-1, 2, 3])):
    given = x, np.array(down), np.array(right), flip
    expected = check.truth.regularization.augment(*given, fill=0.25)
    slips = check.slips.regularization.flip(*given, fill=0.25)
    t.call(augment, *given, fill=0.25).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(6):
    x = t.rng.normal(size=t.rng.integers((3, 2, 3, 3), (6, 4, 8, 8)))
    down, right = t.rng.integers(-3, 4, size=(2, len(x)))
    flip = t.rng.permutation(len(x)) % 2 == 0
    given = x, down, right, flip, float(t.rng.normal())
    expected = check.truth.regularization.augment(*given)
    slips = check.slips.regularization.flip(*given)
    t.call(augment, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. A letter, six times. Predict first: which of the six
# versions would you still give to a network with the label "F"?

# %% tags=["play"]
import matplotlib.pyplot as plt

letter = np.zeros((1, 1, 20, 16))
letter[..., 3:17, 4:7] = letter[..., 3:6, 4:12] = letter[..., 9:12, 4:10] = 1
draw = np.random.default_rng(1)
moves = draw.integers(-4, 5, size=(2, 6))
mirrored = np.arange(6) % 2 == 1
versions = augment(np.repeat(letter, 6, axis=0), *moves, mirrored, fill=0.3)
figure, axes = plt.subplots(1, 6, figsize=(9, 2.2))
for ax, version in zip(axes, versions, strict=True):
    ax.imshow(version[0], cmap="gray", vmin=0, vmax=1)
    ax.axis("off")
plt.show()

# %% [markdown]
# ## 7. A turn about the centre
#
# Count places in pixels: $x$ to the right, $y$ down, the corner pixel is
# $(0, 0)$. A turn by $\theta$, clockwise because $y$ points down, is
#
# $$
# R = \begin{pmatrix} \cos\theta & -\sin\theta \\ \sin\theta & \cos\theta \end{pmatrix} ,
# $$
#
# but it turns about the corner, and most of the image leaves. To turn about the
# centre $c$, go to the centre, turn, and go back: $p' = R\,(p - c) + c$. With a
# third coordinate that is always 1, this is one matrix:
#
# $$
# \begin{pmatrix} x' \\ y' \\ 1 \end{pmatrix}
# = \begin{pmatrix} \cos\theta & -\sin\theta & t_x \\ \sin\theta & \cos\theta & t_y \\ 0 & 0 & 1 \end{pmatrix}
# \begin{pmatrix} x \\ y \\ 1 \end{pmatrix}
# $$
#
# Your function returns it. Where is the centre of an axis with `W` pixels,
# counted from 0? For 5 pixels it is pixel 2. For 4 it lies between pixels.
#
# By hand, $H = 3$, $W = 5$, 90 degrees: the centre $(2, 1)$ must stay, and the
# corner $(0, 0)$, which is $(-2, -1)$ from the centre, goes to $(1, -2)$ from
# it, so to $(3, -1)$. The matrix is
# $\begin{pmatrix} 0 & -1 & 3 \\ 1 & 0 & -1 \\ 0 & 0 & 1 \end{pmatrix}$.
#
# Before you run it: what do four such turns after each other give?


# %% nbgrader={"grade": false, "grade_id": "reg-answer-rotation", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def rotation(degrees, H, W):
    """Build the matrix of a turn about the centre of an image.

    Parameters
    ----------
    degrees : float
        Angle, clockwise.
    H, W : int
        Rows and columns of the image.

    Returns
    -------
    float array of shape (3, 3)
        Sends ``(x, y, 1)`` to where this place goes.
    """
    ### BEGIN SOLUTION
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    there, back = np.eye(3), np.eye(3)
    back[:2, 2] = (W - 1) / 2, (H - 1) / 2
    there[:2, 2] = -back[:2, 2]
    return back @ turn @ there
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "reg-rotation", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("reg-rotation", forbid=CLOSED)
t.signature(rotation, "degrees", "H", "W")

expected = [[0.0, -1.0, 3.0], [1.0, 0.0, -1.0], [0.0, 0.0, 1.0]]
slips = check.slips.regularization.rotation(90, 3, 5)
t.call(rotation, 90, 3, 5).equals(expected, wrong=slips)

for degrees, H, W in ((30, 7, 4), (-15, 28, 32), (180, 6, 9), (0, 5, 8)):
    expected = check.truth.regularization.rotation(degrees, H, W)
    slips = check.slips.regularization.rotation(degrees, H, W)
    t.call(rotation, degrees, H, W).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(8):
    H, W = (int(i) for i in t.rng.integers(2, 40, size=2))
    degrees = float(t.rng.uniform(-170, 170))
    expected = check.truth.regularization.rotation(degrees, H, W)
    slips = check.slips.regularization.rotation(degrees, H, W)
    t.call(rotation, degrees, H, W).equals(expected, terms=20, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## Where you are
#
# You have written the remedies that a network meets while it learns: two
# prices on weights, decay beside an optimizer, gaps with their way back, and a
# change of the image that keeps its label. Each takes one number that you must
# choose, and only images that the network has not learned can tell you which.
