"""The expected values of the exercise on transfer, against PyTorch."""

import copy

import numpy as np
import pytest
import torch
from torch import nn

from cnnlab.check import slips
from cnnlab.check.truth import transfer


class Net(nn.Module):
    """Three blocks and a head, as in the exercise."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(17)
        self.base = nn.Sequential(
            *(
                nn.Sequential(nn.Conv2d(n, n + 1, 3), nn.BatchNorm2d(n + 1))
                for n in (3, 4, 5)
            )
        )
        self.head = nn.Linear(6, 4)

    def features(self, x):
        return self.base(x).mean(dim=(2, 3))

    def forward(self, x):
        return self.head(self.features(x))


@pytest.fixture
def net():
    return Net()


@pytest.fixture
def images():
    return np.random.default_rng(17).normal(size=(5, 3, 9, 8)).astype("f4")


@pytest.mark.parametrize("last", range(4))
def test_flags_and_rates_name_the_right_parameters(net, last):
    names = [name for name, _ in net.named_parameters()]
    net.requires_grad_(False)
    net.head.requires_grad_(True)
    net.base[3 - last :].requires_grad_(True)
    learning = [p.requires_grad for p in net.parameters()]
    np.testing.assert_array_equal(transfer.flags(names, last), learning)
    rates = transfer.rates(names, last, 2.0, 3.0)
    in_head = [name.startswith("head") for name in names]
    np.testing.assert_array_equal(rates, learning * np.where(in_head, 3, 2))


def test_extract_is_evaluation_mode(net, images):
    before = copy.deepcopy(net.state_dict())
    ours = transfer.extract(net.train(), images)
    with torch.no_grad():
        theirs = net.eval().features(torch.tensor(images)).numpy()
    # float32 and up to 45 products a number
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-5)
    for key, value in net.state_dict().items():
        assert torch.equal(value, before[key]), key


@pytest.mark.parametrize("last", [0, 1, 3])
def test_a_step_is_that_of_sgd(net, images, last):
    labels, twin = np.array([0, 3, 1, 2, 0]), copy.deepcopy(net)
    before = {k: v.numpy().copy() for k, v in net.state_dict().items()}
    ours = transfer.after_step(net, images, labels, last, 0.1, 0.5)
    twin.base[: 3 - last].requires_grad_(False).eval()
    learning = [p for p in twin.base.parameters() if p.requires_grad]
    groups = [
        {"params": learning, "lr": 0.1},
        {"params": list(twin.head.parameters()), "lr": 0.5},
    ]
    optimizer = torch.optim.SGD(groups, lr=1.0)
    outputs = twin(torch.tensor(images))
    nn.functional.cross_entropy(outputs, torch.tensor(labels)).backward()
    optimizer.step()
    for key, value in twin.state_dict().items():
        # float32, a few hundred products a gradient
        np.testing.assert_allclose(ours[key], value.numpy(), atol=1e-5)
    moved = [np.any(ours[key] != before[key]) for key in before]
    np.testing.assert_array_equal(transfer.moves(list(before), last), moved)


def test_no_slip_is_right(net, images):
    """A slip equal to the answer would blame a right result."""
    names = [name for name, _ in net.named_parameters()]
    keys = list(net.state_dict())
    net.base[0][1].running_mean += 1
    cases = {"extract": (net, images, 2)}
    for last in range(4):
        cases["flags"] = names, last
        cases["rates"] = names, last, 0.1, 0.5
        cases["modes"] = (last,)
        cases["moves"] = keys, last
        for name, args in cases.items():
            truth = args[:2] if name == "extract" else args
            right = getattr(transfer, name)(*truth)
            made = getattr(slips.transfer, name)(*args)()
            assert made
            for words, wrong in made.items():
                assert wrong.shape != right.shape or not np.allclose(
                    wrong, right
                ), (name, words)


def test_a_slip_is_named_once(net):
    names = [name for name, _ in net.named_parameters()]
    made = list(slips.transfer.flags(names)().values())
    for k, one in enumerate(made):
        assert not any(np.array_equal(one, two) for two in made[:k])
