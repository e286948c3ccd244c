"""The expected values of the exercise on LeNet-5, against `cnnlab.models`."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from cnnlab import models
from cnnlab.check import slips
from cnnlab.check.truth import lenet
from cnnlab.models.lenet import (
    C3_TABLE,
    ScaledTanh,
    SparseConv,
    TrainablePool,
)

ATOL = 1e-12  # float64 against float64: sums of up to 400 numbers near 1
OURS = {"c1": "block1.conv", "c3": "block2.conv"} | {
    "c5": "fc1",
    "f6": "fc2",
    "output": "fc3",
}


def close(ours, theirs):
    theirs = theirs.detach().numpy()
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=ATOL)


def network(state, in_channels=1, num_classes=10):
    """The network of the book in float64, with these weights."""
    sizes = {"in_channels": in_channels, "num_classes": num_classes}
    net = models.build("lenet5", **sizes).double()
    renamed = {}
    for name, value in state.items():
        layer, _, kind = name.partition(".")
        renamed[f"{OURS[layer]}.{kind}"] = torch.tensor(value)
    net.load_state_dict(renamed)
    return net


def given(*sizes, seed=0):
    rng = np.random.default_rng(seed)
    channels = sizes[0] if sizes else 1
    x = rng.normal(0.3, 1.0, size=(4, channels, 28, 28))
    return lenet.draw(rng, *sizes), x, rng.integers(0, 3, size=4)


def test_the_shapes_add_up_to_the_known_number():
    sizes = [np.prod(shape) for shape in lenet.shapes().values()]
    assert sum(sizes) == models.count_parameters(models.build("lenet5"))


@pytest.mark.parametrize("sizes", [(), (3, 7)])
def test_forward_is_that_of_the_model(sizes):
    state, x, _ = given(*sizes)
    net = network(state, *sizes)
    close(lenet.forward(state, x), net(torch.tensor(x)))


@pytest.mark.parametrize("steps", [1, 4])
def test_learn_is_sgd(steps):
    state, x, y = given()
    net, x_t, y_t = network(state), torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.02)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(net(x_t), y_t)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    close(lenet.learn(state, x, y, 0.02, steps), torch.stack(losses))


def test_a_lesson_is_drawn_again_where_rounding_decides(monkeypatch):
    labels = np.array([3, 0, 7])
    state, x, losses = lenet.lesson(np.random.default_rng(0), labels, 0.02, 3)
    assert x.shape == (3, 1, 28, 28)
    close(losses, torch.tensor(lenet.learn(state, x, labels, 0.02, 3)))
    right, calls = lenet.learn, []

    def first_pair_differs(*given, dtype="float64", **options):
        calls.append(dtype)
        found = right(*given, dtype=dtype, **options)
        return found + 0.001 if len(calls) == 2 else found

    monkeypatch.setattr(lenet, "learn", first_pair_differs)
    again = lenet.lesson(np.random.default_rng(0), labels, 0.02, 3)
    assert calls == ["float64", "float32"] * 2
    assert abs(again[1] - x).max() > 0.1


def test_cross_entropy():
    rng = np.random.default_rng(1)
    scores, labels = rng.normal(0, 5, size=(6, 4)), rng.integers(0, 4, size=6)
    loss = F.cross_entropy(torch.tensor(scores), torch.tensor(labels))
    close(lenet.cross_entropy(scores, labels), loss)


def test_the_parts_of_the_published_network():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(2, 6, 4, 6))
    close(lenet.scaled_tanh(x), ScaledTanh()(torch.tensor(x)))

    weight, bias = rng.normal(size=(2, 6))
    pool = TrainablePool(6).double()
    pool.weight = nn.Parameter(torch.tensor(weight[:, None, None]))
    pool.bias = nn.Parameter(torch.tensor(bias[:, None, None]))
    close(lenet.trainable_pool(x, weight, bias), pool(torch.tensor(x)))


def test_the_table_is_that_of_the_paper():
    marks = [[mark == "X" for mark in row.split()] for row in C3_TABLE]
    np.testing.assert_array_equal(lenet.c3_table(), np.array(marks).T)


def test_sparse_conv():
    rng = np.random.default_rng(3)
    conv = SparseConv(C3_TABLE, 3).double()
    state = {key: value.numpy() for key, value in conv.state_dict().items()}
    x = rng.normal(size=(2, 6, 5, 7))
    ours = lenet.sparse_conv(state, lenet.c3_table(), x)
    close(ours, conv(torch.tensor(x)))


def test_slips_are_not_the_truth_and_not_each_other():
    state, x, y = given(seed=4)
    weight, bias = np.array([2.0, -1.0]), np.array([0.5, 3.0])
    maps = x[:, :, :4, :4].repeat(2, axis=1)
    table = np.array([[0, 1, 1], [1, 0, 1]])
    rng = np.random.default_rng(5)
    small = {
        f"convs.{j}.{kind}": rng.normal(size=shape)
        for j in range(2)
        for kind, shape in (("weight", (1, 2, 2, 2)), ("bias", 1))
    }
    three = rng.normal(size=(2, 3, 5, 4))
    cases = [
        (slips.lenet.forward(state, x), lenet.forward(state, x)),
        (
            slips.lenet.learn(state, x, y, 0.02, 4),
            lenet.learn(state, x, y, 0.02, 4),
        ),
        (slips.lenet.scaled_tanh(x), lenet.scaled_tanh(x)),
        (
            slips.lenet.trainable_pool(maps, weight, bias),
            lenet.trainable_pool(maps, weight, bias),
        ),
        (slips.lenet.c3_table(), lenet.c3_table()),
        (
            slips.lenet.sparse_conv(small, table, three),
            lenet.sparse_conv(small, table, three),
        ),
    ]
    for wrong, right in cases:
        found = [right, *wrong().values()]
        for k, one in enumerate(found):
            for other in found[:k]:
                # A slip is told from another by 1e-4 of the largest value.
                same = one.shape == other.shape
                assert not (same and np.allclose(one, other, atol=1e-3))
