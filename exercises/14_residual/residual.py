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
# # Exercise 14: residual, dense and SE blocks
#
# Three ways to treat what earlier layers have found: **add** to it (ResNet),
# set something **beside** it (DenseNet), **weigh** it (SENet). Each is one line
# of code, and each line has a handful of ways to go wrong that no error
# message tells you about: the shapes fit, the network trains, and it is
# another network. In this exercise you build all three in PyTorch.
#
# You write four modules and three short functions. Plan about 60 minutes.
#
# | part | what you write | points |
# |---|---|---|
# | 1 | `BasicBlock`: layers (2), the sum (3), projection (2), the wire (1), training (2) | 10 |
# | 2 | `basic_weights`, `bottleneck_weights` | 2 |
# | 3 | `DenseLayer` | 3 |
# | 4 | `Transition` (2), `dense_channels` (2) | 4 |
# | 5 | `SqueezeExcitation`: layers (1), gates (3), output (1) | 5 |
#
# **How to work.** Replace each `raise NotImplementedError()` by your code,
# then run the test cell below it. There, `t.call(f, ...)` calls your function
# or module and `.equals(...)` compares the result with the right one. A
# failing test shows the call, what came back, what was expected, and one
# hint; `slips` are well-known mistakes that it can name. The tests draw new
# random numbers each time and print the seed. To get the same numbers again,
# run `%env CNNLAB_CHECK_SEED=123` with that seed in a cell of its own.
# For a grade, the same demands are tested on more data.
#
# **Names matter.** The tests load weights of their own into your modules, by
# the names of the layers. So give the layers the names that the text gives.
#
# **What is open and what is closed.** All of `torch.nn` and
# `torch.nn.functional` is open. The finished networks and blocks of
# torchvision and of `cnnlab.models` are closed inside your code.
#
# **Shapes.** Maps are `(N, C, H, W)`: images, channels, rows, columns. Batch
# norms are `nn.BatchNorm2d` with their defaults. Convolutions next to a batch
# norm have no bias: the norm would subtract it again.

# %% nbgrader={"grade": false, "grade_id": "residual-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
import torch
from cnnlab import check
from torch import nn

CLOSED = (
    *(name for name in check.SHORTCUTS if not name.startswith("torch")),
    "cnnlab.models.*",
    "torchvision.*",
)

# %% [markdown]
# ## 1. Add: the basic block
#
# A basic block of ResNet computes
#
# $$ y = \operatorname{ReLU}\bigl( F(x) + \text{shortcut}(x) \bigr) . $$
#
# $F$ is a 3 x 3 convolution, batch norm, ReLU, a second 3 x 3 convolution,
# batch norm. The ReLU that follows stands *behind* the sum, so that $F$ can
# also subtract. The shortcut is the input itself wherever the shape stays.
#
# Where the shape changes, $x$ and $F(x)$ cannot be added. Then the shortcut is
# a **projection**: a 1 x 1 convolution with the block's stride, and batch
# norm. The shape changes if the channels change, *or* if the stride is not 1.
#
# **Names.**
#
# - `conv1`, `bn1`, `conv2`, `bn2`: 3 x 3 kernels, padding 1, no bias. The
#   stride is in `conv1`; `conv2` has stride 1.
# - `shortcut`: an `nn.Sequential` of a 1 x 1 convolution without bias and a
#   batch norm where the shape changes, so that the weights are
#   `shortcut.0.weight`, `shortcut.1.weight` and `shortcut.1.bias`. Else an
#   `nn.Identity()`, which has no weights.
#
# By hand: one channel, one row, norms that pass everything on. `conv1` has a
# 1 in the middle of its kernel, `conv2` a 2, and `bn2` has the shift -1.
#
# | | |
# |---|---|
# | $x$ | 2, -3, 1 |
# | `conv1`, `bn1`, ReLU | 2, 0, 1 |
# | `conv2`, `bn2` | 3, -1, 1 |
# | sum with $x$ | 5, -4, 2 |
# | ReLU | 5, 0, 2 |
#
# Before you run the tests: what comes out if the ReLU stands before the sum?
# And with 7 rows and stride 2, how many rows come out of `conv1`, and how many
# of the shortcut?


# %% nbgrader={"grade": false, "grade_id": "residual-answer-basic", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class BasicBlock(nn.Module):
    """Two 3 x 3 convolutions, and a shortcut around them.

    Parameters
    ----------
    in_channels, out_channels : int
    stride : int
        Of the first convolution and of the projection.
    """

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        ### BEGIN SOLUTION
        C, D = in_channels, out_channels
        self.conv1 = nn.Conv2d(C, D, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(D)
        self.conv2 = nn.Conv2d(D, D, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(D)
        self.shortcut = nn.Identity()
        if C != D or stride != 1:
            projection = nn.Conv2d(C, D, 1, stride, bias=False)
            self.shortcut = nn.Sequential(projection, nn.BatchNorm2d(D))
        ### END SOLUTION

    def forward(self, x):
        """Turn (N, in_channels, H, W) into (N, out_channels, H', W')."""
        ### BEGIN SOLUTION
        y = torch.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return torch.relu(y + self.shortcut(x))
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "residual-layers", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("residual-layers", forbid=CLOSED)
t.signature(BasicBlock, "in_channels", "out_channels", stride=1)

# The shape stays: no shortcut weights at all.
expected = {
    "conv1.weight": (4, 4, 3, 3),
    "bn1.weight": (4,),
    "bn1.bias": (4,),
    "conv2.weight": (4, 4, 3, 3),
    "bn2.weight": (4,),
    "bn2.bias": (4,),
}
t.shapes(t.construct(BasicBlock, 4, 4)).equals(expected)

# More channels, a stride, both.
for given in ((3, 5, 1), (4, 4, 2), (3, 6, 2)):
    block = t.construct(BasicBlock, *given)
    t.shapes(block).equals(check.truth.residual.basic_shapes(*given))
### BEGIN HIDDEN TESTS
for stride in (1, 3):
    C, D = (int(i) for i in t.rng.integers(2, 9, size=2))
    for given in ((C, D, stride), (D, D, stride)):
        block = t.construct(BasicBlock, *given)
        t.shapes(block).equals(check.truth.residual.basic_shapes(*given))
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# The next tests use the block as it is used after training, in evaluation:
# batch norms take their running values.

# %% nbgrader={"grade": true, "grade_id": "residual-sum", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("residual-sum", forbid=CLOSED)

# The worked example.
given = check.truth.residual.passing_state(
    check.truth.residual.basic_shapes(1, 1)
)
given["conv1.weight"][0, 0, 1, 1] = 1
given["conv2.weight"][0, 0, 1, 1] = 2
given["bn2.bias"][0] = -1
x = np.float32([[[[2, -3, 1]]]])
block = t.construct(BasicBlock, 1, 1)
t.method(block, "load_state_dict", given)
t.eval(block)
slips = check.slips.residual.basic_block(given, x)
t.call(block, x).equals([[[[5.0, 0.0, 2.0]]]], terms=20, wrong=slips)

# The shape stays; maps are not square.
shapes = check.truth.residual.basic_shapes(3, 3)
given = check.truth.residual.random_state(t.rng, shapes)
x = t.rng.normal(size=(2, 3, 4, 5)).astype(np.float32)
block = t.construct(BasicBlock, 3, 3)
t.method(block, "load_state_dict", given)
t.eval(block)
expected = check.truth.residual.basic_block(given, x)
slips = check.slips.residual.basic_block(given, x)
t.call(block, x).equals(expected, terms=50, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(2):
    N, C, H, W = (int(i) for i in t.rng.integers((1, 2, 3, 3), 6))
    shapes = check.truth.residual.basic_shapes(C, C)
    given = check.truth.residual.random_state(t.rng, shapes)
    x = t.rng.normal(size=(N, C, H, W)).astype(np.float32)
    block = t.construct(BasicBlock, C, C)
    t.method(block, "load_state_dict", given)
    t.eval(block)
    expected = check.truth.residual.basic_block(given, x)
    slips = check.slips.residual.basic_block(given, x)
    t.call(block, x).equals(expected, terms=90, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "residual-projection", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("residual-projection", forbid=CLOSED)

# More channels, a stride, both; odd maps and even ones.
for (C, D, stride), H, W in (
    ((2, 4, 1), 4, 3),
    ((3, 3, 2), 5, 6),
    ((2, 3, 3), 7, 5),
):
    shapes = check.truth.residual.basic_shapes(C, D, stride)
    given = check.truth.residual.random_state(t.rng, shapes)
    x = t.rng.normal(size=(2, C, H, W)).astype(np.float32)
    block = t.construct(BasicBlock, C, D, stride=stride)
    t.method(block, "load_state_dict", given)
    t.eval(block)
    expected = check.truth.residual.basic_block(given, x, stride)
    slips = check.slips.residual.basic_block(given, x, stride)
    t.call(block, x).equals(expected, terms=50, wrong=slips)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3):
    C, H, W = (int(i) for i in t.rng.integers((2, 4, 4), (5, 8, 8)))
    shapes = check.truth.residual.basic_shapes(C, C + 1, stride)
    given = check.truth.residual.random_state(t.rng, shapes)
    x = t.rng.normal(size=(2, C, H, W)).astype(np.float32)
    block = t.construct(BasicBlock, C, C + 1, stride)
    t.method(block, "load_state_dict", given)
    t.eval(block)
    expected = check.truth.residual.basic_block(given, x, stride)
    slips = check.slips.residual.basic_block(given, x, stride)
    t.call(block, x).equals(expected, terms=90, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# **The wire.** Set the scale and the shift of `bn2` to zero. Then $F(x) = 0$,
# and the block is $\operatorname{ReLU}(x)$, exactly. On the way back, the
# derivative of a residual block is $J + I$ with $J = 0$: the gradient passes
# the wire unchanged wherever $x > 0$. This is why a deep residual network
# can start as a shallow one.
#
# Before you run it: which parameters get a gradient in this state, and which
# get exactly zero?

# %% nbgrader={"grade": true, "grade_id": "residual-wire", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("residual-wire", forbid=CLOSED)

shapes = check.truth.residual.basic_shapes(3, 3)
given = check.truth.residual.random_state(t.rng, shapes)
for name in ("bn2.weight", "bn2.bias"):
    given[name] = np.zeros(3, dtype=np.float32)
x, dy = t.rng.normal(size=(2, 2, 3, 4, 5)).astype(np.float32)
block = t.construct(BasicBlock, 3, 3)
t.method(block, "load_state_dict", given)
t.eval(block)

law = "without F, the block is relu(x)"
t.call(block, x).equals(np.maximum(x, 0), law=law)
expected = check.truth.residual.wire_gradients(given, x, dy)
law = "without F, the gradient is dy where x > 0, and else 0"
t.gradients(block, x, dy=dy).equals(expected, terms=200, law=law)
t.passed()

# %% [markdown]
# **Training.** In training mode the norms use mean and variance of the batch,
# and move their running values a tenth of the way. Nothing of this is your
# work, if the norms are modules of yours. The test runs one batch in training
# mode, and then looks in evaluation whether the batch has left its trace.

# %% nbgrader={"grade": true, "grade_id": "residual-training", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("residual-training", forbid=CLOSED)

for given, H, W in (((3, 3, 1), 4, 5), ((2, 4, 2), 7, 6)):
    shapes = check.truth.residual.basic_shapes(*given)
    state = check.truth.residual.random_state(t.rng, shapes)
    x = t.rng.normal(1.0, 2.0, size=(3, given[0], H, W)).astype(np.float32)
    block = t.construct(BasicBlock, *given)
    t.method(block, "load_state_dict", state)

    t.train(block)
    kept, stride = {}, given[2]
    expected = check.truth.residual.basic_block(state, x, stride, kept)
    slips = check.slips.residual.basic_block(state, x, stride, training=True)
    t.call(block, x).equals(expected, terms=200, wrong=slips)

    t.eval(block)
    expected = check.truth.residual.basic_block(state | kept, x, stride)
    slips = check.slips.residual.basic_block(state | kept, x, stride)
    t.call(block, x).equals(expected, terms=200, wrong=slips)
### BEGIN HIDDEN TESTS
C, H, W = (int(i) for i in t.rng.integers((2, 4, 4), (5, 8, 8)))
state = check.truth.residual.random_state(
    t.rng, check.truth.residual.basic_shapes(C, 3, 2)
)
x = t.rng.normal(1.0, 2.0, size=(4, C, H, W)).astype(np.float32)
block = t.construct(BasicBlock, C, 3, 2)
t.method(block, "load_state_dict", state)
t.train(block)
kept = {}
expected = check.truth.residual.basic_block(state, x, 2, kept)
slips = check.slips.residual.basic_block(state, x, 2, training=True)
t.call(block, x).equals(expected, terms=300, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. What a bottleneck saves
#
# From ResNet-50 on, a block is a **bottleneck**: a 1 x 1 convolution from $C$
# channels down to a few, a 3 x 3 on these few, and a 1 x 1 up to $C$ again.
# Count the weights of the convolutions; norms and biases do not count.
#
# By hand, for $C = 4$ and 1 channel in the middle: a basic block has
# $2 \cdot 9 \cdot 4 \cdot 4 = 288$ weights, the bottleneck
# $4 \cdot 1 + 9 \cdot 1 \cdot 1 + 1 \cdot 4 = 17$.
#
# Before you run the test: for $C = 256$ and 64 in the middle, which of the
# three convolutions of the bottleneck has most weights? By what factor has
# the basic block more than all three?


# %% nbgrader={"grade": false, "grade_id": "residual-answer-weights", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def basic_weights(channels):
    """Count the weights of the convolutions of a basic block.

    Parameters
    ----------
    channels : int
        In and out.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    return 2 * 9 * channels**2
    ### END SOLUTION


def bottleneck_weights(channels, middle):
    """Count the weights of the convolutions of a bottleneck.

    Parameters
    ----------
    channels : int
        In and out.
    middle : int
        Channels in and out of the 3 x 3.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    return channels * middle + 9 * middle**2 + middle * channels
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "residual-weights", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("residual-weights", forbid=CLOSED)
t.signature(basic_weights, "channels")
t.signature(bottleneck_weights, "channels", "middle")

for channels, expected in ((4, 288), (256, 1_179_648), (1, 18)):
    slips = check.slips.residual.basic_weights(channels)
    t.call(basic_weights, channels).equals(expected, wrong=slips)

for given, expected in (((4, 1), 17), ((256, 64), 69_632), ((10, 7), 581)):
    slips = check.slips.residual.bottleneck_weights(*given)
    t.call(bottleneck_weights, *given).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(4):
    given = tuple(int(i) for i in t.rng.integers(2, 300, size=2))
    expected = check.truth.residual.basic_weights(given[0])
    slips = check.slips.residual.basic_weights(given[0])
    t.call(basic_weights, given[0]).equals(expected, wrong=slips)
    expected = check.truth.residual.bottleneck_weights(*given)
    slips = check.slips.residual.bottleneck_weights(*given)
    t.call(bottleneck_weights, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. Set beside: the dense layer
#
# A dense layer hands on all maps that it reads, untouched, and sets `growth`
# new ones beside them:
#
# $$ y = \bigl[\, x,\; H(x) \,\bigr] , $$
#
# with the old maps first. $H$ is batch norm, ReLU, convolution, *in this
# order*: every layer reads the same old maps and wants its own scale for them.
# Here $H$ has one convolution, 3 x 3 with padding 1 and without bias.
#
# **Names.** `bn` and `conv`.
#
# By hand: two channels of one pixel, 1 and -1, a norm that passes them on, and
# weights 3 and 5 in the middle of the kernel. ReLU makes 1 and 0 of them, the
# new map is $3 \cdot 1 + 5 \cdot 0 = 3$, and the output is 1, -1, 3.
#
# Before you run the test: why must the number of features of `bn` be
# `in_channels`, and not `growth`? And is there a ReLU behind the convolution?


# %% nbgrader={"grade": false, "grade_id": "residual-answer-dense", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class DenseLayer(nn.Module):
    """The input, and new maps beside it.

    Parameters
    ----------
    in_channels : int
    growth : int
        Number of new maps.
    """

    def __init__(self, in_channels, growth):
        super().__init__()
        ### BEGIN SOLUTION
        self.bn = nn.BatchNorm2d(in_channels)
        self.conv = nn.Conv2d(in_channels, growth, 3, padding=1, bias=False)
        ### END SOLUTION

    def forward(self, x):
        """Turn (N, C, H, W) into (N, C + growth, H, W)."""
        ### BEGIN SOLUTION
        new = self.conv(torch.relu(self.bn(x)))
        return torch.cat([x, new], dim=1)
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "residual-dense", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("residual-dense", forbid=CLOSED)
t.signature(DenseLayer, "in_channels", "growth")

# The worked example: two channels of one pixel.
shapes = check.truth.residual.dense_shapes(2, 1)
given = check.truth.residual.passing_state(shapes)
given["conv.weight"][0, :, 1, 1] = 3, 5
layer = t.construct(DenseLayer, 2, 1)
t.shapes(layer).equals(shapes)
t.method(layer, "load_state_dict", given)
t.eval(layer)
x = np.float32([[[[1]], [[-1]]]])
slips = check.slips.residual.dense_layer(given, x)
expected = [[[[1.0]], [[-1.0]], [[3.0]]]]
t.call(layer, x).equals(expected, terms=20, wrong=slips)

for C, growth, H, W in ((3, 2, 4, 5), (2, 4, 6, 3)):
    shapes = check.truth.residual.dense_shapes(C, growth)
    given = check.truth.residual.random_state(t.rng, shapes)
    layer = t.construct(DenseLayer, C, growth)
    t.shapes(layer).equals(shapes)
    t.method(layer, "load_state_dict", given)
    t.eval(layer)
    x = t.rng.normal(size=(2, C, H, W)).astype(np.float32)
    expected = check.truth.residual.dense_layer(given, x)
    slips = check.slips.residual.dense_layer(given, x)
    t.call(layer, x).equals(expected, terms=50, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(2):
    C, growth, H, W = (int(i) for i in t.rng.integers(2, 7, size=4))
    shapes = check.truth.residual.dense_shapes(C, growth)
    given = check.truth.residual.random_state(t.rng, shapes)
    layer = t.construct(DenseLayer, C, growth)
    t.method(layer, "load_state_dict", given)
    t.eval(layer)
    x = t.rng.normal(size=(3, C, H, W)).astype(np.float32)
    expected = check.truth.residual.dense_layer(given, x)
    slips = check.slips.residual.dense_layer(given, x)
    t.call(layer, x).equals(expected, terms=90, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. Transitions
#
# Concatenation needs maps of one size, and channels pile up. So between two
# dense blocks stands a **transition**: batch norm, ReLU, a 1 x 1 convolution
# without bias that halves the channels (9 become 4), and the *mean* of 2 x 2
# pixels with stride 2. An odd last row or column is dropped here, as
# `nn.AvgPool2d(2)` does by itself.
#
# **Names.** `bn` and `conv`.
#
# By hand: two channels come in, the norm passes them on, and the weights of
# the only filter are 1 and 0, so that it passes the first channel on:
#
# $$
# \begin{bmatrix} 1 & 2 & 9 \\ 3 & -6 & 9 \end{bmatrix}
# \;\to\;
# \begin{bmatrix} 1 & 2 & 9 \\ 3 & 0 & 9 \end{bmatrix}
# \;\to\;
# \begin{bmatrix} 1.5 \end{bmatrix}
# $$
#
# The second function counts. With `first` channels at the start, every layer
# of a dense block adds `growth` channels, and between the blocks (not after
# the last one) the transition halves them. By hand: 5 channels, blocks of 2
# and 3 layers, growth 3: $5 + 6 = 11$, halved to 5, $5 + 9 = 14$.
#
# Before you run the tests: DenseNet-121 has `first=64`, blocks of 6, 12, 24
# and 16 layers and growth 32. With how many channels does it end? And would
# the numbers of a transition change if the mean stood *before* the 1 x 1?


# %% nbgrader={"grade": false, "grade_id": "residual-answer-transition", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class Transition(nn.Module):
    """Half the channels, half the height and width.

    Parameters
    ----------
    in_channels : int
        2 or more; an odd number is halved and rounded down.
    """

    def __init__(self, in_channels):
        super().__init__()
        ### BEGIN SOLUTION
        half = in_channels // 2
        self.bn = nn.BatchNorm2d(in_channels)
        self.conv = nn.Conv2d(in_channels, half, 1, bias=False)
        self.pool = nn.AvgPool2d(2)
        ### END SOLUTION

    def forward(self, x):
        """Turn (N, C, H, W) into (N, C // 2, H // 2, W // 2)."""
        ### BEGIN SOLUTION
        return self.pool(self.conv(torch.relu(self.bn(x))))
        ### END SOLUTION


def dense_channels(first, blocks, growth):
    """Count the channels behind the last dense block.

    Parameters
    ----------
    first : int
        Channels that the first block reads.
    blocks : tuple of int
        Number of layers of each block.
    growth : int
        Channels that a layer adds.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    channels = 2 * first
    for layers in blocks:
        channels = channels // 2 + layers * growth
    return channels
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "residual-transition", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("residual-transition", forbid=CLOSED)
t.signature(Transition, "in_channels")

# The worked example: the second channel is not used.
shapes = check.truth.residual.transition_shapes(2)
given = check.truth.residual.passing_state(shapes)
given["conv.weight"][0, 0] = 1
layer = t.construct(Transition, 2)
t.shapes(layer).equals(shapes)
t.method(layer, "load_state_dict", given)
t.eval(layer)
x = np.float32([[[[1, 2, 9], [3, -6, 9]], [[7, 7, 7], [7, 7, 7]]]])
slips = check.slips.residual.transition(given, x)
t.call(layer, x).equals([[[[1.5]]]], terms=20, wrong=slips)

for C, H, W in ((5, 5, 4), (6, 4, 7)):
    shapes = check.truth.residual.transition_shapes(C)
    given = check.truth.residual.random_state(t.rng, shapes)
    layer = t.construct(Transition, C)
    t.shapes(layer).equals(shapes)
    t.method(layer, "load_state_dict", given)
    t.eval(layer)
    x = t.rng.normal(size=(2, C, H, W)).astype(np.float32)
    expected = check.truth.residual.transition(given, x)
    slips = check.slips.residual.transition(given, x)
    t.call(layer, x).equals(expected, terms=20, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(2):
    C, H, W = (int(i) for i in t.rng.integers(2, 9, size=3))
    shapes = check.truth.residual.transition_shapes(C)
    given = check.truth.residual.random_state(t.rng, shapes)
    layer = t.construct(Transition, C)
    t.method(layer, "load_state_dict", given)
    t.eval(layer)
    x = t.rng.normal(size=(3, C, H, W)).astype(np.float32)
    expected = check.truth.residual.transition(given, x)
    slips = check.slips.residual.transition(given, x)
    t.call(layer, x).equals(expected, terms=40, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "residual-channels", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("residual-channels", forbid=CLOSED)
t.signature(dense_channels, "first", "blocks", "growth")

for given, expected in (
    ((5, (2, 3), 3), 14),
    ((64, (6, 12, 24, 16), 32), 1024),  # DenseNet-121
    ((100, (8,), 24), 292),  # one block: no transition
    ((24, (6, 6, 6), 12), 132),
):
    slips = check.slips.residual.dense_channels(*given)
    t.call(dense_channels, *given).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for count in (1, 2, 3, 5):
    first, growth = (int(i) for i in t.rng.integers(3, 70, size=2))
    blocks = tuple(int(i) for i in t.rng.integers(1, 30, size=count))
    given = first, blocks, growth
    expected = check.truth.residual.dense_channels(*given)
    slips = check.slips.residual.dense_channels(*given)
    t.call(dense_channels, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 5. Weigh: squeeze and excitation
#
# An SE block gives each channel of each image a weight between 0 and 1, its
# **gate**, and computes it from what the whole image shows:
#
# 1. *squeeze*: $z_c$ is the mean of channel $c$ over all rows and columns;
# 2. *excitation*: $s = \sigma\bigl( W_2\, \operatorname{ReLU}(W_1 z + b_1) + b_2 \bigr)$,
#    with $C / r$ numbers in between and the sigmoid $\sigma$ at the end;
# 3. *scale*: channel $c$ of the output is $s_c$ times channel $c$ of the
#    input.
#
# Write the first two steps as a method `gates`, which returns an array of
# shape `(N, C)`, and the third as `forward`.
#
# **Names.** `w1` and `w2`, two `nn.Linear` with biases, from $C$ to `C // r`
# and back. $r$ is `reduction`.
#
# By hand: one image, two channels of one row, (1, 3) and (0, 2). So
# $z = (2, 1)$. With $W_1 = (1, -1)$ and $r = 2$ the one number in between is
# $2 - 1 = 1$. With $W_2 = (0, \ln 3)^\top$ and biases of 0 the gates are
# $\sigma(0) = 0.5$ and $\sigma(\ln 3) = 0.75$, and the output is
# (0.5, 1.5) and (0, 1.5).
#
# Before you run the tests: what do the gates of one image know of the other
# images of the batch? And what are all gates if every number in between is cut
# off by the ReLU?


# %% nbgrader={"grade": false, "grade_id": "residual-answer-se", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class SqueezeExcitation(nn.Module):
    """Weigh the channels of each image.

    Parameters
    ----------
    channels : int
    reduction : int
        How many times fewer numbers there are between the two layers.
    """

    def __init__(self, channels, reduction=16):
        super().__init__()
        ### BEGIN SOLUTION
        self.w1 = nn.Linear(channels, channels // reduction)
        self.w2 = nn.Linear(channels // reduction, channels)
        ### END SOLUTION

    def gates(self, u):
        """Turn maps (N, C, H, W) into weights (N, C) between 0 and 1."""
        ### BEGIN SOLUTION
        z = u.mean(dim=(2, 3))
        return torch.sigmoid(self.w2(torch.relu(self.w1(z))))
        ### END SOLUTION

    def forward(self, u):
        """Multiply each channel of each image by its gate."""
        ### BEGIN SOLUTION
        return self.gates(u)[:, :, None, None] * u
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "residual-se-layers", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("residual-se-layers", forbid=CLOSED)
t.signature(SqueezeExcitation, "channels", reduction=16)

expected = {
    "w1.weight": (2, 32),
    "w1.bias": (2,),
    "w2.weight": (32, 2),
    "w2.bias": (32,),
}
t.shapes(t.construct(SqueezeExcitation, 32)).equals(expected)
for given in ((8, 4), (9, 2), (5, 5)):
    se = t.construct(SqueezeExcitation, *given)
    t.shapes(se).equals(check.truth.residual.gate_shapes(*given))
### BEGIN HIDDEN TESTS
for reduction in (1, 3):
    C = reduction + int(t.rng.integers(20))
    se = t.construct(SqueezeExcitation, C, reduction=reduction)
    t.shapes(se).equals(check.truth.residual.gate_shapes(C, reduction))
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "residual-gates", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("residual-gates", forbid=CLOSED)

# The worked example.
given = {
    "w1.weight": np.float32([[1, -1]]),
    "w1.bias": np.float32([0]),
    "w2.weight": np.float32([[0], [np.log(3)]]),
    "w2.bias": np.float32([0, 0]),
}
u = np.float32([[[[1, 3]], [[0, 2]]]])
se = t.construct(SqueezeExcitation, 2, reduction=2)
t.method(se, "load_state_dict", given)
slips = check.slips.residual.gates(given, u)
t.method(se, "gates", u).equals([[0.5, 0.75]], wrong=slips)

# Three images, each with its own gates.
shapes = check.truth.residual.gate_shapes(4, 2)
given = check.truth.residual.random_state(t.rng, shapes)
u = t.rng.normal(1.0, 1.0, size=(3, 4, 5, 2)).astype(np.float32)
se = t.construct(SqueezeExcitation, 4, 2)
t.method(se, "load_state_dict", given)
expected = check.truth.residual.gates(given, u)
slips = check.slips.residual.gates(given, u)
t.method(se, "gates", u).equals(expected, terms=20, wrong=slips)
law = "the gates of an image do not depend on the other images"
t.method(se, "gates", u[1:2]).equals(expected[1:2], terms=20, law=law)
### BEGIN HIDDEN TESTS
for reduction in (1, 3):
    N, C, H, W = (int(i) for i in t.rng.integers((2, 6, 1, 2), (5, 9, 6, 6)))
    shapes = check.truth.residual.gate_shapes(C, reduction)
    given = check.truth.residual.random_state(t.rng, shapes)
    u = t.rng.normal(1.0, 2.0, size=(N, C, H, W)).astype(np.float32)
    se = t.construct(SqueezeExcitation, C, reduction)
    t.method(se, "load_state_dict", given)
    expected = check.truth.residual.gates(given, u)
    slips = check.slips.residual.gates(given, u)
    t.method(se, "gates", u).equals(expected, terms=40, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "residual-scale", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("residual-scale", forbid=CLOSED)

for N, C, H, W in ((3, 4, 5, 2), (4, 4, 4, 4)):  # the second hides an axis
    shapes = check.truth.residual.gate_shapes(C, 2)
    given = check.truth.residual.random_state(t.rng, shapes)
    u = t.rng.normal(1.0, 1.0, size=(N, C, H, W)).astype(np.float32)
    se = t.construct(SqueezeExcitation, C, reduction=2)
    t.method(se, "load_state_dict", given)
    expected = check.truth.residual.squeeze_excitation(given, u)
    slips = check.slips.residual.squeeze_excitation(given, u)
    t.call(se, u).equals(expected, terms=20, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(2):
    N, C, H, W = (int(i) for i in t.rng.integers((2, 6, 1, 2), (5, 9, 6, 6)))
    shapes = check.truth.residual.gate_shapes(C, 3)
    given = check.truth.residual.random_state(t.rng, shapes)
    u = t.rng.normal(1.0, 2.0, size=(N, C, H, W)).astype(np.float32)
    se = t.construct(SqueezeExcitation, C, 3)
    t.method(se, "load_state_dict", given)
    expected = check.truth.residual.squeeze_excitation(given, u)
    slips = check.slips.residual.squeeze_excitation(given, u)
    t.call(se, u).equals(expected, terms=40, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. Thirty blocks in a row, fresh from PyTorch, once as
# you have written them and once with the shortcuts cut. Predict first: how
# long is the gradient that reaches the first block in each?

# %% tags=["play"]
import matplotlib.pyplot as plt


class Cut(nn.Module):
    """What a shortcut is in a plain network."""

    def forward(self, x):
        return torch.zeros_like(x)


figure, ax = plt.subplots(figsize=(6, 3), layout="constrained")
for label in ("residual", "plain"):
    torch.manual_seed(0)
    blocks = [BasicBlock(8, 8) for _ in range(30)]
    for block in blocks:
        if label == "plain":
            block.shortcut = Cut()
    nn.Sequential(*blocks)(torch.rand(8, 8, 6, 6)).std().backward()
    lengths = [block.conv1.weight.grad.norm() for block in blocks]
    ax.semilogy(range(1, 31), lengths, "o-", label=label)
ax.set(xlabel="block", ylabel="length of its gradient")
ax.legend()
plt.show()
