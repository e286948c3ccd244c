"""The verbs, here and on an answer in another process."""

import numpy as np
import pytest
from exercise_box import Box, pack, unpack

from cnnlab import check

SOURCE = """
import numpy as np
import sys

class Counter:
    def __init__(self, start=0):
        self.n = start
    def add(self, x):
        self.n = self.n + x
        return self.n

def double(x, times=2):
    print("learners print", file=sys.stderr)
    return times * x

def stub(x):
    raise NotImplementedError

def broken(x):
    return x[99]

def inplace(x):
    x *= 2
    return x

def shortcut(x):
    return np.convolve(x, x)
"""
NAMES = ["Counter", "double", "stub", "broken", "inplace", "shortcut"]
X = np.array([1.0, 2.0, 3.0])


@pytest.fixture(params=["here", "there"])
def answers(request):
    if request.param == "here":
        namespace = {"__name__": "learner"}
        exec(SOURCE, namespace)
        yield namespace
    else:
        with Box() as box:
            yield box.load([SOURCE], NAMES)


@pytest.fixture
def t():
    return check.cell("verb", seed=1)


def fails(words):
    return pytest.raises(check.CheckFailed, match=words)


def test_call(t, answers):
    t.call(answers["double"], X, times=3).equals(3 * X)
    with fails(r"double\(\[1., 2., 3.\]\)"):
        t.call(answers["double"], X).equals(X)


def test_signature(t, answers):
    t.signature(answers["double"], "x", times=2)
    with fails("another default"):
        t.signature(answers["double"], "x", times=1)


def test_construct_and_method(t, answers):
    one = t.construct(answers["Counter"], start=X)
    two = t.construct(answers["Counter"])
    t.method(one, "add", 1.0).equals(X + 1)
    t.method(one, "add", 1.0).equals(X + 2)
    with fails(r"Counter.add\(5\)"):
        t.method(two, "add", 5).equals(6)


def test_stub_error_input_and_shortcut(t, answers):
    with pytest.raises(NotImplementedError):
        t.call(answers["stub"], X)
    with fails("IndexError"):
        t.call(answers["broken"], X)
    with fails("changed its own input"):
        t.call(answers["inplace"], X).equals(2 * X)
    with fails("numpy.convolve"):
        t.call(answers["shortcut"], X)


def test_values_cross_the_border_unchanged():
    value = {
        "a": (1, 2.5, None, True, "text"),
        "b": [np.arange(6, dtype=np.uint8).reshape(2, 3), np.float32(1.5)],
    }
    back = unpack(pack(value))
    assert back["a"] == value["a"]
    np.testing.assert_array_equal(back["b"][0], value["b"][0])
    assert back["b"][0].dtype == np.uint8
    assert isinstance(back["b"][1], np.float32)


def test_objects_do_not_cross_the_border():
    with pytest.raises(TypeError, match="object does not cross"):
        pack([object()])
    with pytest.raises(ValueError, match="pickle"):
        pack(np.array([object()]))


TORCH_SOURCE = """
import torch

class Net(torch.nn.Module):
    def __init__(self, features):
        super().__init__()
        self.layer = torch.nn.Linear(features, 2, bias=False)
        self.drop = torch.nn.Dropout(0.5)
    def forward(self, x):
        return self.drop(self.layer(x))

def square(x):
    return x * x
"""


@pytest.fixture(params=["here", "there"])
def torch_answers(request):
    pytest.importorskip("torch")
    if request.param == "here":
        namespace = {"__name__": "learner"}
        exec(TORCH_SOURCE, namespace)
        yield namespace
    else:
        with Box() as box:
            yield box.load([TORCH_SOURCE], ["Net", "square"])


@pytest.mark.torch
def test_a_module(torch_answers):
    t = check.cell("net", seed=2, forbid=())
    net = t.construct(torch_answers["Net"], 3)
    w = t.rng.normal(size=(2, 3)).astype(np.float32)
    t.method(net, "load_state_dict", {"layer.weight": w})
    t.state(net).equals({"layer.weight": w})
    t.shapes(net).equals({"layer.weight": (2, 3)})
    x = t.rng.normal(size=(5, 3)).astype(np.float32)
    t.eval(net)
    t.call(net, x).equals(x @ w.T, terms=3)
    dy = t.rng.normal(size=(5, 2)).astype(np.float32)
    gradients = t.gradients(net, x, dy=dy)
    expected = {"inputs": (dy @ w,), "layer.weight": dy.T @ x}
    gradients.equals(expected, terms=5)
    t.train(net)
    dropped = t.call(net, np.ones((50, 3), np.float32)).array()
    assert np.any(dropped == 0)  # each of 100 values drops with p = 1/2


@pytest.mark.torch
def test_a_function_of_tensors(torch_answers):
    t = check.cell("f", seed=2, forbid=(), tensors=True)
    t.call(torch_answers["square"], X).equals(X**2)
    gradients = t.gradients(torch_answers["square"], X, dy=np.ones(3))
    gradients.equals({"inputs": (2 * X,)})
