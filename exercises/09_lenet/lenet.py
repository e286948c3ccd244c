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
# # Exercise 9: LeNet-5, twice
#
# LeNet-5 read the digits on bank cheques in the 1990s. Two networks go by this
# name: the one that is commonly written today, and the one that was published
# in 1998. In this exercise you build the first one whole, check it as one
# should check every new network, and let it learn eight images by heart. Then
# you build the four parts that make the published one different.
#
# You write three small modules and three functions in PyTorch. Plan about 60
# minutes.
#
# | part | you write | points |
# |---|---|---|
# | 1 | `LeNet5`: parameters (2), scores (4), a fresh one (2) | 8 |
# | 2 | `learn`: four lines of a loop | 3 |
# | 3 | `scaled_tanh` | 1 |
# | 4 | `TrainablePool` | 3 |
# | 5 | `c3_table` | 2 |
# | 6 | `SparseConv` | 3 |
#
# **How to work.** Replace each `raise NotImplementedError()` by your code,
# then run the test cell below it. There, `t.construct(Net)` makes one of your
# modules, `t.call(net, x)` calls it, and `.equals(...)` compares the result
# with the right one. A failing test shows the call, what came back, what was
# expected, and one hint; `slips` are well-known mistakes that it can name. The
# tests draw new random numbers each time and print the seed. To get the same
# numbers again, run `%env CNNLAB_CHECK_SEED=123` with that seed in a cell of
# its own. For a grade, the same demands are tested on more data.
#
# **What is open and closed.** All layers of `torch.nn` are open. The networks of
# `cnnlab.models` are closed: they would be the answer.
#
# **Shapes.** Images are tensors of shape `(N, C, H, W)`: how many, channels, rows,
# columns.

# %% nbgrader={"grade": false, "grade_id": "lenet-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
import torch
import torch.nn.functional as F
from cnnlab import check
from torch import nn

CLOSED = (
    "cnnlab.check.slips.lenet.*",
    "cnnlab.check.truth.lenet.*",
    "cnnlab.models.build",
    "cnnlab.models.lenet.*",
    "cnnlab.models.registry.*",
)

# %% [markdown]
# ## 1. The network that is commonly written
#
# For images of 28 x 28 pixels:
#
# | name | layer | gives, for each image |
# |---|---|---|
# | `c1` | convolution 5 x 5, 6 kernels, padding 2; ReLU | 6 x 28 x 28 |
# | | maximum of each block of 2 x 2 | 6 x 14 x 14 |
# | `c3` | convolution 5 x 5, 16 kernels, no padding; ReLU | 16 x 10 x 10 |
# | | maximum of each block of 2 x 2 | 16 x 5 x 5 |
# | | flatten: channel after channel | 400 |
# | `c5` | linear; ReLU | 120 |
# | `f6` | linear; ReLU | 84 |
# | `output` | linear | `num_classes` **scores** |
#
# The numbers in the names count pooling too, as the paper does: S2 and S4 have
# no weights here. All layers with weights have biases. A softmax is **not** part
# of the network: the loss takes scores and does it.
#
# Write a module that keeps its five layers under these names: the tests load
# weights by name. A module finds its layers only if each is an attribute
# (`self.c1 = ...`). Leave the first weights to PyTorch.
#
# By hand: `c1` has $6 \cdot (1 \cdot 5 \cdot 5 + 1) = 156$ parameters, `f6` has
# $84 \cdot (120 + 1) = 10\,164$. Before you run the tests: which of the five
# layers has most of the 61,706, and is it one of the convolutions?


# %% nbgrader={"grade": false, "grade_id": "lenet-answer-net", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class LeNet5(nn.Module):
    """Scores for images of 28 x 28 pixels.

    Parameters
    ----------
    in_channels : int
        Channels of an image: 1 for grey, 3 for colour.
    num_classes : int
        How many scores come out.
    """

    def __init__(self, in_channels=1, num_classes=10):
        super().__init__()
        ### BEGIN SOLUTION
        self.c1 = nn.Conv2d(in_channels, 6, 5, padding=2)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.c5 = nn.Linear(16 * 5 * 5, 120)
        self.f6 = nn.Linear(120, 84)
        self.output = nn.Linear(84, num_classes)
        ### END SOLUTION

    def forward(self, x):
        """Send images (N, in_channels, 28, 28) to scores (N, num_classes)."""
        ### BEGIN SOLUTION
        x = F.max_pool2d(self.c1(x).relu(), 2)  # (N, 6, 14, 14)
        x = F.max_pool2d(self.c3(x).relu(), 2)  # (N, 16, 5, 5)
        x = self.c5(x.flatten(1)).relu()  # (N, 120)
        x = self.f6(x).relu()  # (N, 84)
        return self.output(x)
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "lenet-parameters", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("lenet-parameters", forbid=CLOSED)
t.signature(LeNet5, in_channels=1, num_classes=10)

net = t.construct(LeNet5)
t.shapes(net).equals(
    {
        "c1.weight": (6, 1, 5, 5),
        "c1.bias": (6,),
        "c3.weight": (16, 6, 5, 5),
        "c3.bias": (16,),
        "c5.weight": (120, 400),
        "c5.bias": (120,),
        "f6.weight": (84, 120),
        "f6.bias": (84,),
        "output.weight": (10, 84),
        "output.bias": (10,),
    }
)

# Colour images of seven classes.
net = t.construct(LeNet5, in_channels=3, num_classes=7)
t.shapes(net).equals(check.truth.lenet.shapes(3, 7))
### BEGIN HIDDEN TESTS
for channels, classes in ((2, 10), (1, 2), (4, 26)):
    net = t.construct(LeNet5, channels, classes)
    t.shapes(net).equals(check.truth.lenet.shapes(channels, classes))
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### What comes out
#
# The test gives your network weights of its own and asks for the scores. In the
# first example nearly all weights are 0, so you can follow one number by hand:
#
# - `c1`: kernel 0 has a 1 in the middle, so map 0 is the image;
# - `c3`: kernel 0 has a 1 in the middle for map 0, so its map 0 is that map
#   without a border of 2;
# - `c5`: unit 0 adds the 5 x 5 places of map 0, and `f6`: unit 0 doubles unit 0;
# - `output`: class 3 is unit 0 less 10.
#
# The image is 0 with a single 4 in the middle. Its two poolings keep the 4, `c5`
# gives 4, `f6` gives 8, and class 3 has the score $8 - 10 = -2$. What would it
# be if both poolings took the mean? And for the image with $-4$?


# %% nbgrader={"grade": true, "grade_id": "lenet-scores", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("lenet-scores", forbid=CLOSED)
net = t.construct(LeNet5)

# One path through the network, for the images with 4 and with -4.
sizes = check.truth.lenet.shapes()
state = {name: np.zeros(sizes[name], np.float32) for name in sizes}
state["c1.weight"][0, 0, 2, 2] = state["c3.weight"][0, 0, 2, 2] = 1
state["c5.weight"][0, :25] = 1
state["f6.weight"][0, 0] = 2
state["output.weight"][3, 0], state["output.bias"][3] = 1, -10
x = np.zeros((2, 1, 28, 28), np.float32)
x[0, 0, 14, 14], x[1, 0, 14, 14] = 4, -4
expected = np.zeros((2, 10))
expected[:, 3] = -2, -10
t.method(net, "load_state_dict", state)
slips = check.slips.lenet.forward(state, x)
t.call(net, x).equals(expected, terms=100, wrong=slips)

# All weights are drawn; three images, then each of them alone.
state = check.truth.lenet.draw(t.rng)
x = t.rng.normal(0.3, 1.0, size=(3, 1, 28, 28)).astype(np.float32)
t.method(net, "load_state_dict", state)
expected = check.truth.lenet.forward(state, x)
slips = check.slips.lenet.forward(state, x)
t.call(net, x).equals(expected, terms=400, wrong=slips)
law = "the scores of an image do not depend on the rest of the batch"
for n in range(3):
    result = t.call(net, x[n : n + 1])
    result.equals(expected[n : n + 1], terms=400, wrong=slips, law=law)

# Colour images of four classes.
net = t.construct(LeNet5, 3, 4)
state = check.truth.lenet.draw(t.rng, 3, 4)
x = t.rng.normal(size=(2, 3, 28, 28)).astype(np.float32)
t.method(net, "load_state_dict", state)
expected = check.truth.lenet.forward(state, x)
slips = check.slips.lenet.forward(state, x)
t.call(net, x).equals(expected, terms=400, wrong=slips)
### BEGIN HIDDEN TESTS
for N, channels, classes in ((5, 1, 10), (1, 2, 3)):
    net = t.construct(LeNet5, channels, classes)
    state = check.truth.lenet.draw(t.rng, channels, classes)
    x = t.rng.uniform(-1, 2, (N, channels, 28, 28)).astype(np.float32)
    t.method(net, "load_state_dict", state)
    expected = check.truth.lenet.forward(state, x)
    slips = check.slips.lenet.forward(state, x)
    t.call(net, x).equals(expected, terms=400, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### A fresh network
#
# Every new network deserves three questions before it learns anything.
#
# 1. Is the loss that of guessing? Small first weights give scores near 0, so each
#    of ten classes gets about $\frac{1}{10}$, and the cross-entropy is
#    $-\ln \frac{1}{10} = \ln 10 \approx 2.30$.
# 2. Do the units of a layer differ? Units with equal weights get equal gradients
#    and stay equal for ever.
# 3. Do two networks differ? The seed belongs to the program, not to the network.
#
# PyTorch has drawn the weights, so you have nothing to write here. Which loss
# would a fresh network for 100 classes have?


# %% nbgrader={"grade": true, "grade_id": "lenet-fresh", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("lenet-fresh", forbid=CLOSED)
one, two = t.construct(LeNet5), t.construct(LeNet5)

x = t.rng.normal(size=(32, 1, 28, 28)).astype(np.float32)
y = t.rng.integers(0, 10, size=32)
loss = check.truth.lenet.cross_entropy(t.call(one, x).array(), y)
if abs(loss - np.log(10)) > 0.3:
    problem = "The loss of a fresh network is not that of guessing."
    t.fail(problem, loss=f"{loss:.3f}", expected="about ln 10 = 2.303")

one, two = t.state(one).value, t.state(two).value
for name in ("c1.weight", "c3.weight", "c5.weight", "f6.weight"):
    if one[name].std(axis=0).max() < 1e-4:
        t.fail(f"All units begin with the same weights in {name}.")
    if np.array_equal(one[name], two[name]):
        t.fail(f"Two fresh networks have the same weights in {name}.")
### BEGIN HIDDEN TESTS
for classes in (3, 40):
    net = t.construct(LeNet5, 1, classes)
    y = t.rng.integers(0, classes, size=32)
    loss = check.truth.lenet.cross_entropy(t.call(net, x).array(), y)
    if abs(loss - np.log(classes)) > 0.3:
        problem = f"A fresh network for {classes} classes does not guess."
        expected = f"about ln {classes} = {np.log(classes):.3f}"
        t.fail(problem, loss=f"{loss:.3f}", expected=expected)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. Eight images by heart
#
# A network with 61,706 weights must be able to learn eight images by heart. If it
# cannot, something in it or in its loop is wrong, and no amount of data will
# help.
#
# The loop is given, except for what happens in each step: the loss of the whole
# batch by `F.cross_entropy`, the old gradients set to 0, the new ones, and the
# step of the optimizer. Call the loss `loss`.
#
# Two mistakes are so common that the test knows them. Gradients in PyTorch **add
# up** until somebody sets them to 0. And `F.cross_entropy` contains the softmax:
# with another one before it, the scores of the loss lie between 0 and 1, and the
# loss can never fall below $\ln(e + 9) - 1 \approx 1.46$.
#
# Before you run the test: it asks for the loss before each of five steps. Which of
# the five numbers are still right if the gradients are never set to 0?


# %% nbgrader={"grade": false, "grade_id": "lenet-answer-learn", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def learn(state, x, y, lr=0.04, steps=1):
    """Learn one batch of images by plain gradient descent.

    Parameters
    ----------
    state : dict of tensors
        The weights to begin with, by name.
    x : float tensor of shape (N, 1, 28, 28)
    y : int tensor of shape (N,)
        The true classes.
    lr : float
        Learning rate.
    steps : int

    Returns
    -------
    float tensor of shape (steps,)
        The loss before each step.
    """
    net = LeNet5()
    net.load_state_dict(state)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        ### BEGIN SOLUTION
        loss = F.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        ### END SOLUTION
        losses.append(loss.detach())
    return torch.stack(losses)


# %% nbgrader={"grade": true, "grade_id": "lenet-learn", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("lenet-learn", forbid=CLOSED, tensors=True)
t.signature(learn, "state", "x", "y", lr=0.04, steps=1)

# The first steps, number by number.
y = t.rng.permutation(10)[:8]
state, x, expected = check.truth.lenet.lesson(t.rng, y, lr=0.02, steps=5)
slips = check.slips.lenet.learn(state, x, y, 0.02, 5)
result = t.call(learn, state, x, y, lr=0.02, steps=5)
result.equals(expected, terms=400, wrong=slips)

# By heart: eight images of noise, twenty steps.
losses = t.call(learn, state, x, y, steps=20).has_shape(20).array()
if not losses[-1] < 0.3:
    problem = "After 20 steps the network does not know eight images."
    t.fail(problem, loss=f"{losses[-1]:.3f}", expected="less than 0.3")
### BEGIN HIDDEN TESTS
for N, lr in ((3, 0.03), (6, 0.01)):
    y = t.rng.integers(0, 10, size=N)
    state, x, expected = check.truth.lenet.lesson(t.rng, y, lr, steps=3)
    slips = check.slips.lenet.learn(state, x, y, lr, 3)
    result = t.call(learn, state, x, y, lr, 3)
    result.equals(expected, terms=400, wrong=slips)
expected = check.truth.lenet.learn(state, x, y, 0.04, 1)
t.call(learn, state, x, y).equals(expected, terms=400)  # defaults
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. The squashing function of 1998
#
# The published network has the same plan, but hardly one of its parts is the same.
# Where we write ReLU it squashes by
#
# $$ f(a) = 1.7159 \tanh\left(\tfrac{2}{3} a\right) . $$
#
# The odd constants make $f(1) = 1$ and $f(-1) = -1$: by hand, $\tanh(0.6667) =
# 0.5828$, times 1.7159 is 1.0000. For large $a$, what does $f$ go to?


# %% nbgrader={"grade": false, "grade_id": "lenet-answer-squash", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def scaled_tanh(x):
    """Squash each number of a float tensor as the paper does."""
    ### BEGIN SOLUTION
    return 1.7159 * torch.tanh(2 / 3 * x)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "lenet-squash", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("lenet-squash", forbid=CLOSED, tensors=True)
t.signature(scaled_tanh, "x")

for x in (np.array([0.0, 1.0, -1.0, 20.0]), t.rng.normal(size=(2, 3, 4, 5))):
    expected = check.truth.lenet.scaled_tanh(x)
    slips = check.slips.lenet.scaled_tanh(x)
    t.call(scaled_tanh, x).equals(expected, terms=10, wrong=slips)
### BEGIN HIDDEN TESTS
x = t.rng.normal(0.0, 3.0, size=(7, 4))
expected = check.truth.lenet.scaled_tanh(x)
slips = check.slips.lenet.scaled_tanh(x)
t.call(scaled_tanh, x).equals(expected, terms=10, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. Pooling with weights
#
# S2 and S4 of the paper **add** the four numbers of each 2 x 2 block, multiply the
# sum by a coefficient, and add a bias. Each map has one coefficient and one bias,
# and both are learned. (The squashing comes after; it is not part of this module.)
#
# Write a module with the two parameters `weight` and `bias`, both of shape
# `(channels,)`. A fresh one has weights of $\frac14$ and biases of 0. What kind of
# pooling is that?
#
# By hand: the block 1, 2, 3, 4 with weight 0.5 and bias 1 gives
# $0.5 \cdot 10 + 1 = 6$.
#
# A number that shall be learned must be an `nn.Parameter`: a plain tensor gets no
# step from the optimizer. And: next to `(N, C, H, W)`, with which axis does
# PyTorch line up a shape of `(C,)`?


# %% nbgrader={"grade": false, "grade_id": "lenet-answer-pool", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class TrainablePool(nn.Module):
    """The sum of each 2 x 2 block, times a weight, plus a bias, a map each.

    Parameters
    ----------
    channels : int
        How many maps come in, and out.
    """

    def __init__(self, channels):
        super().__init__()
        ### BEGIN SOLUTION
        self.weight = nn.Parameter(torch.full((channels,), 0.25))
        self.bias = nn.Parameter(torch.zeros(channels))
        ### END SOLUTION

    def forward(self, x):
        """Send maps (N, C, H, W) to (N, C, H / 2, W / 2); H, W are even."""
        ### BEGIN SOLUTION
        total = 4 * F.avg_pool2d(x, 2)
        return total * self.weight[:, None, None] + self.bias[:, None, None]
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "lenet-pool", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("lenet-pool", forbid=CLOSED)
t.signature(TrainablePool, "channels")

pool = t.construct(TrainablePool, 3)
t.shapes(pool).equals({"weight": (3,), "bias": (3,)})
t.state(pool).equals({"weight": np.full(3, 0.25), "bias": np.zeros(3)})

pool = t.construct(TrainablePool, 1)
state = {"weight": np.float32([0.5]), "bias": np.float32([1.0])}
t.method(pool, "load_state_dict", state)
x = np.float32([[[[1, 2], [3, 4]]]])
slips = check.slips.lenet.trainable_pool(x, **state)
t.call(pool, x).equals([[[[6.0]]]], wrong=slips)

# Values, then gradients. At first there are as many columns as maps.
for N, C, H, W in ((2, 3, 4, 6), (3, 5, 6, 4)):
    pool = t.construct(TrainablePool, C)
    weight, bias = t.rng.normal(1.0, 1.0, size=(2, C)).astype(np.float32)
    t.method(pool, "load_state_dict", {"weight": weight, "bias": bias})
    x = t.rng.normal(size=(N, C, H, W)).astype(np.float32)
    expected = check.truth.lenet.trainable_pool(x, weight, bias)
    slips = check.slips.lenet.trainable_pool(x, weight, bias)
    t.call(pool, x).equals(expected, terms=10, wrong=slips)

    dy = t.rng.normal(size=expected.shape).astype(np.float32)
    sums = check.truth.lenet.blocks(x, np.sum)
    dx = (dy * weight[:, None, None]).repeat(2, axis=2).repeat(2, axis=3)
    expected = {
        "inputs": (dx,),
        "weight": np.sum(sums * dy, axis=(0, 2, 3)),
        "bias": np.sum(dy, axis=(0, 2, 3)),
    }
    t.gradients(pool, x, dy=dy).equals(expected, terms=60, scale=10.0)
### BEGIN HIDDEN TESTS
for _ in range(4):
    N, C, H, W = t.rng.integers((1, 2, 1, 1), 5) * (1, 1, 2, 2)
    pool = t.construct(TrainablePool, int(C))
    weight, bias = t.rng.normal(1.0, 1.0, size=(2, C)).astype(np.float32)
    t.method(pool, "load_state_dict", {"weight": weight, "bias": bias})
    x = t.rng.normal(size=(N, C, H, W)).astype(np.float32)
    expected = check.truth.lenet.trainable_pool(x, weight, bias)
    slips = check.slips.lenet.trainable_pool(x, weight, bias)
    t.call(pool, x).equals(expected, terms=10, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 5. Who sees whom in C3
#
# In the published network, each of the 16 maps of C3 sees only *some* of the 6 maps
# of S2. Put the maps of S2, 0 to 5, in a **ring**: after 5 comes 0 again.
#
# | maps of C3 | see |
# |---|---|
# | 0 to 5 | three neighbours; map $j$ begins at $j$ |
# | 6 to 11 | four neighbours; map $6 + k$ begins at $k$ |
# | 12 to 14 | two pairs of neighbours; map $12 + k$ sees $k, k + 1$ and $k + 3, k + 4$ |
# | 15 | all six |
#
# By hand: map 1 sees 1, 2, 3. Map 5 sees 5, 0, 1. Map 14 sees 2, 3 and 5, 0.
#
# Your function returns the table with a row for each map of C3 and a column for
# each map of S2, `True` where they are connected: the order of a weight,
# `(C_out, C_in)`. (`%` helps with the ring.)
#
# Before you run it: how many of the 96 places are `True`, and so, how many weights
# of 5 x 5 has C3?


# %% nbgrader={"grade": false, "grade_id": "lenet-answer-table", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def c3_table():
    """Tell which maps of S2 each map of C3 sees.

    Returns
    -------
    bool array of shape (16, 6)
        A NumPy array, ``True`` where row sees column.
    """
    ### BEGIN SOLUTION
    table = np.zeros((16, 6), dtype=bool)
    for k in range(6):
        table[k, [(k + i) % 6 for i in range(3)]] = True
        table[6 + k, [(k + i) % 6 for i in range(4)]] = True
    for k in range(3):
        table[12 + k, [(k + i) % 6 for i in (0, 1, 3, 4)]] = True
    table[15] = True
    return table
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "lenet-table", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("lenet-table", forbid=CLOSED)
t.signature(c3_table)

expected = check.truth.lenet.c3_table()
slips = check.slips.lenet.c3_table()
t.call(c3_table).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
t.call(c3_table).equals(expected, wrong=slips)  # nothing is kept between calls
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 6. A convolution by a table
#
# Now the module that goes by such a table: for each row a small convolution of its
# own, `convs[j]`, from the maps that row `j` marks, in their order, to **one** map.
# The results stand side by side as the channels of the output. No padding, with
# biases.
#
# By hand, with the table of part 5: `convs[0]` has $3 \cdot 25 + 1 = 76$ parameters,
# all sixteen have $60 \cdot 25 + 16 = 1\,516$. A convolution that sees everything
# has 2,416.
#
# A Python list hides its modules from PyTorch; an `nn.ModuleList` does not. And
# `x[:, [0, 2, 5]]` picks channels.
#
# Question: in which layer of PyTorch does each map of the output see only some maps
# of the input too, and which ones?


# %% nbgrader={"grade": false, "grade_id": "lenet-answer-sparse", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class SparseConv(nn.Module):
    """A convolution whose maps each see only some maps of the input.

    Parameters
    ----------
    table : bool array of shape (C_out, C_in)
        ``True`` where an output map (row) sees an input map (column).
    kernel_size : int
    """

    def __init__(self, table, kernel_size):
        super().__init__()
        ### BEGIN SOLUTION
        self.seen = [np.flatnonzero(row).tolist() for row in table]
        self.convs = nn.ModuleList(
            nn.Conv2d(len(seen), 1, kernel_size) for seen in self.seen
        )
        ### END SOLUTION

    def forward(self, x):
        """Send maps (N, C_in, H, W) to (N, C_out, H_out, W_out)."""
        ### BEGIN SOLUTION
        pairs = zip(self.convs, self.seen, strict=True)
        return torch.cat([conv(x[:, seen]) for conv, seen in pairs], dim=1)
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "lenet-sparse", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("lenet-sparse", forbid=CLOSED)
t.signature(SparseConv, "table", "kernel_size")

# The table of the paper, and two that have other sizes.
for table, K in (
    (check.truth.lenet.c3_table(), 5),
    (np.array([[0, 1, 1, 0], [1, 0, 0, 1], [0, 0, 0, 1]]), 3),
    (np.array([[1, 0, 1], [0, 1, 1], [1, 1, 1], [0, 1, 0], [1, 1, 0]]), 2),
):
    table = table.astype(bool)
    conv = t.construct(SparseConv, table, K)
    sizes = {}
    for j, row in enumerate(table):
        sizes[f"convs.{j}.weight"] = (1, int(row.sum()), K, K)
        sizes[f"convs.{j}.bias"] = (1,)
    t.shapes(conv).equals(sizes)

    state = {name: t.rng.normal(size=sizes[name]) for name in sizes}
    state = {name: state[name].astype(np.float32) for name in sizes}
    t.method(conv, "load_state_dict", state)
    x = t.rng.normal(size=(2, table.shape[1], 6, 9)).astype(np.float32)
    expected = check.truth.lenet.sparse_conv(state, table, x)
    slips = check.slips.lenet.sparse_conv(state, table, x)
    t.call(conv, x).equals(expected, terms=150, wrong=slips)
### BEGIN HIDDEN TESTS
for C_out, C_in, K in ((3, 7, 3), (6, 2, 1), (4, 5, 4)):
    table = t.rng.random((C_out, C_in)) < 0.5
    table[np.arange(C_out), t.rng.integers(C_in, size=C_out)] = True
    conv = t.construct(SparseConv, table, kernel_size=K)
    state = {}
    for j, row in enumerate(table):
        weight = t.rng.normal(size=(1, row.sum(), K, K))
        state[f"convs.{j}.weight"] = weight.astype(np.float32)
        state[f"convs.{j}.bias"] = t.rng.normal(size=1).astype(np.float32)
    t.method(conv, "load_state_dict", state)
    x = t.rng.normal(size=(3, C_in, 7, 5)).astype(np.float32)
    expected = check.truth.lenet.sparse_conv(state, table, x)
    slips = check.slips.lenet.sparse_conv(state, table, x)
    t.call(conv, x).equals(expected, terms=150, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### The published network, from your parts
#
# Nothing is graded here. The paper's images have 32 x 32 pixels, so C1 needs no
# padding, and C5 is a convolution whose kernels are as large as its maps. The paper
# counts 60,000 parameters up to F6. Predict first: which of your parts has 12
# of them, and which 32?


# %% tags=["play"]
class Squash(nn.Module):
    """`scaled_tanh` as a layer."""

    def forward(self, x):
        return scaled_tanh(x)


published = nn.Sequential(
    *(nn.Conv2d(1, 6, 5), Squash()),
    *(TrainablePool(6), Squash()),
    *(SparseConv(c3_table(), 5), Squash()),
    *(TrainablePool(16), Squash()),
    *(nn.Conv2d(16, 120, 5), Squash(), nn.Flatten()),
    *(nn.Linear(120, 84), Squash()),
)
h = torch.randn(1, 1, 32, 32)
for layer in published:
    h = layer(h)
    if not isinstance(layer, Squash):
        count = sum(p.numel() for p in layer.parameters())
        shape = str(tuple(h.shape))
        print(f"{type(layer).__name__:15}{shape:20}{count:7,} parameters")
total = sum(p.numel() for p in published.parameters())
print(f"{total:,} parameters")

# %% [markdown]
# ## Where you are
#
# You have built LeNet-5 as everybody writes it, asked a fresh network the questions
# that cost nothing, and seen it learn by heart. And you have the four parts that
# give the network of 1998 its exact 60,000 weights: a scaled tanh, a pooling that
# learns, and a table with 60 places that decides who sees whom.
