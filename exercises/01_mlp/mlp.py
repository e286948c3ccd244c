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
# # Exercise 1: from pixels to a loss
#
# A multilayer perceptron takes an image as one long vector, sends it through
# layers of weights, and ends with one number for each class, the *logits*.
# In this exercise you build what stands at its two ends with NumPy: the
# flattening in front, and behind it the probabilities, the loss, and the
# gradient with which all learning begins. In between you count what there is
# to learn.
#
# You write five short functions. Plan about 40 minutes.
#
# | part | function | points |
# |---|---|---|
# | 1 | `flatten` | 2 |
# | 2 | `count_parameters` | 3 |
# | 3 | `softmax`: values (3), large logits (3) | 6 |
# | 4 | `cross_entropy`: values (3), large logits (2) | 5 |
# | 5 | `cross_entropy_gradient` | 4 |
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
# **What is closed.** The softmax and cross-entropy of SciPy and PyTorch do
# not work inside your functions, and neither do the book's own. No answer
# needs more than a few lines.

# %% nbgrader={"grade": false, "grade_id": "mlp-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
from cnnlab import check

CLOSED = (
    *check.SHORTCUTS,
    "scipy.special.softmax",
    "scipy.special.log_softmax",
    "scipy.special.logsumexp",
    "torch.softmax",
    "torch.log_softmax",
    "torch.logsumexp",
    "torch.nn.functional.softmax",
    "torch.nn.functional.log_softmax",
    "torch.nn.functional.cross_entropy",
)

# %% [markdown]
# ## 1. From a table to a vector
#
# Cut an image into its rows and lay them end to end. An image of 2 rows and
# 3 columns becomes 6 numbers:
#
# $$
# \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}
# \quad\longrightarrow\quad
# \begin{bmatrix} 1 & 2 & 3 & 4 & 5 & 6 \end{bmatrix}
# $$
#
# A network gets many images at once, in an array whose *first* axis counts
# the images. This axis stays; all others become one. Grey images come as
# $(N, H, W)$. Colour images come as $(N, C, H, W)$, with all rows of the first
# channel before those of the second.
#
# Before you write it: in an image of 5 rows and 7 columns, which number of the
# vector is the pixel in row 2, column 3? Count everything from 0.


# %% nbgrader={"grade": false, "grade_id": "mlp-answer-flatten", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def flatten(images):
    """Turn each image into a vector, row after row.

    Parameters
    ----------
    images : array of shape (N, H, W) or (N, C, H, W)

    Returns
    -------
    array of shape (N, D)
        ``D`` is the number of values in one image.
    """
    ### BEGIN SOLUTION
    N = len(images)
    return images.reshape(N, -1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "mlp-flatten", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("mlp-flatten", forbid=CLOSED)
t.signature(flatten, "images")

# Two grey images of 2 rows and 3 columns.
images = np.array([[[1, 2, 3], [4, 5, 6]], [[0, 7, 0], [0, 8, 9]]])
vectors = [[1, 2, 3, 4, 5, 6], [0, 7, 0, 0, 8, 9]]
t.call(flatten, images).equals(vectors, wrong=check.slips.mlp.flatten(images))

# The question above: pixel (2, 3) of 5 x 7 is number 2 * 7 + 3 = 17. A single
# image is a batch, too, and keeps its first axis.
image = np.zeros((1, 5, 7))
image[0, 2, 3] = 1
one_at_17 = [[0.0] * 17 + [1.0] + [0.0] * 17]
slips = check.slips.mlp.flatten(image)
t.call(flatten, image).equals(one_at_17, wrong=slips)

# Four colour images.
images = t.rng.integers(0, 256, size=(4, 3, 2, 5))
expected = check.truth.mlp.flatten(images)
slips = check.slips.mlp.flatten(images)
t.call(flatten, images).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for axes in (2, 3, 2, 3):
    shape = t.rng.integers(2, 6, size=axes)
    images = t.rng.normal(size=(t.rng.integers(1, 5), *shape))
    expected = check.truth.mlp.flatten(images)
    slips = check.slips.mlp.flatten(images)
    t.call(flatten, images).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. What is there to learn?
#
# In a fully connected layer each unit has a weight for each of its inputs, and
# one bias. Write a network as the list of its sizes, the input first: 4-3-2
# is 4 pixels, 3 hidden units, 2 outputs. It learns
#
# $$
# \underbrace{4 \cdot 3 + 3}_{\text{hidden layer}} +
# \underbrace{3 \cdot 2 + 2}_{\text{output layer}} = 15 + 8 = 23
# $$
#
# numbers. With `bias=False` no layer has biases, and 18 are left.
#
# Predict before you run: with 6 hidden units instead of 3, is the count
# doubled? If not, what did not grow?


# %% nbgrader={"grade": false, "grade_id": "mlp-answer-count-parameters", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def count_parameters(sizes, bias=True):
    """Count the weights and biases of a multilayer perceptron.

    Parameters
    ----------
    sizes : list of int
        The input, then the units of each layer; two numbers or more.
    bias : bool
        Whether each unit has a bias.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    total = 0
    for inputs, units in zip(sizes[:-1], sizes[1:], strict=True):
        total += inputs * units
        if bias:
            total += units
    return total
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "mlp-count-parameters", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("mlp-count-parameters", forbid=CLOSED)
t.signature(count_parameters, "sizes", bias=True)

for sizes, expected in (
    ([4, 3, 2], 23),
    ([4, 6, 2], 44),  # all but the 2 biases of the output doubled
    ([7, 10], 80),  # a single layer
    ([784, 512, 512, 10], 669_706),  # the network of the chapter
):
    slips = check.slips.mlp.count_parameters(sizes)
    t.call(count_parameters, sizes).equals(expected, wrong=slips)

slips = check.slips.mlp.count_parameters([4, 3, 2], bias=False)
t.call(count_parameters, [4, 3, 2], bias=False).equals(18, wrong=slips)
### BEGIN HIDDEN TESTS
for layers in (1, 2, 3, 5):
    sizes = t.rng.integers(2, 40, size=layers + 1).tolist()
    for bias in (True, False):
        expected = check.truth.mlp.count_parameters(sizes, bias)
        slips = check.slips.mlp.count_parameters(sizes, bias)
        result = t.call(count_parameters, sizes, bias=bias)
        result.equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. From scores to probabilities
#
# The last layer gives the logits $z_0, \dots, z_{C-1}$ of an image: any
# numbers. *Softmax* makes probabilities of them, positive and with the sum 1:
#
# $$
# p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}
# $$
#
# By hand, with the logits $0$, $\ln 2$ and $\ln 5$: the exponentials are 1, 2
# and 5, their sum is 8, and so $p = (\frac18, \frac28, \frac58)$.
#
# The logits of $N$ images are the rows of an array of shape $(N, C)$. Each row
# is a case of its own.
#
# Computed as it stands, the formula breaks: $e^{1000}$ is too large for any
# float. But only differences of logits count. You may subtract one number from
# a whole row, and nothing changes. Which number makes the largest exponent 0?
#
# Predict before you run: what is the softmax of $1000$, $1000 + \ln 2$ and
# $1000 + \ln 5$? And what does the formula give for it as it stands?


# %% nbgrader={"grade": false, "grade_id": "mlp-answer-softmax", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def softmax(z):
    """Turn logits into probabilities, whatever their size.

    Parameters
    ----------
    z : array of shape (N, C)
        Logits; one row an image.

    Returns
    -------
    array of shape (N, C)
        Each row is positive or 0, and has the sum 1.
    """
    ### BEGIN SOLUTION
    shifted = z - z.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "mlp-softmax", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("mlp-softmax", forbid=CLOSED)
t.signature(softmax, "z")

# Two images, three classes. The first row is the one above.
z = np.log([[1.0, 2.0, 5.0], [3.0, 2.0, 1.0]])
p = [[1 / 8, 2 / 8, 5 / 8], [3 / 6, 2 / 6, 1 / 6]]
t.call(softmax, z).equals(p, wrong=check.slips.mlp.softmax(z))

z = t.rng.normal(size=(4, 6))
result = t.call(softmax, z)
slips = check.slips.mlp.softmax(z)
result.equals(check.truth.mlp.softmax(z), terms=6, wrong=slips)

# Another number for each row, added to all its logits, changes nothing.
moved = z + np.array([[1.0], [-2.0], [3.0], [0.0]])
law = "softmax(z + a number for each row) = softmax(z)"
t.call(softmax, moved).equals(result.array(), terms=60, law=law)
### BEGIN HIDDEN TESTS
for _ in range(6):
    N, C = t.rng.integers((1, 2), (6, 9))
    z = 2 * t.rng.normal(size=(N, C))
    expected = check.truth.mlp.softmax(z)
    slips = check.slips.mlp.softmax(z)
    t.call(softmax, z).equals(expected, terms=20, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "mlp-softmax-stable", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("mlp-softmax-stable", forbid=CLOSED)

for z in (
    [[1000.0, 1001.0, 1002.0]],
    [[-1000.0, -1001.0, -1002.0]],  # all exponentials would be 0
    [[0.0, 3000.0, 1.0]],  # far apart
    [[0.0, 1.0, 2.0], [5000.0, 5001.0, 5002.0]],  # rows at different levels
):
    z = np.array(z)
    slips = check.slips.mlp.softmax_large(z)
    t.call(softmax, z).equals(check.truth.mlp.softmax(z), wrong=slips)
### BEGIN HIDDEN TESTS
for size in (100.0, 1000.0, 10000.0):
    # Whole numbers, which do not lose digits when a large one is added.
    levels = t.rng.integers(-size, size, size=(5, 1)).astype(float)
    z = levels + t.rng.integers(-4, 5, size=(5, 4))
    expected = check.truth.mlp.softmax(z)
    slips = check.slips.mlp.softmax_large(z)
    t.call(softmax, z).equals(expected, wrong=slips)
    z = size * t.rng.normal(size=(3, 7))
    t.call(softmax, z).equals(check.truth.mlp.softmax(z), terms=size)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. One number that says how wrong
#
# The *cross-entropy* of one image is $-\ln p_y$, where $y$ is its true class.
# For a batch, take the mean over its $N$ images:
#
# $$
# L = -\frac{1}{N} \sum_{n=1}^{N} \ln p^{(n)}_{y_n}
# $$
#
# With $p = (\frac18, \frac28, \frac58)$ and the true class 2 the loss is
# $\ln \frac85 \approx 0.47$. With $p = (\frac36, \frac26, \frac16)$ and the
# true class 1 it is $\ln 3 \approx 1.10$. A batch of these two images has the
# loss 0.78.
#
# Your function takes logits, not probabilities. If you compute $p$ first, then
# a $p$ too small for a float becomes 0, and $-\ln 0$ is infinite. Put the
# softmax into the logarithm instead, on paper:
#
# $$
# -\ln p_y = m + \ln \sum_j e^{z_j - m} - z_y ,
# \qquad m = \max_j z_j
# $$
#
# Predict before you run: a network that knows nothing gives 10 equal logits.
# What is its loss? And what is the loss of the logits $-800$, 0, 0 if the
# true class is the first?


# %% nbgrader={"grade": false, "grade_id": "mlp-answer-cross-entropy", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def cross_entropy(z, y):
    """Compute the mean loss of a batch.

    Parameters
    ----------
    z : array of shape (N, C)
        Logits; one row an image.
    y : array of shape (N,)
        The true class of each image, a whole number from 0 to ``C - 1``.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    m = z.max(axis=1)
    log_sum = m + np.log(np.exp(z - m[:, None]).sum(axis=1))
    of_true_class = z[np.arange(len(y)), y]
    return np.mean(log_sum - of_true_class)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "mlp-cross-entropy", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("mlp-cross-entropy", forbid=CLOSED)
t.signature(cross_entropy, "z", "y")

# The batch of the example, with the classes 2 and 1.
z, y = np.log([[1.0, 2.0, 5.0], [3.0, 2.0, 1.0]]), np.array([2, 1])
by_hand = float(np.log(8 / 5) + np.log(3)) / 2
slips = check.slips.mlp.cross_entropy(z, y)
t.call(cross_entropy, z, y).equals(by_hand, terms=60, wrong=slips)

# Who knows nothing has the loss ln C.
z, y = np.full((3, 10), 0.5), np.array([9, 0, 4])
t.call(cross_entropy, z, y).equals(float(np.log(10)), terms=60)

z, y = t.rng.normal(size=(5, 4)), t.rng.integers(0, 4, size=5)
expected = check.truth.mlp.cross_entropy(z, y)
slips = check.slips.mlp.cross_entropy(z, y)
t.call(cross_entropy, z, y).equals(expected, terms=60, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(8):
    N, C = t.rng.integers((1, 2), (9, 8))
    z, y = t.rng.normal(size=(N, C)), t.rng.integers(0, C, size=N)
    expected = check.truth.mlp.cross_entropy(z, y)
    slips = check.slips.mlp.cross_entropy(z, y)
    t.call(cross_entropy, z, y).equals(expected, terms=60, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "mlp-cross-entropy-stable", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("mlp-cross-entropy-stable", forbid=CLOSED)

# 800 + ln 2: sure of the wrong classes, and far from infinite.
z, y = np.array([[-800.0, 0.0, 0.0]]), np.array([0])
slips = check.slips.mlp.cross_entropy_large(z, y)
t.call(cross_entropy, z, y).equals(800 + float(np.log(2)), wrong=slips)

# Rows at different levels. A sum with a logit of 5000 in it is rounded like
# 5000, which is what `scale` says.
z = np.array([[-1000.0, -1001.0, -1002.0], [5000.0, 5001.0, 5002.0]])
for y in ([0, 2], [2, 0], [1, 1]):
    y = np.array(y)
    expected = check.truth.mlp.cross_entropy(z, y)
    slips = check.slips.mlp.cross_entropy_large(z, y)
    t.call(cross_entropy, z, y).equals(expected, scale=5000.0, wrong=slips)
### BEGIN HIDDEN TESTS
for size in (300.0, 1000.0, 10000.0):
    z, y = size * t.rng.normal(size=(6, 5)), t.rng.integers(0, 5, size=6)
    z[0, 0], y[0] = z[0].min() - 2 * size, 0  # never right by luck
    expected = check.truth.mlp.cross_entropy(z, y)
    slips = check.slips.mlp.cross_entropy_large(z, y)
    result = t.call(cross_entropy, z, y)
    result.equals(expected, scale=np.abs(z).max(), wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 5. What was said, minus what should have been said
#
# How does the loss of one image change with the logit $z_i$? From
# $L = \ln \sum_j e^{z_j} - z_y$ it follows in one line:
#
# $$
# \frac{\partial L}{\partial z_i} = p_i - [i = y] ,
# $$
#
# where the bracket is 1 at the true class and 0 elsewhere. With
# $p = (\frac18, \frac28, \frac58)$ and the true class 0 the gradient is
# $(-\frac78, \frac28, \frac58)$: the first logit should rise, the others fall.
#
# The loss of a batch is a *mean*. What does this do to the gradient of each
# image?
#
# Predict before you run: what is the sum of each row of the gradient?


# %% nbgrader={"grade": false, "grade_id": "mlp-answer-gradient", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def cross_entropy_gradient(z, y):
    """Compute the gradient of the mean loss with respect to the logits.

    Parameters
    ----------
    z : array of shape (N, C)
        Logits; one row an image.
    y : array of shape (N,)
        The true class of each image.

    Returns
    -------
    array of shape (N, C)
    """
    ### BEGIN SOLUTION
    dz = softmax(z)
    dz[np.arange(len(y)), y] -= 1
    return dz / len(y)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "mlp-gradient", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
from cnnlab.reference.gradcheck import numerical_gradient

t = check.cell("mlp-gradient", forbid=CLOSED)
t.signature(cross_entropy_gradient, "z", "y")

# One image, then the same twice, with the classes 0 and 2.
z, y = np.log([[1.0, 2.0, 5.0]]), np.array([0])
slips = check.slips.mlp.cross_entropy_gradient(z, y)
by_hand = [[-7 / 8, 2 / 8, 5 / 8]]
t.call(cross_entropy_gradient, z, y).equals(by_hand, wrong=slips)

z, y = np.log([[1.0, 2.0, 5.0], [1.0, 2.0, 5.0]]), np.array([0, 2])
slips = check.slips.mlp.cross_entropy_gradient(z, y)
by_hand = [[-7 / 16, 2 / 16, 5 / 16], [1 / 16, 2 / 16, -3 / 16]]
t.call(cross_entropy_gradient, z, y).equals(by_hand, wrong=slips)

z, y = t.rng.normal(size=(4, 6)), t.rng.integers(0, 6, size=4)
expected = check.truth.mlp.cross_entropy_gradient(z, y)
slips = check.slips.mlp.cross_entropy_gradient(z, y)
result = t.call(cross_entropy_gradient, z, y)
result.equals(expected, terms=60, wrong=slips)

# The gradient check: move each logit a little up and down, and look at the
# loss. Differences are good to about eight digits: hence so many `terms`.
moved = numerical_gradient(lambda v: check.truth.mlp.cross_entropy(v, y), z)
law = "dz = (loss(z + h) - loss(z - h)) / 2h, one logit at a time"
result.equals(moved, terms=10**6, law=law)

# The gradient of large logits is as harmless as that of small ones.
z, y = np.array([[1000.0, 1001.0, 999.0], [-900.0, 0.0, 900.0]]), [2, 0]
expected = check.truth.mlp.cross_entropy_gradient(z, y)
result = t.call(cross_entropy_gradient, z, np.array(y))
result.equals(expected, terms=60)
### BEGIN HIDDEN TESTS
for _ in range(8):
    N, C = t.rng.integers((1, 2), (9, 8))
    z, y = 2 * t.rng.normal(size=(N, C)), t.rng.integers(0, C, size=N)
    expected = check.truth.mlp.cross_entropy_gradient(z, y)
    slips = check.slips.mlp.cross_entropy_gradient(z, y)
    result = t.call(cross_entropy_gradient, z, y)
    result.equals(expected, terms=60, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. Your functions are all that a single layer of ten
# units needs to learn digits. Here it takes a hundred steps against your
# gradient; since the weights start from 0, the first loss must be $\ln 10$.
# Predict first: each unit has one weight for each pixel, so its weights are a
# picture. What will the picture of the unit for 0 look like in the middle?

# %% tags=["play"]
import matplotlib.pyplot as plt
from cnnlab import data

digits = data.mnist()
pick = np.random.default_rng(0).permutation(len(digits.train_labels))[:2000]
x, y = flatten(digits.train_images[pick] / 255), digits.train_labels[pick]
W = np.zeros((10, 784))
for step in range(101):
    z = x @ W.T
    if step % 25 == 0:
        print(f"step {step:3}: loss {cross_entropy(z, y):.3f}")
    W -= 0.5 * cross_entropy_gradient(z, y).T @ x

scores = flatten(digits.test_images / 255) @ W.T
right = np.mean(scores.argmax(axis=1) == digits.test_labels)
print(f"{right:.1%} of {len(scores):,} test digits are read correctly")

figure, axes = plt.subplots(2, 5, figsize=(9, 4))
for digit, ax in enumerate(axes.flat):
    ax.imshow(W[digit].reshape(28, 28), cmap="RdBu", vmin=-0.6, vmax=0.6)
    ax.set_title(f"weights of {digit}")
    ax.axis("off")
plt.show()

# %% [markdown]
# ## Where you are
#
# You have written both ends of every classifier in this book. The middle will
# change, from fully connected layers to convolutions, and the loss and its
# gradient will stay as they are here.
