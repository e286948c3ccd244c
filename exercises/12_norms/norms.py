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
# # Exercise 12: batch norm and group norm
#
# Batch norm makes deep networks trainable, and it is behind some of the
# hardest bugs to find: it does one thing in training and another in use, it
# keeps numbers that no gradient touches, and its backward pass has three
# ways, two of which are easily forgotten. In this exercise you write all of
# it in NumPy: training, running statistics, evaluation, and the way back.
# Then you change the axes, and it is group norm.
#
# You write nine functions; most have one or two lines. Plan about 55 minutes.
#
# | part | function | points |
# |---|---|---|
# | 1 | `normalized` | 3 |
# | 2 | `batch_norm` | 3 |
# | 3 | `update_mean` (2), `update_var` (2) | 4 |
# | 4 | `batch_norm_eval` | 2 |
# | 5 | `batch_norm_dbeta`, `batch_norm_dgamma` (2), `batch_norm_dx` (3) | 5 |
# | 6 | `group_norm` | 3 |
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
# **What is closed.** The norms of PyTorch do not work inside your functions.
# `np.mean`, `np.var` and `np.sum` are open, and you will want them.
#
# **Shapes.** A batch `x` has the shape `(N, C, H, W)`: images, channels, rows,
# columns. `gamma`, `beta` and the running statistics have one number for each
# channel: `(C,)`. No function may change an array that it is given.

# %% nbgrader={"grade": false, "grade_id": "norms-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
from cnnlab import check

CLOSED = (
    *check.SHORTCUTS,
    "scipy.stats.zscore",
    "torch.batch_norm",
    "torch.group_norm",
    "torch.instance_norm",
    "torch.layer_norm",
    "torch.nn.functional.batch_norm",
    "torch.nn.functional.group_norm",
    "torch.nn.functional.instance_norm",
    "torch.nn.functional.layer_norm",
)

# %% [markdown]
# ## 1. Mean 0, variance 1
#
# All norms do the same to the numbers $x_1, \dots, x_m$ that share a mean:
#
# $$
# \mu = \frac1m \sum_i x_i, \qquad
# \sigma^2 = \frac1m \sum_i (x_i - \mu)^2, \qquad
# \hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}} .
# $$
#
# The variance is divided by $m$, and $\epsilon$ stands *under* the root. So a
# channel in which all numbers are equal becomes 0, and not 0/0.
#
# Which numbers share a mean is said by `axes`: those that differ in the index
# along these axes. With `axes=(1,)` each row of a matrix has a mean of its
# own.
#
# Eight numbers to follow through the whole exercise: 2, 4, 4, 4, 5, 5, 7, 9.
# Their mean is 5, their variance 32 / 8 = 4. With $\epsilon = 0$ they become
#
# $$ -1.5,\; -0.5,\; -0.5,\; -0.5,\; 0,\; 0,\; 1,\; 2 . $$
#
# Before you run the test: what do they become with $\epsilon = 5$?
# (`keepdims=True` keeps the axes of a mean in place, so that it fits to `x`.)


# %% nbgrader={"grade": false, "grade_id": "norms-answer-hat", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def normalized(x, axes, eps=1e-5):
    """Subtract the mean over `axes`, divide by the root of the variance.

    Parameters
    ----------
    x : float array of any shape
    axes : tuple of int
        Axes over which mean and variance are taken.
    eps : float
        Added to the variance.

    Returns
    -------
    float array
        Of the shape of ``x``.
    """
    ### BEGIN SOLUTION
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "norms-hat", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("norms-hat", forbid=CLOSED)
t.signature(normalized, "x", "axes", eps=1e-5)

# The eight numbers, as one row: the question, then the example.
eight = np.array([2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0])
for eps, root in [(5.0, 3.0), (0.0, 2.0)]:
    x = eight.reshape(1, 8)
    slips = check.slips.norms.normalized(x, (1,), eps)
    result = t.call(normalized, x, (1,), eps=eps)
    result.equals((x - 5.0) / root, terms=8, wrong=slips)

# Equal numbers become 0.
t.call(normalized, np.full((2, 4), 3.0), (1,)).equals(np.zeros((2, 4)))

# Other axes, and numbers so small that the default of eps counts.
for shape, axes in (
    ((5, 3), (0,)),
    ((2, 3, 4, 5), (0, 2, 3)),
    ((3, 4, 2, 5), (1, 2, 3)),
    ((2, 3, 2, 4, 3), (2, 3, 4)),
):
    x = t.rng.normal(0.02, 0.01, size=shape)
    expected = check.truth.norms.normalized(x, axes)
    slips = check.slips.norms.normalized(x, axes)
    result = t.call(normalized, x, axes)
    result.equals(expected, terms=60, wrong=slips)
### BEGIN HIDDEN TESTS
for axes in [(0,), (1, 3), (0, 2, 3), (1, 2, 3)]:
    x = t.rng.normal(1.0, 2.0, size=t.rng.integers((3, 3, 3, 3), 6))
    eps = float(t.rng.uniform(0.1, 3.0))
    expected = check.truth.norms.normalized(x, axes, eps)
    slips = check.slips.norms.normalized(x, axes, eps)
    result = t.call(normalized, x, axes, eps)
    result.equals(expected, terms=125, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. Batch norm in training
#
# A kernel makes all places of a map, in all images. **Batch norm** treats
# them alike: mean and variance of a channel run over $N$, $H$ *and* $W$. A
# batch has $C$ means, each of $m = NHW$ numbers. Then each channel gets a scale
# and a shift, which the network learns:
#
# $$ y[n, c, i, j] = \gamma_c\, \hat{x}[n, c, i, j] + \beta_c . $$
#
# In the test, channel 0 holds the eight numbers: 2, 4, 4, 4 in the first image
# and 5, 5, 7, 9 in the second, both of 2 x 2 pixels. With $\gamma_0 = 2$,
# $\beta_0 = 1$ and $\epsilon = 0$ the 9 becomes $2 \cdot 2 + 1 = 5$.
#
# An array of shape `(C,)` next to one of shape `(N, C, H, W)`: with which axis
# does NumPy line it up? What happens if $C = W$, and what if not? And what is
# left of a bias that the convolution before has added to channel 0?


# %% nbgrader={"grade": false, "grade_id": "norms-answer-batch", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def batch_norm(x, gamma, beta, eps=1e-5):
    """Normalize each channel with the mean and variance of the batch.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    gamma, beta : float arrays of shape (C,)
        Scale and shift of each channel.
    eps : float

    Returns
    -------
    float array of shape (N, C, H, W)
    """
    ### BEGIN SOLUTION
    x_hat = normalized(x, (0, 2, 3), eps)
    return gamma[:, None, None] * x_hat + beta[:, None, None]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "norms-batch", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("norms-batch", forbid=CLOSED)
t.signature(batch_norm, "x", "gamma", "beta", eps=1e-5)

# Channel 0 holds the eight numbers; channel 1 has mean 2 and variance 1.
worked = np.array(
    [
        [[[2.0, 4.0], [4.0, 4.0]], [[1.0, 3.0], [1.0, 3.0]]],
        [[[5.0, 5.0], [7.0, 9.0]], [[3.0, 1.0], [3.0, 1.0]]],
    ]
)
gamma, beta = np.array([2.0, 10.0]), np.array([1.0, -1.0])
expected = [
    [[[-2.0, 0.0], [0.0, 0.0]], [[-11.0, 9.0], [-11.0, 9.0]]],
    [[[1.0, 1.0], [3.0, 5.0]], [[9.0, -11.0], [9.0, -11.0]]],
]
slips = check.slips.norms.batch_norm(worked, gamma, beta, 0.0)
result = t.call(batch_norm, worked, gamma, beta, eps=0.0)
result.equals(expected, terms=8, wrong=slips)

# Nothing has the size of anything else. Then: as many columns as channels.
for shape, eps in [((2, 3, 4, 5), 0.5), ((3, 4, 2, 4), 2.0)]:
    x = t.rng.normal(3.0, 2.0, size=shape)
    gamma, beta = t.rng.normal(1.0, 1.0, size=(2, shape[1]))
    expected = check.truth.norms.batch_norm(x, gamma, beta, eps)
    slips = check.slips.norms.batch_norm(x, gamma, beta, eps)
    result = t.call(batch_norm, x, gamma, beta, eps=eps)
    result.equals(expected, terms=40, wrong=slips)

# A bias before batch norm is subtracted again.
bias = t.rng.normal(size=(4, 1, 1))
law = "batch_norm(x + bias) = batch_norm(x), for one bias a channel"
result = t.call(batch_norm, x + bias, gamma, beta, eps=eps)
result.equals(expected, terms=100, wrong=slips, law=law)
### BEGIN HIDDEN TESTS
for eps in (1e-5, 0.1, 1.0, 3.0):
    x = t.rng.normal(-2.0, 3.0, size=t.rng.integers((2, 2, 3, 3), 7))
    gamma, beta = t.rng.normal(1.0, 1.0, size=(2, x.shape[1]))
    expected = check.truth.norms.batch_norm(x, gamma, beta, eps)
    slips = check.slips.norms.batch_norm(x, gamma, beta, eps)
    result = t.call(batch_norm, x, gamma, beta, eps)
    result.equals(expected, terms=216, wrong=slips)

x = t.rng.normal(0.02, 0.01, size=(3, 2, 3, 4))  # with the default of eps
gamma, beta = t.rng.normal(1.0, 1.0, size=(2, 2))
expected = check.truth.norms.batch_norm(x, gamma, beta)
t.call(batch_norm, x, gamma, beta).equals(expected, terms=216)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. What training leaves for later
#
# In use there may be one image, and its answer must not depend on others. So
# training keeps a **running** mean and variance of each channel, and moves
# them a little at each step. With `momentum` $\alpha$:
#
# $$
# \mu_{\text{run}} \leftarrow (1 - \alpha)\, \mu_{\text{run}} + \alpha\, \mu ,
# \qquad
# \sigma^2_{\text{run}} \leftarrow (1 - \alpha)\, \sigma^2_{\text{run}}
# + \alpha\, \frac{m}{m - 1}\, \sigma^2 .
# $$
#
# This is PyTorch's momentum: the weight of the **new** value. (Keras calls
# $1 - \alpha$ momentum.) And the variance that is *kept* is divided by $m - 1$,
# not by $m$: it is an estimate for all images, not for this batch.
#
# Channel 0 from above, $\alpha = 0.1$, the running mean at 0: it moves to
# $0.9 \cdot 0 + 0.1 \cdot 5 = 0.5$. Where is it after a second step with the
# same batch? The variance of the eight numbers is now $32 / 7$. To how much
# does a running variance of 1 move?
#
# Your functions return the new values. The old ones stay as they are.


# %% nbgrader={"grade": false, "grade_id": "norms-answer-running", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def update_mean(x, running_mean, momentum=0.1):
    """Move the running mean towards the mean of a batch.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    running_mean : float array of shape (C,)
    momentum : float
        Weight of the batch.

    Returns
    -------
    float array of shape (C,)
        A new array.
    """
    ### BEGIN SOLUTION
    new = x.mean(axis=(0, 2, 3))
    return (1 - momentum) * running_mean + momentum * new
    ### END SOLUTION


def update_var(x, running_var, momentum=0.1):
    """Move the running variance towards the unbiased one of a batch.

    Parameters and result are as in `update_mean`.
    """
    ### BEGIN SOLUTION
    new = x.var(axis=(0, 2, 3), ddof=1)
    return (1 - momentum) * running_var + momentum * new
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "norms-running-mean", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("norms-running-mean", forbid=CLOSED)
t.signature(update_mean, "x", "running_mean", momentum=0.1)

# Two steps with the worked batch: 5 and 2 are its means.
kept = np.zeros(2)
for expected in [[0.5, 0.2], [0.95, 0.38]]:
    slips = check.slips.norms.update_mean(worked, kept)
    t.call(update_mean, worked, kept).equals(expected, terms=8, wrong=slips)
    kept = np.array(expected)

for momentum in (0.3, 0.01, 1.0):  # 1.0: only the last batch counts
    x = t.rng.normal(2.0, size=(2, 3, 4, 5))
    kept = t.rng.normal(size=3)
    expected = check.truth.norms.update_mean(x, kept, momentum)
    slips = check.slips.norms.update_mean(x, kept, momentum)
    result = t.call(update_mean, x, kept, momentum=momentum)
    result.equals(expected, terms=40, wrong=slips)
### BEGIN HIDDEN TESTS
for momentum in (0.1, 0.2, 0.7, 0.9):
    x = t.rng.normal(2.0, size=t.rng.integers((1, 2, 2, 2), 6))
    kept = t.rng.normal(size=x.shape[1])
    expected = check.truth.norms.update_mean(x, kept, momentum)
    slips = check.slips.norms.update_mean(x, kept, momentum)
    result = t.call(update_mean, x, kept, momentum)
    result.equals(expected, terms=125, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "norms-running-var", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("norms-running-var", forbid=CLOSED)
t.signature(update_var, "x", "running_var", momentum=0.1)

# The sums of squared distances are 32 and 8, of eight numbers each.
expected = [0.9 + 0.1 * 32 / 7, 0.9 + 0.1 * 8 / 7]
slips = check.slips.norms.update_var(worked, np.ones(2))
result = t.call(update_var, worked, np.ones(2))
result.equals(expected, terms=8, wrong=slips)

for momentum in (0.3, 0.01, 1.0):
    x = t.rng.normal(3.0, 2.0, size=(2, 3, 2, 3))
    kept = t.rng.uniform(1.0, 2.0, size=3)
    expected = check.truth.norms.update_var(x, kept, momentum)
    slips = check.slips.norms.update_var(x, kept, momentum)
    result = t.call(update_var, x, kept, momentum=momentum)
    result.equals(expected, terms=40, wrong=slips)
### BEGIN HIDDEN TESTS
for momentum in (0.1, 0.2, 0.7, 0.9):
    x = t.rng.normal(2.0, size=t.rng.integers((1, 2, 2, 2), 6))
    kept = t.rng.uniform(1.0, 2.0, size=x.shape[1])
    expected = check.truth.norms.update_var(x, kept, momentum)
    slips = check.slips.norms.update_var(x, kept, momentum)
    result = t.call(update_var, x, kept, momentum)
    result.equals(expected, terms=125, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. Batch norm in evaluation
#
# In evaluation the running values take the place of those of the batch:
#
# $$
# y = \gamma\, \frac{x - \mu_{\text{run}}}
# {\sqrt{\sigma^2_{\text{run}} + \epsilon}} + \beta ,
# $$
#
# each with the index of its channel. What was divided by $m - 1$ has been so
# already: here nothing is corrected.
#
# A single pixel with the value 9 in a channel with $\mu_{\text{run}} = 5$,
# $\sigma^2_{\text{run}} = 4$, $\gamma = 2$, $\beta = 1$ and $\epsilon = 0$
# becomes $2 \cdot 2 + 1 = 5$. What would `batch_norm` make of it? And why does
# nobody notice the difference as long as the batches are large and mixed?


# %% nbgrader={"grade": false, "grade_id": "norms-answer-eval", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def batch_norm_eval(x, gamma, beta, running_mean, running_var, eps=1e-5):
    """Normalize each channel with its running mean and variance.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    gamma, beta, running_mean, running_var : float arrays of shape (C,)
    eps : float

    Returns
    -------
    float array of shape (N, C, H, W)
    """
    ### BEGIN SOLUTION
    scale = gamma / np.sqrt(running_var + eps)
    shift = beta - running_mean * scale
    return x * scale[:, None, None] + shift[:, None, None]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "norms-eval", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("norms-eval", forbid=CLOSED)
t.signature(
    batch_norm_eval,
    *("x", "gamma", "beta", "running_mean", "running_var"),
    eps=1e-5,
)

# The worked batch, with its own mean and variance as the running ones.
given = [np.array(pair) for pair in [(2.0, 10.0), (1.0, -1.0)]]
given += [np.array([5.0, 2.0]), np.array([4.0, 1.0])]
expected = [
    [[[-2.0, 0.0], [0.0, 0.0]], [[-11.0, 9.0], [-11.0, 9.0]]],
    [[[1.0, 1.0], [3.0, 5.0]], [[9.0, -11.0], [9.0, -11.0]]],
]
slips = check.slips.norms.batch_norm_eval(worked, *given, 0.0)
result = t.call(batch_norm_eval, worked, *given, eps=0.0)
result.equals(expected, terms=8, wrong=slips)

# Running values that are not those of the batch.
for shape, eps in [((2, 3, 4, 5), 0.5), ((3, 4, 2, 4), 2.0)]:
    x = t.rng.normal(3.0, 2.0, size=shape)
    given = [*t.rng.normal(1.0, 1.0, size=(3, shape[1]))]
    given.append(t.rng.uniform(0.5, 4.0, size=shape[1]))
    expected = check.truth.norms.batch_norm_eval(x, *given, eps)
    slips = check.slips.norms.batch_norm_eval(x, *given, eps)
    result = t.call(batch_norm_eval, x, *given, eps=eps)
    result.equals(expected, terms=40, wrong=slips)

# One image, alone.
law = "an image gets the same result alone and in company"
result = t.call(batch_norm_eval, x[1:2], *given, eps=eps)
result.equals(expected[1:2], terms=40, law=law)
### BEGIN HIDDEN TESTS
for eps in (1e-5, 0.1, 1.0, 3.0):
    x = t.rng.normal(-2.0, 3.0, size=t.rng.integers((1, 2, 1, 1), 6))
    given = [*t.rng.normal(1.0, 1.0, size=(3, x.shape[1]))]
    given.append(t.rng.uniform(0.5, 4.0, size=x.shape[1]))
    expected = check.truth.norms.batch_norm_eval(x, *given, eps)
    slips = check.slips.norms.batch_norm_eval(x, *given, eps)
    result = t.call(batch_norm_eval, x, *given, eps)
    result.equals(expected, terms=40, wrong=slips)

given[3] = np.full(x.shape[1], 1e-4)  # the default of eps counts
expected = check.truth.norms.batch_norm_eval(x, *given)
t.call(batch_norm_eval, x, *given).equals(expected, terms=40)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. A stream of batches whose channel has mean 3 and
# variance 4; the running values start at 0 and 1. Predict first: after how
# many steps with momentum 0.1 do both lie within a tenth of the truth? And
# with 0.01?

# %% tags=["play"]
import matplotlib.pyplot as plt

stream = np.random.default_rng(0).normal(3, 2, size=(200, 8, 1, 4, 4))
figure, ax = plt.subplots(figsize=(7, 3))
for momentum in (0.1, 0.01):
    mean, var, path = np.zeros(1), np.ones(1), []
    for batch in stream:
        mean = update_mean(batch, mean, momentum)
        var = update_var(batch, var, momentum)
        path.append((mean[0], var[0]))
    ax.plot(path, label=[f"mean, {momentum}", f"variance, {momentum}"])
ax.set(xlabel="step", ylabel="running value")
ax.legend()
plt.show()

# %% [markdown]
# ## 5. The way back
#
# The layer above hands down `dy`, in the shape of `y`: by how much the loss
# rises for each unit that a number of `y` rises. Three gradients are asked
# for. Two are easy, since $y = \gamma \hat{x} + \beta$ and all numbers of a
# channel share one $\gamma$ and one $\beta$:
#
# $$
# d\beta = \sum_i dy_i , \qquad d\gamma = \sum_i dy_i\, \hat{x}_i ,
# $$
#
# where $i$ runs over the $m$ numbers of the channel. (Why are these sums, and
# not means?)
#
# The third is not. A number $x_i$ reaches the loss in three ways: through its
# own $\hat{x}_i$, through the mean, and through the variance, which stand in
# all the others. With $g_i = \gamma\, dy_i$ they add up to
#
# $$
# dx_i = \frac{1}{\sqrt{\sigma^2 + \epsilon}}
# \Bigl( g_i - \overline{g} - \hat{x}_i\, \overline{g \hat{x}} \Bigr) ,
# $$
#
# where a bar is the mean over the $m$ numbers. The page derives it; try it
# yourself first.
#
# The eight numbers again, with $\gamma = 1$ and $\epsilon = 0$, and `dy` is 0
# but for a 1 at the last number, the 9. Then $d\beta = 1$ and $d\gamma = 2$,
# $\overline{g} = 1/8$ and $\overline{g \hat{x}} = 2/8$. The first number, the 2,
# gets $\frac12 (0 - \frac18 + 1.5 \cdot \frac28) = \frac18$, although its own
# `dy` is 0. The last one gets $\frac12 (1 - \frac18 - \frac12) = \frac{3}{16}$.
# Work out the other six. What do the eight add up to, and why must they?
#
# The test of `batch_norm_dx` knows the answer without the formula: it nudges
# each number of `x` a little, and watches how `sum(y * dy)` moves.


# %% nbgrader={"grade": false, "grade_id": "norms-answer-backward", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def batch_norm_dbeta(dy):
    """Gradient of the loss with respect to beta.

    Parameters
    ----------
    dy : float array of shape (N, C, H, W)
        Gradient of the loss with respect to ``batch_norm(x, ...)``.

    Returns
    -------
    float array of shape (C,)
    """
    ### BEGIN SOLUTION
    return dy.sum(axis=(0, 2, 3))
    ### END SOLUTION


def batch_norm_dgamma(dy, x, eps=1e-5):
    """Gradient of the loss with respect to gamma.

    Parameters
    ----------
    dy : float array of shape (N, C, H, W)
    x : float array of shape (N, C, H, W)
        What was normalized.
    eps : float

    Returns
    -------
    float array of shape (C,)
    """
    ### BEGIN SOLUTION
    return (dy * normalized(x, (0, 2, 3), eps)).sum(axis=(0, 2, 3))
    ### END SOLUTION


def batch_norm_dx(dy, x, gamma, eps=1e-5):
    """Gradient of the loss with respect to x.

    Parameters
    ----------
    dy, x, eps
        As in `batch_norm_dgamma`.
    gamma : float array of shape (C,)

    Returns
    -------
    float array of shape (N, C, H, W)
    """
    ### BEGIN SOLUTION
    axes = 0, 2, 3
    x_hat = normalized(x, axes, eps)
    g = gamma[:, None, None] * dy
    shared = g.mean(axis=axes, keepdims=True)
    along = x_hat * (g * x_hat).mean(axis=axes, keepdims=True)
    root = np.sqrt(x.var(axis=axes, keepdims=True) + eps)
    return (g - shared - along) / root
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "norms-parameters", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("norms-parameters", forbid=CLOSED)
t.signature(batch_norm_dbeta, "dy")
t.signature(batch_norm_dgamma, "dy", "x", eps=1e-5)

# A 1 at the 9 of the worked batch.
nine = np.zeros(worked.shape)
nine[1, 0, 1, 1] = 1.0
slips = check.slips.norms.batch_norm_dbeta(nine)
t.call(batch_norm_dbeta, nine).equals([1.0, 0.0], terms=8, wrong=slips)
slips = check.slips.norms.batch_norm_dgamma(nine, worked, 0.0)
result = t.call(batch_norm_dgamma, nine, worked, eps=0.0)
result.equals([2.0, 0.0], terms=8, wrong=slips)

for shape, eps in [((2, 3, 4, 5), 0.5), ((3, 4, 2, 4), 2.0)]:
    x = t.rng.normal(3.0, 2.0, size=shape)
    dy = t.rng.normal(0.5, 1.0, size=shape)
    expected = check.truth.norms.batch_norm_dbeta(dy)
    slips = check.slips.norms.batch_norm_dbeta(dy)
    result = t.call(batch_norm_dbeta, dy)
    result.equals(expected, terms=40, scale=40, wrong=slips)
    expected = check.truth.norms.batch_norm_dgamma(dy, x, eps)
    slips = check.slips.norms.batch_norm_dgamma(dy, x, eps)
    result = t.call(batch_norm_dgamma, dy, x, eps=eps)
    result.equals(expected, terms=40, scale=40, wrong=slips)
### BEGIN HIDDEN TESTS
for eps in (1e-5, 0.1, 1.0, 3.0):
    x = t.rng.normal(-2.0, 3.0, size=t.rng.integers((2, 2, 3, 3), 6))
    dy = t.rng.normal(0.5, 1.0, size=x.shape)
    expected = check.truth.norms.batch_norm_dbeta(dy)
    slips = check.slips.norms.batch_norm_dbeta(dy)
    result = t.call(batch_norm_dbeta, dy)
    result.equals(expected, terms=125, scale=125, wrong=slips)
    expected = check.truth.norms.batch_norm_dgamma(dy, x, eps)
    slips = check.slips.norms.batch_norm_dgamma(dy, x, eps)
    result = t.call(batch_norm_dgamma, dy, x, eps)
    result.equals(expected, terms=125, scale=125, wrong=slips)

x = t.rng.normal(0.02, 0.01, size=x.shape)  # with the default of eps
expected = check.truth.norms.batch_norm_dgamma(dy, x)
result = t.call(batch_norm_dgamma, dy, x)
result.equals(expected, terms=125, scale=125)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "norms-input", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("norms-input", forbid=CLOSED)
t.signature(batch_norm_dx, "dy", "x", "gamma", eps=1e-5)

# A 1 at the 9 of the worked batch: in sixteenths, for channel 0.
expected = np.zeros(worked.shape)
expected[:, 0] = [[[2.0, 0.0], [0.0, 0.0]], [[-1.0, -1.0], [-3.0, 3.0]]]
slips = check.slips.norms.batch_norm_dx(nine, worked, np.ones(2), 0.0)
result = t.call(batch_norm_dx, nine, worked, np.ones(2), eps=0.0)
result.equals(expected / 16, terms=80, wrong=slips)

# Nudge each number.
for shape, eps in [((2, 3, 2, 4), 0.5), ((3, 2, 3, 2), 2.0)]:
    x = t.rng.normal(3.0, 2.0, size=shape)
    dy = t.rng.normal(0.5, 1.0, size=shape)
    gamma = t.rng.uniform(1.5, 3.0, size=shape[1])
    expected = check.truth.norms.nudged(
        lambda x, gamma=gamma, eps=eps: check.truth.norms.batch_norm(
            x, gamma, np.zeros_like(gamma), eps
        ),
        x,
        dy,
    )
    slips = check.slips.norms.batch_norm_dx(dy, x, gamma, eps)
    result = t.call(batch_norm_dx, dy, x, gamma, eps=eps)
    result.equals(expected, terms=200, wrong=slips)

# What the dy of a channel share is taken out.
law = "adding a constant to the dy of a channel leaves dx as it is"
shift = t.rng.normal(size=(2, 1, 1))
result = t.call(batch_norm_dx, dy + shift, x, gamma, eps=eps)
result.equals(expected, terms=200, wrong=slips, law=law)
### BEGIN HIDDEN TESTS
for eps in (1e-5, 0.1, 1.0, 3.0):
    x = t.rng.normal(-2.0, 3.0, size=t.rng.integers((2, 2, 3, 3), 6))
    dy = t.rng.normal(0.5, 1.0, size=x.shape)
    gamma = t.rng.uniform(1.5, 3.0, size=x.shape[1])
    expected = check.truth.norms.batch_norm_dx(dy, x, gamma, eps)
    slips = check.slips.norms.batch_norm_dx(dy, x, gamma, eps)
    result = t.call(batch_norm_dx, dy, x, gamma, eps)
    result.equals(expected, terms=200, wrong=slips)

x = t.rng.normal(0.02, 0.01, size=x.shape)  # with the default of eps
expected = check.truth.norms.batch_norm_dx(dy, x, gamma)
t.call(batch_norm_dx, dy, x, gamma).equals(expected, terms=500)

other = t.rng.normal(size=x.shape)
check.laws.linear(
    lambda dy: t.call(batch_norm_dx, dy, x, gamma, 1.0), dy, other, terms=500
)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 6. Group norm
#
# Batch norm ties the images of a batch together. **Group norm** stays within
# one image: it cuts the $C$ channels into $G$ groups of $C/G$ neighbours, and
# takes mean and variance over a group and all its pixels. $G = 1$ takes the
# mean of layer norm, $G = C$ that of instance norm. `gamma` and `beta` are one
# number a channel, as before. There are no running statistics.
#
# Four channels of two pixels, $G = 2$, $\epsilon = 0$, $\gamma = 1$ and
# $\beta = 0$:
#
# $$
# \begin{bmatrix} 7 & 1 \\ 9 & 15 \\ 2 & 8 \\ 2 & 8 \end{bmatrix}
# \quad\text{becomes}\quad
# \begin{bmatrix} -0.2 & -1.4 \\ 0.2 & 1.4 \\ -1 & 1 \\ -1 & 1 \end{bmatrix}
# $$
#
# The first two channels have mean 8 and variance 25, the last two mean 5 and
# variance 9. What comes out of the first channel if $G = 4$? And how do you
# `reshape` an array of `(N, C, H, W)` so that the groups have an axis of their
# own?


# %% nbgrader={"grade": false, "grade_id": "norms-answer-group", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def group_norm(x, gamma, beta, num_groups, eps=1e-5):
    """Normalize each group of channels of each image by itself.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    gamma, beta : float arrays of shape (C,)
    num_groups : int
        How many groups; ``C`` is a multiple of it.
    eps : float

    Returns
    -------
    float array of shape (N, C, H, W)
    """
    ### BEGIN SOLUTION
    N, C, H, W = x.shape
    grouped = x.reshape(N, num_groups, C // num_groups, H, W)
    x_hat = normalized(grouped, (2, 3, 4), eps).reshape(x.shape)
    return gamma[:, None, None] * x_hat + beta[:, None, None]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "norms-group", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("norms-group", forbid=CLOSED)
t.signature(group_norm, "x", "gamma", "beta", "num_groups", eps=1e-5)

x = np.array([[7.0, 1.0], [9.0, 15.0], [2.0, 8.0], [2.0, 8.0]])
x = x.reshape(1, 4, 1, 2)
plain = np.ones(4), np.zeros(4)
expected = [[-0.2, -1.4], [0.2, 1.4], [-1.0, 1.0], [-1.0, 1.0]]
slips = check.slips.norms.group_norm(x, *plain, 2, 0.0)
result = t.call(group_norm, x, *plain, 2, eps=0.0)
result.equals(np.reshape(expected, x.shape), terms=8, wrong=slips)

# All ways to cut six channels; at last as many columns as channels.
for num_groups, shape, eps in (
    (2, (3, 6, 4, 5), 0.5),
    (3, (2, 6, 3, 4), 2.0),
    (1, (3, 6, 2, 4), 0.5),  # layer norm
    (6, (2, 6, 4, 3), 0.5),  # instance norm
    (2, (2, 6, 2, 6), 0.5),
):
    x = t.rng.normal(3.0, 2.0, size=shape)
    gamma, beta = t.rng.normal(1.0, 1.0, size=(2, 6))
    expected = check.truth.norms.group_norm(x, gamma, beta, num_groups, eps)
    slips = check.slips.norms.group_norm(x, gamma, beta, num_groups, eps)
    result = t.call(group_norm, x, gamma, beta, num_groups, eps=eps)
    result.equals(expected, terms=120, wrong=slips)

# One image, alone.
law = "an image gets the same result alone and in company"
result = t.call(group_norm, x[1:2], gamma, beta, num_groups, eps=eps)
result.equals(expected[1:2], terms=120, law=law)
### BEGIN HIDDEN TESTS
for num_groups in (1, 2, 3, 4):
    eps = float(t.rng.uniform(0.1, 3.0))
    N, size, H, W = t.rng.integers((1, 2, 2, 2), 5)
    C = int(num_groups * size)
    x = t.rng.normal(-2.0, 3.0, size=(N, C, H, W))
    gamma, beta = t.rng.normal(1.0, 1.0, size=(2, C))
    expected = check.truth.norms.group_norm(x, gamma, beta, num_groups, eps)
    slips = check.slips.norms.group_norm(x, gamma, beta, num_groups, eps)
    result = t.call(group_norm, x, gamma, beta, num_groups, eps)
    result.equals(expected, terms=120, wrong=slips)

x = t.rng.normal(0.02, 0.01, size=x.shape)  # with the default of eps
expected = check.truth.norms.group_norm(x, gamma, beta, 2)
t.call(group_norm, x, gamma, beta, 2).equals(expected, terms=200)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## Where you are
#
# You have written the norm of nearly every convolutional network since 2015,
# with both its behaviours and its way back, and one of its heirs. Two things
# are worth keeping. In training, an image is judged by its company; in
# evaluation and in group norm it is not. And a gradient goes through whatever
# was computed from x, the mean and the variance too.
