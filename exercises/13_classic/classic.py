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
# # Exercise 13: VGG blocks and inception modules
#
# In 2014 two networks answered the same question in two ways. Which kernel
# size is right? VGG says: always 3 x 3, and many of them in a row. GoogLeNet
# says: all sizes, side by side. In this exercise you build the block of the
# one and the module of the other in PyTorch, and you count what small kernels
# and narrow 1 x 1 layers save.
#
# You write five short functions and two modules. Plan about 50 minutes.
#
# | part | what you write | points |
# |---|---|---|
# | 1 | `stack_weights` (2), `large_weights` (2) | 4 |
# | 2 | `VGGBlock`: its layers (2), what it computes (4) | 6 |
# | 3 | `bottleneck_macs` (2), `saving` (1) | 3 |
# | 4 | `inception_parameters` | 2 |
# | 5 | `Inception`: its layers (2), what it computes (4) | 6 |
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
# `torch.nn.functional` is open. The finished networks of torchvision and of
# `cnnlab.models` are closed inside your code.
#
# **Shapes.** Maps are `(N, C, H, W)`: images, channels, rows, columns.

# %% nbgrader={"grade": false, "grade_id": "classic-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
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
# ## 1. Three small kernels or one large one
#
# At stride 1 a layer with kernels of $K \times K$ adds $K - 1$ pixels to the
# receptive field. $L$ of them in a row see $L (K - 1) + 1$ pixels across. So
# three layers of 3 x 3 see 7 pixels, as much as one layer of 7 x 7.
#
# What does each way cost? Let every layer have $C$ channels in and $C$ out, at
# stride 1, and leave biases out. Each of the $C$ filters of a layer has a
# slice of $K \times K$ weights for each of $C$ channels.
#
# For $C = 1$ this is 27 weights for the stack and 49 for the large layer. For
# $C = 64$ it is 110,592 and 200,704: both numbers have grown, the quotient has
# not. Before you run the tests: what are the two numbers for *two* layers of
# 3 x 3 and $C = 10$? And which power of $L$ does each way grow with?


# %% nbgrader={"grade": false, "grade_id": "classic-answer-weights", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def stack_weights(channels, layers, kernel_size=3):
    """Count the weights of a stack of convolutions.

    Parameters
    ----------
    channels : int
        Channels in and out of every layer.
    layers : int
        How many layers stand in a row.
    kernel_size : int
        Height and width of every kernel.

    Returns
    -------
    int
        Without biases.
    """
    ### BEGIN SOLUTION
    return layers * kernel_size**2 * channels**2
    ### END SOLUTION


def large_weights(channels, layers, kernel_size=3):
    """Count the weights of the one layer that sees as much as the stack.

    Parameters
    ----------
    channels, layers, kernel_size
        Of the stack, as in `stack_weights`.

    Returns
    -------
    int
        Weights of a single layer, without biases.
    """
    ### BEGIN SOLUTION
    field = layers * (kernel_size - 1) + 1
    return field**2 * channels**2
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "classic-stack", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("classic-stack", forbid=CLOSED)
t.signature(stack_weights, "channels", "layers", kernel_size=3)

for channels, layers, expected in (
    (1, 3, 27),
    (64, 3, 110_592),
    (10, 2, 1800),
    (5, 1, 225),
):
    slips = check.slips.classic.stack_weights(channels, layers)
    result = t.call(stack_weights, channels, layers)
    result.equals(expected, wrong=slips)

slips = check.slips.classic.stack_weights(6, 2, 5)
t.call(stack_weights, 6, 2, kernel_size=5).equals(1800, wrong=slips)
### BEGIN HIDDEN TESTS
for layers in range(1, 6):
    channels, K = (int(i) for i in t.rng.integers((2, 1), (90, 9)))
    given = channels, layers, K
    expected = check.truth.classic.stack_weights(*given)
    slips = check.slips.classic.stack_weights(*given)
    t.call(stack_weights, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "classic-large", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("classic-large", forbid=CLOSED)
t.signature(large_weights, "channels", "layers", kernel_size=3)

for channels, layers, expected in (
    (1, 3, 49),
    (64, 3, 200_704),
    (10, 2, 2500),
    (5, 1, 225),  # a stack of one layer is that layer
    (2, 4, 324),
):
    slips = check.slips.classic.large_weights(channels, layers)
    result = t.call(large_weights, channels, layers)
    result.equals(expected, wrong=slips)

slips = check.slips.classic.large_weights(6, 2, 5)
t.call(large_weights, 6, 2, kernel_size=5).equals(2916, wrong=slips)
### BEGIN HIDDEN TESTS
for layers in range(1, 6):
    channels, K = (int(i) for i in t.rng.integers((2, 1), (90, 9)))
    given = channels, layers, K
    expected = check.truth.classic.large_weights(*given)
    slips = check.slips.classic.large_weights(*given)
    t.call(large_weights, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. The VGG block
#
# A block of VGG is a convolution and a ReLU, `depth` times in a row, and one
# pooling at the end:
#
# - every convolution is 3 x 3 with stride 1 and a padding of 1, has a bias,
#   and makes `out_channels` maps; the first one reads `in_channels` maps;
# - every convolution is followed by a ReLU, the last one too;
# - the pooling takes the largest number of 2 x 2 pixels, with stride 2. An odd
#   map keeps its border: 5 rows become 3, and the last window has one row
#   only. (In PyTorch this is `ceil_mode=True`. On 224 pixels no map is odd.)
#
# **Names.** Keep the convolutions in order in an `nn.ModuleList` (or an
# `nn.Sequential`) called `convs`. PyTorch then calls their weights
# `convs.0.weight`, `convs.1.weight` and so on. A plain Python list would hide
# the layers: `parameters()` would be empty, and no optimizer would find them.
#
# By hand: one convolution, whose kernel is 1 in the middle and 0 elsewhere, so
# that it passes the image on, with a bias of -4.
#
# $$
# \begin{bmatrix} 6 & -2 & 3 \\ 4 & 5 & -6 \\ 7 & 8 & 9 \end{bmatrix}
# \;\to\;
# \begin{bmatrix} 2 & 0 & 0 \\ 0 & 1 & 0 \\ 3 & 4 & 5 \end{bmatrix}
# \;\to\;
# \begin{bmatrix} 2 & 0 \\ 4 & 5 \end{bmatrix}
# $$
#
# Before you run the tests: what would come out without `ceil_mode`? And what
# changes in the numbers if the ReLU stands *behind* the pooling?


# %% nbgrader={"grade": false, "grade_id": "classic-answer-vgg", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class VGGBlock(nn.Module):
    """`depth` convolutions of 3 x 3, each with a ReLU, then pooling.

    Parameters
    ----------
    in_channels, out_channels : int
    depth : int
        Number of convolutions, 1 or more.
    """

    def __init__(self, in_channels, out_channels, depth=2):
        super().__init__()
        ### BEGIN SOLUTION
        self.convs = nn.ModuleList()
        for k in range(depth):
            seen = out_channels if k else in_channels
            self.convs.append(nn.Conv2d(seen, out_channels, 3, padding=1))
        self.pool = nn.MaxPool2d(2, ceil_mode=True)
        ### END SOLUTION

    def forward(self, x):
        """Turn (N, in_channels, H, W) into (N, out_channels, H/2, W/2)."""
        ### BEGIN SOLUTION
        for conv in self.convs:
            x = torch.relu(conv(x))
        return self.pool(x)
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "classic-vgg-layers", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("classic-vgg-layers", forbid=CLOSED)
t.signature(VGGBlock, "in_channels", "out_channels", depth=2)

block = t.construct(VGGBlock, 3, 8)
expected = {
    "convs.0.weight": (8, 3, 3, 3),
    "convs.0.bias": (8,),
    "convs.1.weight": (8, 8, 3, 3),
    "convs.1.bias": (8,),
}
t.shapes(block).equals(expected)

for given in ((5, 5, 1), (2, 7, 4)):
    block = t.construct(VGGBlock, *given)
    t.shapes(block).equals(check.truth.classic.vgg_shapes(*given))
### BEGIN HIDDEN TESTS
for depth in (1, 2, 3, 5):
    given = *(int(i) for i in t.rng.integers(1, 9, size=2)), depth
    block = t.construct(VGGBlock, *given)
    t.shapes(block).equals(check.truth.classic.vgg_shapes(*given))
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "classic-vgg-forward", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("classic-vgg-forward", forbid=CLOSED)

# The worked example: the kernel passes the image on, the bias is -4.
kernel = np.zeros((1, 1, 3, 3), dtype=np.float32)
kernel[0, 0, 1, 1] = 1
given = {"convs.0.weight": kernel, "convs.0.bias": np.float32([-4])}
x = np.float32([[[[6, -2, 3], [4, 5, -6], [7, 8, 9]]]])
block = t.construct(VGGBlock, 1, 1, depth=1)
t.method(block, "load_state_dict", given)
slips = check.slips.classic.vgg_block(given, x)
t.call(block, x).equals([[[[2.0, 0.0], [4.0, 5.0]]]], wrong=slips)

# Two layers, three, one; odd maps and even ones. Each block has weights of
# its own: the first is asked again at the end.
asked = []
for in_channels, out_channels, depth, H, W in (
    (3, 4, 2, 5, 7),
    (2, 3, 3, 7, 4),
    (4, 2, 1, 6, 5),
):
    shapes = check.truth.classic.vgg_shapes(in_channels, out_channels, depth)
    given = check.truth.classic.random_state(t.rng, shapes)
    x = t.rng.normal(size=(2, in_channels, H, W)).astype(np.float32)
    block = t.construct(VGGBlock, in_channels, out_channels, depth)
    t.method(block, "load_state_dict", given)
    asked.append((block, given, x))
for block, given, x in (*asked, asked[0]):
    expected = check.truth.classic.vgg_block(given, x)
    slips = check.slips.classic.vgg_block(given, x)
    t.call(block, x).equals(expected, terms=36, wrong=slips)
### BEGIN HIDDEN TESTS
for depth in (1, 2, 3):
    N, C, D, H, W = (int(i) for i in t.rng.integers(2, 7, size=5))
    shapes = check.truth.classic.vgg_shapes(C, D, depth)
    given = check.truth.classic.random_state(t.rng, shapes)
    x = t.rng.normal(size=(N, C, H, W)).astype(np.float32)
    block = t.construct(VGGBlock, C, D, depth=depth)
    t.method(block, "load_state_dict", given)
    expected = check.truth.classic.vgg_block(given, x)
    slips = check.slips.classic.vgg_block(given, x)
    t.call(block, x).equals(expected, terms=54, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. The bottleneck
#
# GoogLeNet puts kernels of several sizes side by side. A 5 x 5 kernel on many
# maps is dear. So a 1 x 1 convolution stands before it, and makes fewer maps:
# from $C$ to $M$ by 1 x 1, then from $M$ to $D$ by $K \times K$. At one place
# of the map this takes
#
# $$
# \underbrace{C \cdot M}_{1 \times 1} + \underbrace{M \cdot D \cdot K^2}_{K \times K}
# \qquad\text{multiply-adds instead of}\qquad C \cdot D \cdot K^2 ,
# $$
#
# and the map has $H \cdot W$ places (the padding keeps the size; biases do not
# count).
#
# In the first inception module, $192 \to 16 \to 32$ with 5 x 5 kernels takes
# $192 \cdot 16 + 16 \cdot 32 \cdot 25 = 15{,}872$ a place instead of 153,600.
# That is 9.677 times cheaper. On $28 \times 28$ places it is 12,443,648.
#
# Before you run the tests: by what factor is $256 \to 64 \to 256$ with 3 x 3
# cheaper than the direct layer? It is not 4. And is a bottleneck always
# cheaper?


# %% nbgrader={"grade": false, "grade_id": "classic-answer-bottleneck", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def bottleneck_macs(in_channels, middle, out_channels, kernel_size, H, W):
    """Count the multiply-adds of a 1 x 1 followed by a K x K.

    Parameters
    ----------
    in_channels, middle, out_channels : int
        Maps before, between and behind the two layers.
    kernel_size : int
        Height and width of the second kernel.
    H, W : int
        Rows and columns of all maps.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    reduce = in_channels * middle
    large = middle * out_channels * kernel_size**2
    return (reduce + large) * H * W
    ### END SOLUTION


def saving(in_channels, middle, out_channels, kernel_size):
    """How many times more multiply-adds the direct K x K layer takes.

    Parameters
    ----------
    in_channels, middle, out_channels, kernel_size
        As in `bottleneck_macs`; the size of the map does not matter.

    Returns
    -------
    float
        Above 1 where the bottleneck is cheaper.
    """
    ### BEGIN SOLUTION
    direct = in_channels * out_channels * kernel_size**2
    through = (in_channels, middle, out_channels, kernel_size, 1, 1)
    return direct / bottleneck_macs(*through)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "classic-bottleneck", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("classic-bottleneck", forbid=CLOSED)
names = "in_channels", "middle", "out_channels", "kernel_size", "H", "W"
t.signature(bottleneck_macs, *names)

for given, expected in (
    ((192, 16, 32, 5, 1, 1), 15_872),
    ((192, 16, 32, 5, 28, 28), 12_443_648),
    ((256, 64, 256, 3, 1, 1), 163_840),
    ((4, 2, 3, 3, 5, 7), 2170),
):
    slips = check.slips.classic.bottleneck_macs(*given)
    t.call(bottleneck_macs, *given).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for K in (1, 2, 3, 5, 7):
    C, M, D, H, W = (int(i) for i in t.rng.integers(2, 40, size=5))
    given = C, M, D, K, H, W
    expected = check.truth.classic.bottleneck_macs(*given)
    slips = check.slips.classic.bottleneck_macs(*given)
    t.call(bottleneck_macs, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "classic-saving", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("classic-saving", forbid=CLOSED)
t.signature(saving, "in_channels", "middle", "out_channels", "kernel_size")

for given, expected in (
    ((192, 16, 32, 5), 153_600 / 15_872),
    ((256, 64, 256, 3), 3.6),
    ((8, 8, 8, 3), 0.9),  # nothing is narrow: the 1 x 1 only adds work
):
    slips = check.slips.classic.saving(*given)
    t.call(saving, *given).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for K in (1, 3, 5, 7):
    given = *(int(i) for i in t.rng.integers(2, 40, size=3)), K
    expected = check.truth.classic.saving(*given)
    slips = check.slips.classic.saving(*given)
    t.call(saving, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. The module on paper
#
# An inception module has four branches, which read the same maps:
#
# | branch | layers |
# |---|---|
# | 1 x 1 | a 1 x 1 convolution to `conv1` maps |
# | 3 x 3 | a 1 x 1 convolution to `reduce3` maps, then 3 x 3 to `conv3` |
# | 5 x 5 | a 1 x 1 convolution to `reduce5` maps, then 5 x 5 to `conv5` |
# | pooling | largest number of 3 x 3, then a 1 x 1 convolution to `project` |
#
# The outputs of the branches are set side by side as channels. A 1 x 1
# stands *before* the large kernels, and *behind* the pooling.
#
# How many parameters is that? Each convolution has its weights and one bias a
# filter. A small module by hand: 2 maps come in, and the row is
# `conv1=1, reduce3=1, conv3=2, reduce5=1, conv5=1, project=1`.
#
# $$
# \underbrace{2 + 1}_{\texttt{conv1}} +
# \underbrace{2 + 1}_{\texttt{reduce3}} +
# \underbrace{18 + 2}_{\texttt{conv3}} +
# \underbrace{2 + 1}_{\texttt{reduce5}} +
# \underbrace{25 + 1}_{\texttt{conv5}} +
# \underbrace{2 + 1}_{\texttt{project}} = 58 .
# $$
#
# Before you run the test: module 3a of GoogLeNet reads 192 maps, with the row
# 64, 96, 128, 16, 32, 32. Which of its six convolutions has most parameters,
# and how many channels come out?


# %% nbgrader={"grade": false, "grade_id": "classic-answer-count", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def inception_parameters(
    in_channels, conv1, reduce3, conv3, reduce5, conv5, project
):
    """Count the weights and biases of an inception module.

    Parameters
    ----------
    in_channels : int
        Maps that come in.
    conv1, reduce3, conv3, reduce5, conv5, project : int
        Filters of each convolution, as in the table above.

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    layers = (
        (in_channels, conv1, 1),
        (in_channels, reduce3, 1),
        (reduce3, conv3, 3),
        (in_channels, reduce5, 1),
        (reduce5, conv5, 5),
        (in_channels, project, 1),
    )
    return sum((seen * K**2 + 1) * filters for seen, filters, K in layers)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "classic-inception-count", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("classic-inception-count", forbid=CLOSED)
names = "conv1", "reduce3", "conv3", "reduce5", "conv5", "project"
t.signature(inception_parameters, "in_channels", *names)

for given, expected in (
    ((2, 1, 1, 2, 1, 1, 1), 58),
    ((192, 64, 96, 128, 16, 32, 32), 163_696),  # module 3a
    ((832, 384, 192, 384, 48, 128, 128), 1_444_080),  # module 5b
):
    slips = check.slips.classic.inception_parameters(*given)
    t.call(inception_parameters, *given).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(5):
    given = tuple(int(i) for i in t.rng.integers(2, 60, size=7))
    expected = check.truth.classic.inception_parameters(*given)
    slips = check.slips.classic.inception_parameters(*given)
    t.call(inception_parameters, *given).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 5. The module as code
#
# **Names.** The six convolutions are attributes `conv1`, `reduce3`, `conv3`,
# `reduce5`, `conv5` and `project`, each an `nn.Conv2d` with a bias.
#
# **What it computes.**
#
# - Each of the six convolutions is followed by a ReLU, the reductions too.
# - All branches keep the height and the width: stride 1 everywhere, a padding
#   of 1 for 3 x 3 kernels and for the pooling, and of 2 for 5 x 5.
# - The outputs are concatenated along the channels, in the order 1 x 1,
#   3 x 3, 5 x 5, pooling.
#
# By hand: one channel, one row, all weights are 1 and all biases 0, and each
# convolution has one filter.
#
# | | |
# |---|---|
# | input | 1, -2, 3 |
# | 1 x 1 | 1, 0, 3 |
# | 3 x 3 (after its 1 x 1: 1, 0, 3) | 1, 4, 3 |
# | 5 x 5 (after its 1 x 1: 1, 0, 3) | 4, 4, 4 |
# | pooling: 1, 3, 3 | 1, 3, 3 |
#
# Before you run the tests: what would the 3 x 3 branch give without the ReLU
# between its two layers? And how many channels does your module have, if the
# row is 3, 2, 4, 1, 2, 5?


# %% nbgrader={"grade": false, "grade_id": "classic-answer-inception", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class Inception(nn.Module):
    """Kernels of 1, 3 and 5 and a pooling side by side.

    Parameters
    ----------
    in_channels : int
        Maps that come in.
    conv1, reduce3, conv3, reduce5, conv5, project : int
        Filters of each convolution.
    """

    def __init__(
        self, in_channels, conv1, reduce3, conv3, reduce5, conv5, project
    ):
        super().__init__()
        ### BEGIN SOLUTION
        self.conv1 = nn.Conv2d(in_channels, conv1, 1)
        self.reduce3 = nn.Conv2d(in_channels, reduce3, 1)
        self.conv3 = nn.Conv2d(reduce3, conv3, 3, padding=1)
        self.reduce5 = nn.Conv2d(in_channels, reduce5, 1)
        self.conv5 = nn.Conv2d(reduce5, conv5, 5, padding=2)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.project = nn.Conv2d(in_channels, project, 1)
        ### END SOLUTION

    def forward(self, x):
        """Turn (N, in_channels, H, W) into (N, all filters, H, W)."""
        ### BEGIN SOLUTION
        small = torch.relu(self.conv1(x))
        middle = torch.relu(self.conv3(torch.relu(self.reduce3(x))))
        large = torch.relu(self.conv5(torch.relu(self.reduce5(x))))
        pooled = torch.relu(self.project(self.pool(x)))
        return torch.cat([small, middle, large, pooled], dim=1)
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "classic-inception-layers", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("classic-inception-layers", forbid=CLOSED)
names = "conv1", "reduce3", "conv3", "reduce5", "conv5", "project"
t.signature(Inception, "in_channels", *names)

module = t.construct(Inception, 7, 3, 2, 4, 1, 2, 5)
expected = {
    "conv1.weight": (3, 7, 1, 1),
    "conv1.bias": (3,),
    "reduce3.weight": (2, 7, 1, 1),
    "reduce3.bias": (2,),
    "conv3.weight": (4, 2, 3, 3),
    "conv3.bias": (4,),
    "reduce5.weight": (1, 7, 1, 1),
    "reduce5.bias": (1,),
    "conv5.weight": (2, 1, 5, 5),
    "conv5.bias": (2,),
    "project.weight": (5, 7, 1, 1),
    "project.bias": (5,),
}
t.shapes(module).equals(expected)
### BEGIN HIDDEN TESTS
for _ in range(4):
    given = tuple(int(i) for i in t.rng.integers(1, 9, size=7))
    module = t.construct(Inception, *given)
    t.shapes(module).equals(check.truth.classic.inception_shapes(*given))
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "classic-inception-forward", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("classic-inception-forward", forbid=CLOSED)

# The worked example: weights of 1, no biases, one row.
shapes = check.truth.classic.inception_shapes(1, 1, 1, 1, 1, 1, 1)
given = {
    name: np.full(shape, name.endswith("weight"), dtype=np.float32)
    for name, shape in shapes.items()
}
x = np.float32([[[[1, -2, 3]]]])
module = t.construct(Inception, 1, 1, 1, 1, 1, 1, 1)
t.method(module, "load_state_dict", given)
expected = [[[[1.0, 0, 3]], [[1.0, 4, 3]], [[4.0, 4, 4]], [[1.0, 3, 3]]]]
slips = check.slips.classic.inception(given, x)
t.call(module, x).equals(expected, wrong=slips)

# Nothing has the size of anything else.
for row, H, W in (
    ((5, 3, 2, 4, 1, 2, 6), 4, 7),
    ((3, 1, 3, 2, 2, 4, 1), 5, 3),
):
    shapes = check.truth.classic.inception_shapes(*row)
    given = check.truth.classic.random_state(t.rng, shapes)
    x = t.rng.normal(size=(2, row[0], H, W)).astype(np.float32)
    module = t.construct(Inception, *row)
    t.method(module, "load_state_dict", given)
    expected = check.truth.classic.inception(given, x)
    slips = check.slips.classic.inception(given, x)
    t.call(module, x).equals(expected, terms=50, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(3):
    row = tuple(int(i) for i in t.rng.integers(1, 5, size=7))
    N, H, W = (int(i) for i in t.rng.integers((1, 3, 3), (4, 7, 7)))
    shapes = check.truth.classic.inception_shapes(*row)
    given = check.truth.classic.random_state(t.rng, shapes)
    x = t.rng.normal(size=(N, row[0], H, W)).astype(np.float32)
    module = t.construct(Inception, *row)
    t.method(module, "load_state_dict", given)
    expected = check.truth.classic.inception(given, x)
    slips = check.slips.classic.inception(given, x)
    t.call(module, x).equals(expected, terms=100, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. One bright pixel goes through a module whose weights
# are all positive. Predict first: which square does each branch light up?

# %% tags=["play"]
import matplotlib.pyplot as plt

torch.manual_seed(0)
module = Inception(1, 1, 1, 1, 1, 1, 1)
pixel = torch.zeros(1, 1, 9, 9)
pixel[0, 0, 4, 4] = 1
with torch.no_grad():
    for name, parameter in module.named_parameters():
        parameter.fill_(float(name.endswith("weight")))
    maps = module(pixel)[0]
figure, axes = plt.subplots(1, 4, figsize=(8, 2.4))
titles = "1 x 1", "3 x 3", "5 x 5", "pooling"
for ax, title, image in zip(axes, titles, maps, strict=True):
    ax.imshow(image, cmap="gray")
    ax.set(title=title, xticks=(), yticks=())
plt.show()

# %% [markdown]
# ## What you have built
#
# `VGGBlock(3, 64)`, `VGGBlock(64, 128)`, `VGGBlock(128, 256, 3)`,
# `VGGBlock(256, 512, 3)` and `VGGBlock(512, 512, 3)` in a row are the
# convolutions of VGG-16, and nine of your inception modules are the body of
# GoogLeNet. Compare `inception_parameters(192, 64, 96, 128, 16, 32, 32)` with
# the number of parameters of your module.
