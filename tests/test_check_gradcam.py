"""The expected values of the exercise on Grad-CAM, against PyTorch."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from cnnlab.check import slips
from cnnlab.check.truth import gradcam

ATOL = 1e-12  # sums of up to 60 numbers near 1, in float64


@pytest.fixture
def rng():
    return np.random.default_rng(18)


class Net(nn.Module):
    """`features` and `head` of a few numbers, in float64."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(18)
        self.features = nn.Sequential(nn.Conv2d(2, 3, 3), nn.ReLU())
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(3 * 2 * 4, 3))
        self.head.append(nn.Tanh())
        self.double()


def score(images):
    """Three logits that see each pixel with a weight of its own."""
    weights = np.random.default_rng(1).normal(size=(3, *images.shape[1:]))
    return np.tanh(np.einsum("nchw,kchw->nk", images, weights) / 9)


@pytest.mark.parametrize(("patch", "stride"), [(2, 1), (3, 2), (2, 3), (5, 1)])
def test_occlusion_is_what_the_slices_say(rng, patch, stride):
    x = rng.normal(size=(2, 5, 7))
    drop = gradcam.occlusion(score, x, 1, patch, stride, 0.5)
    assert drop.shape == ((5 - patch) // stride + 1, (7 - patch) // stride + 1)
    for i, j in np.ndindex(drop.shape):
        mask = np.zeros((5, 7), dtype=bool)
        rows = slice(i * stride, i * stride + patch)
        mask[rows, j * stride : j * stride + patch] = True
        covered = np.where(mask, 0.5, x)
        lost = score(x[None])[0, 1] - score(covered[None])[0, 1]
        np.testing.assert_allclose(drop[i, j], lost, rtol=0, atol=ATOL)


@pytest.mark.parametrize("factor", [1, 2, 3, 5])
@pytest.mark.parametrize("shape", [(2, 3, 5), (1, 1, 4), (3, 2, 1)])
def test_upsample_is_that_of_torch(rng, shape, factor):
    cam = rng.normal(size=shape)
    size = shape[1] * factor, shape[2] * factor
    theirs = F.interpolate(
        torch.tensor(cam)[:, None], size, mode="bilinear", align_corners=False
    )
    ours = gradcam.upsample(cam, factor)
    np.testing.assert_allclose(ours, theirs[:, 0].numpy(), rtol=0, atol=ATOL)


def test_grad_cam_is_the_formula(rng):
    maps, gradients = rng.normal(size=(2, 3, 4, 5, 2))
    alpha = torch.tensor(gradients).mean(dim=(2, 3), keepdim=True)
    theirs = (alpha * torch.tensor(maps)).sum(dim=1).relu()
    ours = gradcam.grad_cam(maps, gradients)
    np.testing.assert_allclose(ours, theirs.numpy(), rtol=0, atol=ATOL)


def test_collected_gradients_are_differences(rng):
    net, x = Net(), rng.normal(size=(2, 2, 4, 6))
    targets = np.array([2, 0])
    maps, gradients = gradcam.collect(net, x, targets)
    step = 1e-6  # the cube of it is lost, half of the digits stay
    for place in [(0, 0, 0, 0), (0, 2, 1, 3), (1, 1, 0, 2)]:
        values = []
        for sign in (1, -1):
            moved = maps.copy()
            moved[place] += sign * step
            logits = net.head(torch.tensor(moved))
            values.append(logits[place[0], targets[place[0]]].item())
        slope = (values[0] - values[1]) / (2 * step)
        np.testing.assert_allclose(gradients[place], slope, rtol=1e-6)


def test_to_unit():
    cam = np.array([[[2.0, 4.0, 10.0]], [[3.0, 3.0, 3.0]]])
    expected = [[[0.0, 0.25, 1.0]], [[0.0, 0.0, 0.0]]]
    np.testing.assert_allclose(gradcam.to_unit(cam), expected, atol=ATOL)


def test_no_slip_is_right(rng):
    """A slip equal to the answer would blame a right result."""
    x, maps = rng.normal(size=(2, 6, 8)), rng.normal(size=(3, 4, 3, 5))
    gradients = rng.normal(size=maps.shape)
    weights, targets = rng.normal(size=(3, 4)), np.array([1, 0, 2])
    units = np.stack([3 * maps[0, 0] + 2, 1e-9 * maps[0, 1], np.ones((3, 5))])
    cases = {
        "occlusion": (score, x, 1, 3, 2, 0.5),
        "cam": (maps, weights, targets),
        "channel_weights": (gradients,),
        "grad_cam": (maps, gradients),
        "upsample": (maps[0], 3),
        "to_unit": (units,),
    }
    for name, args in cases.items():
        right = getattr(gradcam, name)(*args)
        different(name, right, getattr(slips.gradcam, name)(*args)())
    net, x = Net(), rng.normal(size=(3, 2, 4, 6))
    _, right = gradcam.collect(net, x, targets)
    different("gradients", right, slips.gradcam.gradients(net, x, targets)())


def different(name, right, wrong_ones):
    for words, wrong in wrong_ones.items():
        assert np.shape(wrong) != right.shape or not np.allclose(
            wrong, right, rtol=1e-3
        ), (name, words)
