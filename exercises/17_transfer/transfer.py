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
# # Exercise 17: a trained network learns something else
#
# Someone has trained a network; you have a few images of other things. So you
# keep its **base**, which knows what is to be seen, and put a new **head** on
# it, which knows your names. In this exercise you write the steps: freeze,
# replace the head, extract features, thaw the last blocks, and train with two
# learning rates. Each is a few lines of PyTorch, and each can go wrong without
# an error: the network then slowly forgets what it knew.
#
# You write seven short functions. Plan about 50 minutes.
#
# | part | function | points |
# |---|---|---|
# | 1 | `freeze` | 3 |
# | 2 | `replace_head` | 3 |
# | 3 | `extract` | 4 |
# | 4 | `unfreeze_last` | 2 |
# | 5 | `parameter_groups` | 3 |
# | 6 | `frozen_bn_eval` (2), `train_step` (3) | 5 |
#
# **How to work.** Replace each `raise NotImplementedError()` by your code,
# then run the test cell below it. There, `t.method(net, "freeze")` hands a
# network to your function of this name, and `.equals(...)` compares what
# became of it with what should. A failing test shows the call, what came back,
# what was expected, and one hint; `slips` are well-known mistakes that it can
# name. The tests draw new random numbers each time and print the seed. To get
# the same numbers again, run `%env CNNLAB_CHECK_SEED=123` with that seed in a
# cell of its own. For a grade, the same demands are tested on more data.
#
# **What is closed.** `cnnlab.models.transfer`.
#
# **Given.** The network below: three blocks of convolution, batch norm and
# ReLU are `net.base`, the mean of each map is a feature, and `net.head` is a
# linear layer. `net(x)` is `net.head(net.features(x))`. Its eleven parameters,
# as `named_parameters` lists them and as the tests count them:
#
# | numbers | parameters |
# |---|---|
# | 0, 1, 2 | `base.0`: the kernels, then $\gamma$ and $\beta$ of batch norm |
# | 3, 4, 5 | `base.1`: the same |
# | 6, 7, 8 | `base.2`: the same |
# | 9, 10 | `head`: weight and bias |

# %% nbgrader={"grade": false, "grade_id": "transfer-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
import torch
from cnnlab import check
from torch import nn

CLOSED = (
    "cnnlab.check.slips.transfer.*",
    "cnnlab.check.truth.transfer.*",
    "cnnlab.models.transfer.*",
)


class Block(nn.Module):
    """Convolution, batch norm, ReLU."""

    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, 3, bias=False)
        self.norm = nn.BatchNorm2d(out_channels)

    def forward(self, x):
        return self.norm(self.conv(x)).relu()


class SmallNet(nn.Module):
    """Three blocks, the mean of each map, one linear layer."""

    def __init__(self, width, classes, seed):
        super().__init__()
        torch.manual_seed(seed)
        sizes = [3, width, width + 1, width + 3]
        self.base = nn.Sequential(*map(Block, sizes, sizes[1:]))
        self.head = nn.Linear(sizes[-1], classes)
        for block in self.base:  # as if it had been trained
            nn.init.uniform_(block.norm.bias, 0.2, 1)
            block.norm.running_mean.normal_(0, 0.2)
            block.norm.running_var.uniform_(0.5, 2)
        self.sizes = []

    def features(self, x):
        """One number for each map of the last block, `(N, features)`."""
        self.sizes.append(len(x))
        return self.base(x).mean(dim=(2, 3))

    def forward(self, x):
        return self.head(self.features(x))

    # What follows is for the tests: it looks and changes nothing.

    def learning(self):
        """1 for each parameter that asks for a gradient, else 0."""
        flags = [p.requires_grad for p in self.parameters()]
        return torch.tensor(flags).double()

    def modes(self):
        """1 for training mode: the network, then each batch norm."""
        norms = [m for m in self.modules() if isinstance(m, nn.BatchNorm2d)]
        return torch.tensor([m.training for m in (self, *norms)]).double()

    def batches(self):
        """Sizes of the batches of which features were asked."""
        return tuple(self.sizes)

    def rates_of(self, groups):
        """The learning rate of each parameter; 0 if it is in no group."""
        found = {id(p): 0.0 for p in self.parameters()}
        for group in groups:
            for parameter in group["params"]:
                found[id(parameter)] += group["lr"]
        return torch.tensor(list(found.values()), dtype=torch.float64)


def random_images(rng, N):
    """Small images, as PyTorch wants them: `(N, 3, H, W)`, float32."""
    return rng.normal(size=(N, 3, 9, 8)).astype(np.float32)


# %% [markdown]
# ## 1. Freeze
#
# A parameter with `requires_grad = False` gets no gradient, and no optimizer
# changes it: it is **frozen**. Freeze all parameters of the network but those
# of its head. The head learns afterwards, even if it was frozen before. No
# number changes, and nothing is returned.
#
# In the given network nine of eleven parameters are frozen then. Counted by
# hand for `width = 4` and 5 classes: the last block has 7 maps, so the head
# has $7 \cdot 5 + 5 = 40$ numbers that learn, of 675 in all.
#
# Before you run it: a batch norm has four arrays. Which of them does
# `requires_grad = False` stop, and which not?
#
# Do not change the class `Net`: it hands a network to your functions.


# %% nbgrader={"grade": false, "grade_id": "transfer-answer-freeze", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def freeze(net):
    """Let nothing learn but the head.

    Parameters
    ----------
    net : SmallNet
        Its parameters get their ``requires_grad``.
    """
    ### BEGIN SOLUTION
    net.requires_grad_(False)
    net.head.requires_grad_(True)
    ### END SOLUTION


class Net(SmallNet):
    """Given: hands itself to your functions. Leave it as it is."""

    def freeze(self):
        freeze(self)

    def freeze_all(self):
        self.requires_grad_(False)

    def replace_head(self, num_classes):
        replace_head(self, num_classes)

    def extract(self, images, batch_size):
        return extract(self, images, batch_size)

    def has_graph(self, images, batch_size):
        return extract(self, images, batch_size).requires_grad

    def unfreeze_last(self, blocks):
        unfreeze_last(self, blocks)

    def rates(self, lr_base, lr_head):
        return self.rates_of(parameter_groups(self, lr_base, lr_head))

    def frozen_bn_eval(self):
        frozen_bn_eval(self)

    def train_step(self, images, labels, lr_base, lr_head):
        groups = parameter_groups(self, lr_base, lr_head)
        train_step(self, images, labels, torch.optim.SGD(groups, lr=lr_base))


# %% nbgrader={"grade": true, "grade_id": "transfer-freeze", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("transfer-freeze", forbid=CLOSED)
t.signature(freeze, "net")

net = t.construct(Net, 4, 5, int(t.rng.integers(1000)))
names, before = list(t.shapes(net).value), t.state(net).value
expected = check.truth.transfer.flags(names)
slips = check.slips.transfer.flags(names)
t.method(net, "freeze")
t.method(net, "learning").equals(expected, wrong=slips)
t.state(net).equals(before)  # no number has changed

# The head learns, even if all was frozen before.
t.method(net, "freeze_all")
t.method(net, "freeze")
t.method(net, "learning").equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for width in (2, 6):
    net = t.construct(Net, width, 3, int(t.rng.integers(1000)))
    before = t.state(net).value
    t.method(net, "freeze")
    t.method(net, "freeze")  # a second time
    t.method(net, "learning").equals(expected, wrong=slips)
    t.state(net).equals(before)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. A new head
#
# The old head has one row of weights for each *old* class. Put a new linear
# layer in its place, with `num_classes` outputs and random weights. How many
# inputs it needs is written in the old one: read it there, since it differs
# from network to network. The base stays as it is.
#
# By hand: `width = 4` and 5 old classes. The old head has weights `(5, 7)` and
# a bias `(5,)`. With `num_classes = 2` the new one has `(2, 7)` and `(2,)`.
# Before you run it: a network is frozen, all of it. Does the new head learn?


# %% nbgrader={"grade": false, "grade_id": "transfer-answer-head", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def replace_head(net, num_classes):
    """Put a new linear layer in the place of ``net.head``.

    Parameters
    ----------
    net : SmallNet
    num_classes : int
        Outputs of the new head.
    """
    ### BEGIN SOLUTION
    net.head = nn.Linear(net.head.in_features, num_classes)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "transfer-head", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("transfer-head", forbid=CLOSED)
t.signature(replace_head, "net", "num_classes")

# Fewer classes than before, more, and as many.
for width, classes, num_classes in ((4, 5, 2), (3, 2, 6), (6, 4, 4)):
    net = t.construct(Net, width, classes, int(t.rng.integers(1000)))
    t.method(net, "freeze_all")
    shapes, before = t.shapes(net).value, t.state(net).value
    t.method(net, "replace_head", num_classes)
    new_shapes = {
        "head.weight": (num_classes, width + 3),
        "head.bias": (num_classes,),
    }
    t.shapes(net).equals(shapes | new_shapes)
    result = t.state(net)
    after = result.value
    law = "the base is as it was"
    result.value = {k: x for k, x in after.items() if "base" in k}
    result.equals({k: x for k, x in before.items() if "base" in k}, law=law)
    if classes == num_classes:
        result.value = bool(
            np.any(after["head.weight"] != before["head.weight"])
        )
        result.equals(True, law="the weights of the new head are new")
    # What was frozen is so, and the new head learns.
    expected = check.truth.transfer.flags(list(shapes))
    slips = check.slips.transfer.flags(list(shapes))
    t.method(net, "learning").equals(expected, wrong=slips)
    t.call(net, random_images(t.rng, 2)).has_shape(2, num_classes)
### BEGIN HIDDEN TESTS
for _ in range(3):
    width, classes, num_classes = (
        int(n) for n in t.rng.integers(2, 9, size=3)
    )
    net = t.construct(Net, width, classes, int(t.rng.integers(1000)))
    shapes = t.shapes(net).value
    t.method(net, "replace_head", num_classes)
    new_shapes = {
        "head.weight": (num_classes, width + 3),
        "head.bias": (num_classes,),
    }
    t.shapes(net).equals(shapes | new_shapes)
    t.call(net, random_images(t.rng, 3)).has_shape(3, num_classes)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. Features, once
#
# A frozen base gives an image the same features in each epoch. So compute them
# once, and train the head on the table. Three things must be right.
#
# - **Evaluation mode.** In training mode a batch norm uses the numbers of the
#   batch, so that features depend on the company; and its running mean and
#   variance would move. Afterwards the network is in the mode it came in.
# - **No graph.** Without `torch.no_grad()` each feature remembers how it was
#   made, and the memory of all batches is kept.
# - **In batches** of `batch_size` images, in order, the last one smaller if it
#   does not come out even. Ask `net.features` for each.
#
# By hand: 11 images and `batch_size=4` make batches of 4, 4 and 3 images, and
# a table of 11 rows. Question: whose features would change with the batch size
# in training mode?


# %% nbgrader={"grade": false, "grade_id": "transfer-answer-extract", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def extract(net, images, batch_size):
    """Compute the features of all images.

    Parameters
    ----------
    net : SmallNet
        In either mode; it is left in this mode.
    images : float tensor of shape (N, 3, H, W)
    batch_size : int

    Returns
    -------
    float tensor of shape (N, features)
        In the order of the images, without a graph.
    """
    ### BEGIN SOLUTION
    was_training = net.training
    net.eval()
    with torch.no_grad():
        table = [net.features(batch) for batch in images.split(batch_size)]
    net.train(was_training)
    return torch.cat(table)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "transfer-extract", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("transfer-extract", forbid=CLOSED)
t.signature(extract, "net", "images", "batch_size")

images = random_images(t.rng, 11)
for batch_size, sizes in ((4, (4, 4, 3)), (5, (5, 5, 1))):
    given = 4, 5, int(t.rng.integers(1000))
    net, twin = t.construct(Net, *given), SmallNet(*given)
    before = t.state(net).value
    expected = check.truth.transfer.extract(twin, images)
    slips = check.slips.transfer.extract(twin, images, batch_size)
    t.train(net)
    result = t.method(net, "extract", images, batch_size)
    result.equals(expected, terms=100, wrong=slips)
    t.state(net).equals(before)  # nothing has moved
    law = "the batches of which net.features was asked"
    t.method(net, "batches").equals(sizes, law=law)
    result = t.method(net, "has_graph", images, batch_size)
    result.equals(False, law="the features ask for no gradient")

# The mode afterwards, for both.
forgot = {"the old mode is not put back": np.zeros(4)}
result = t.method(net, "modes")
result.equals(np.ones(4), wrong=forgot, law="in training mode, as before")
t.eval(net)
t.method(net, "extract", images, 4).equals(expected, terms=100, wrong=slips)
forgot = {"the old mode is not put back": np.ones(4)}
result = t.method(net, "modes")
result.equals(np.zeros(4), wrong=forgot, law="in evaluation mode, as before")
### BEGIN HIDDEN TESTS
for batch_size in (1, 3, 7, 20):
    given = int(t.rng.integers(2, 7)), 3, int(t.rng.integers(1000))
    net, twin = t.construct(Net, *given), SmallNet(*given)
    images = random_images(t.rng, 7)
    before = t.state(net).value
    expected = check.truth.transfer.extract(twin, images)
    t.train(net)
    result = t.method(net, "extract", images, batch_size)
    result.equals(expected, terms=100)
    t.state(net).equals(before)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. Thaw the last blocks
#
# With the head trained, the upper part of the base may move too. Let the last
# `blocks` blocks of `net.base` learn, and the head; all other blocks are
# frozen, whatever they were before.
#
# By hand: `unfreeze_last(net, 1)` lets the parameters 6, 7, 8 and 9, 10 learn.
# Before you run it: `net.base[-2:]` are the last two blocks. And
# `net.base[-0:]`?


# %% nbgrader={"grade": false, "grade_id": "transfer-answer-unfreeze", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def unfreeze_last(net, blocks):
    """Let the last blocks and the head learn, and nothing else.

    Parameters
    ----------
    net : SmallNet
    blocks : int
        How many of the blocks of ``net.base``, from 0 to all.
    """
    ### BEGIN SOLUTION
    freeze(net)
    first = len(net.base) - blocks
    net.base[first:].requires_grad_(True)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "transfer-unfreeze", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("transfer-unfreeze", forbid=CLOSED)
t.signature(unfreeze_last, "net", "blocks")

# More, fewer, none: one after the other, in the same network.
net = t.construct(Net, 4, 5, int(t.rng.integers(1000)))
names, before = list(t.shapes(net).value), t.state(net).value
t.method(net, "freeze_all")
for blocks in (1, 2, 3, 1, 0):
    expected = check.truth.transfer.flags(names, blocks)
    slips = check.slips.transfer.flags(names, blocks)
    t.method(net, "unfreeze_last", blocks)
    result = t.method(net, "learning")
    law = f"what learns after unfreeze_last(net, {blocks})"
    result.equals(expected, wrong=slips, law=law)
t.state(net).equals(before)
### BEGIN HIDDEN TESTS
net = t.construct(Net, 3, 2, int(t.rng.integers(1000)))
for blocks in (int(n) for n in t.rng.integers(4, size=6)):
    expected = check.truth.transfer.flags(names, blocks)
    slips = check.slips.transfer.flags(names, blocks)
    t.method(net, "unfreeze_last", blocks)
    t.method(net, "learning").equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 5. Two learning rates
#
# The head starts from nothing and needs large steps; the base knows a lot, and
# a large step destroys it. An optimizer of PyTorch takes a list of groups,
# each with a rate of its own:
#
# ```python
# groups = [
#     {"params": [...], "lr": 0.001},
#     {"params": [...], "lr": 0.1},
# ]
# torch.optim.SGD(groups, lr=0.001)
# ```
#
# Return two such groups: the parameters of the base that learn with `lr_base`,
# and those of the head that learn with `lr_head`. Each parameter that learns
# stands in exactly one group, and a frozen one in none.
#
# By hand: after `unfreeze_last(net, 1)` the first group has three parameters
# and the second has two. The test writes down one rate for each of the eleven:
# `[0, 0, 0, 0, 0, 0, 0.001, 0.001, 0.001, 0.1, 0.1]`. Question: what does an
# optimizer with weight decay do to a parameter that has a gradient of 0, and
# to one that it has not got?


# %% nbgrader={"grade": false, "grade_id": "transfer-answer-groups", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def parameter_groups(net, lr_base, lr_head):
    """Sort the parameters that learn into two groups.

    Parameters
    ----------
    net : SmallNet
    lr_base, lr_head : float
        Learning rates.

    Returns
    -------
    list of two dicts
        Base and head, each with a list ``"params"`` and its ``"lr"``.
    """
    ### BEGIN SOLUTION
    rates = ((net.base, lr_base), (net.head, lr_head))
    return [
        {"params": [p for p in part.parameters() if p.requires_grad], "lr": lr}
        for part, lr in rates
    ]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "transfer-groups", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("transfer-groups", forbid=CLOSED)
t.signature(parameter_groups, "net", "lr_base", "lr_head")

for blocks, lr_base, lr_head in (
    (1, 0.001, 0.1),
    (3, 0.02, 0.5),
    (0, 0.3, 1.0),
):
    net = t.construct(Net, 4, 5, int(t.rng.integers(1000)))
    names = list(t.shapes(net).value)
    t.method(net, "unfreeze_last", blocks)
    given = names, blocks, lr_base, lr_head
    expected = check.truth.transfer.rates(*given)
    slips = check.slips.transfer.rates(*given)
    law = f"the rate of each parameter after unfreeze_last(net, {blocks})"
    result = t.method(net, "rates", lr_base, lr_head)
    result.equals(expected, wrong=slips, law=law)
### BEGIN HIDDEN TESTS
for blocks in range(4):
    net = t.construct(Net, 3, 2, int(t.rng.integers(1000)))
    t.method(net, "unfreeze_last", blocks)
    given = blocks, *t.rng.uniform(0.01, 1.0, size=2).tolist()
    expected = check.truth.transfer.rates(names, *given)
    slips = check.slips.transfer.rates(names, *given)
    t.method(net, "rates", *given[1:]).equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 6. One step
#
# What `requires_grad = False` does not stop are the running mean and variance
# of a batch norm: they are no parameters. In training mode they move with
# every batch, and the "frozen" base becomes another function.
#
# So after `net.train()` set each batch norm **whose parameters are frozen** to
# evaluation mode. Those of the blocks that learn stay in training mode. The
# test writes down four numbers, 1 for training mode: the network, then the
# three batch norms. After `unfreeze_last(net, 1)`: `[1, 0, 0, 1]`.
#
# Then put all together. A step of training is: training mode, but not for
# frozen batch norms; old gradients away; the cross-entropy of `net(images)`
# and `labels`; gradients; a step of the optimizer, which comes in as an
# argument. Before you run it: does it matter whether `net.train()` or
# `frozen_bn_eval(net)` is first?


# %% nbgrader={"grade": false, "grade_id": "transfer-answer-step", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def frozen_bn_eval(net):
    """Set each batch norm whose parameters are frozen to evaluation mode.

    Parameters
    ----------
    net : SmallNet
        In training mode; all else in it stays so.
    """
    ### BEGIN SOLUTION
    for layer in net.modules():
        if (
            isinstance(layer, nn.BatchNorm2d)
            and not layer.weight.requires_grad
        ):
            layer.eval()
    ### END SOLUTION


def train_step(net, images, labels, optimizer):
    """Take one step of training; what is frozen does not move.

    Parameters
    ----------
    net : SmallNet
        In either mode.
    images : float tensor of shape (N, 3, H, W)
    labels : int tensor of shape (N,)
    optimizer : torch.optim.Optimizer
        Has the parameters that learn.
    """
    ### BEGIN SOLUTION
    net.train()
    frozen_bn_eval(net)
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(images), labels)
    loss.backward()
    optimizer.step()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "transfer-norms", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("transfer-norms", forbid=CLOSED)
t.signature(frozen_bn_eval, "net")

net = t.construct(Net, 4, 5, int(t.rng.integers(1000)))
for blocks in (1, 0, 3, 2):
    t.method(net, "unfreeze_last", blocks)
    t.train(net)
    t.method(net, "frozen_bn_eval")
    expected = check.truth.transfer.modes(blocks)
    slips = check.slips.transfer.modes(blocks)
    law = f"the modes after unfreeze_last(net, {blocks}) and net.train()"
    t.method(net, "modes").equals(expected, wrong=slips, law=law)
### BEGIN HIDDEN TESTS
net = t.construct(Net, 2, 3, int(t.rng.integers(1000)))
before = t.state(net).value
for blocks in (2, 1, 3, 0):
    t.method(net, "unfreeze_last", blocks)
    learning = t.method(net, "learning").value
    t.train(net)
    t.method(net, "frozen_bn_eval")
    expected = check.truth.transfer.modes(blocks)
    t.method(net, "modes").equals(expected)
    t.method(net, "learning").equals(learning)
t.state(net).equals(before)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "transfer-step", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("transfer-step", forbid=CLOSED)
t.signature(train_step, "net", "images", "labels", "optimizer")

# Two steps each. First: what has moved at all? Then: to where?
for blocks in (1, 0, 3):
    given = 4, 5, int(t.rng.integers(1000))
    net, twin = t.construct(Net, *given), SmallNet(*given)
    t.method(net, "unfreeze_last", blocks)
    t.eval(net)
    change = np.zeros(5)
    for _ in range(2):
        before, images = t.state(net).value, random_images(t.rng, 6)
        batch = images, t.rng.integers(5, size=6)
        t.method(net, "train_step", *batch, 0.05, 0.5)
        result, keys = t.state(net), list(before)
        after = result.value
        moved = [np.any(after[k] != before[k]) for k in keys]
        result.value = np.array(moved, dtype=float)
        expected = check.truth.transfer.moves(keys, blocks)
        slips = check.slips.transfer.moves(keys, blocks)
        law = "what has moved (1) and what not (0), in the order of state_dict"
        result.equals(expected, wrong=slips, law=law)
        # The bias of the head, by what it was and how it moved the last time.
        steps = blocks, 0.05, 0.5
        expected = check.truth.transfer.after_step(twin, *batch, *steps)
        given = expected["head.bias"], before["head.bias"], change, len(images)
        slips = check.slips.transfer.bias_after_step(*given)
        result.value = after["head.bias"]
        law = "the bias of the head after the step"
        result.equals(given[0], terms=1000, wrong=slips, law=law)
        change = given[0] - given[1]
        result.value, result.law = after, ""
        result.equals(expected, terms=1000)
### BEGIN HIDDEN TESTS
for blocks in (2, 1):
    given = 3, 4, int(t.rng.integers(1000))
    net, twin = t.construct(Net, *given), SmallNet(*given)
    t.method(net, "unfreeze_last", blocks)
    t.train(net)
    steps = blocks, *t.rng.uniform(0.02, 0.5, size=2).tolist()
    for _ in range(3):
        batch = random_images(t.rng, 5), t.rng.integers(4, size=5)
        t.method(net, "train_step", *batch, *steps[1:])
        expected = check.truth.transfer.after_step(twin, *batch, *steps)
        t.state(net).equals(expected, terms=1000)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. A network learns to tell three kinds of stripes,
# then, with a new head, two kinds of squares. How much has its base moved, in
# percent of its size, with one rate for all and with two? Predict first, then
# run.

# %% tags=["play"]
import copy

draw = np.random.default_rng(0)
images = torch.tensor(random_images(draw, 60))
stripes, squares = torch.arange(60) % 3, torch.arange(60) % 2
images[stripes == 0, :, ::2] += 1.5
images[stripes == 1, :, :, ::2] += 1.5
trained = SmallNet(8, 3, seed=0)
optimizer = torch.optim.SGD(trained.parameters(), lr=0.1)
for _ in range(60):
    train_step(trained, images, stripes, optimizer)

others = torch.tensor(random_images(draw, 60))
others[squares == 0, :, 3:6, 3:6] += 2
for lr_base in (0.2, 0.002):
    mine = copy.deepcopy(trained)
    replace_head(mine, 2)
    groups = parameter_groups(mine, lr_base, 0.2)
    for _ in range(30):
        train_step(mine, others, squares, torch.optim.SGD(groups, lr=0.2))
    mine.eval()
    right = (mine(others).argmax(1) == squares).float().mean()
    old, new = trained.base[0].conv.weight, mine.base[0].conv.weight
    moved = ((new - old).norm() / old.norm()).item()
    print(f"rate {lr_base}: {right:.0%} right, first layer moved {moved:.1%}")

# %% [markdown]
# ## Where you are
#
# These seven functions are the six steps of the page, and the same code works
# for any network that can be taken apart into base and head. The two that are
# most often forgotten give no error: batch norms in training mode, and one
# rate for all.
