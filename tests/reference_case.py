"""A reference layer beside the same one of torch."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

Arrays = tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Case:
    """``forward(*inputs)`` and ``backward(dy, *inputs)`` against ``twin``.

    ``slopes``: how many of the inputs, from the first, have a gradient.
    ``linear_in``: the inputs in which the layer is linear, for the adjoint
    identity; () if there is none.
    """

    name: str
    inputs: Arrays
    forward: Callable[..., np.ndarray]
    backward: Callable[..., np.ndarray | Arrays]
    twin: Callable[..., torch.Tensor]
    slopes: int = 1
    linear_in: tuple[int, ...] = ()


def normal(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng([seed, *shape]).standard_normal(shape)


def with_ties(*shape: int) -> np.ndarray:
    """Small integers: nearly every window has its maximum twice."""
    return np.random.default_rng(3).integers(0, 3, shape).astype(float)


def with_bias(name, inputs, forward, backward, twin, options) -> Case:
    """A layer with x, w and b, linear in x and in w."""
    return Case(
        name,
        inputs,
        lambda x, w, b: forward(x, w, b, **options),
        lambda dy, x, w, b: backward(dy, x, w, **options),
        lambda x, w, b: twin(x, w, b, **options),
        slopes=3,
        linear_in=(0, 1),
    )


def window(name, x, forward, backward, twin, options, linear_in=()) -> Case:
    return Case(
        name,
        (x,),
        lambda x: forward(x, **options),
        lambda dy, x: backward(dy, x, **options),
        lambda x: twin(x, **options),
        linear_in=linear_in,
    )
