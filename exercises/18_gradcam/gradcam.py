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
# # Exercise 18: where did the network look?
#
# A network says "cat". Which part of the picture made it say so? Three answers
# are in this exercise. *Occlusion* covers a part and watches what happens.
# *CAM* reads the answer off the last maps, if the network is built for it.
# *Grad-CAM* does the same for nearly every network, with one gradient. All
# three give a small map, and you also write the two steps that turn it into a
# picture.
#
# You write seven short functions. Plan about 60 minutes.
#
# | part | function | points |
# |---|---|---|
# | 1 | `occlusion`: stride 1 (3), other strides (2) | 5 |
# | 2 | `cam` | 2 |
# | 3 | `channel_weights` (1), `grad_cam` (2) | 3 |
# | 4 | `upsample` (3), `to_unit` (2) | 5 |
# | 5 | `maps_and_gradients`: the numbers (3), no traces (2) | 5 |
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
# **What is closed.** Ready-made ways to enlarge an image (PyTorch, SciPy,
# scikit-image) and `cnnlab.explain` do not work inside your functions.
#
# **Given.** Two small networks. The first is in NumPy, for parts 1 to 4: it is
# one convolution, ReLU, the mean of each map, and a linear layer without bias.
# It is a dict of two arrays. The second is in PyTorch, for part 5. No function
# may change an array that it is given.

# %% nbgrader={"grade": false, "grade_id": "gradcam-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
from functools import partial

import numpy as np
import torch
from cnnlab import check
from numpy.lib.stride_tricks import sliding_window_view
from torch import nn

CLOSED = (
    *check.SHORTCUTS,
    "cnnlab.explain.*",
    "scipy.ndimage.affine_transform",
    "scipy.ndimage.map_coordinates",
    "scipy.ndimage.zoom",
    "skimage.transform.rescale",
    "skimage.transform.resize",
    "torch.nn.functional.interpolate",
    "torch.nn.functional.upsample",
)
OPEN = (
    "cnnlab.check.slips.gradcam.*",
    "cnnlab.check.truth.gradcam.*",
    "cnnlab.explain.*",
)


def feature_maps(net, images):
    """Maps `(N, K, H', W')` of images `(N, C, H, W)`: convolution, ReLU."""
    kernels = net["kernels"]  # (K, C, KH, KW)
    windows = sliding_window_view(images, kernels.shape[2:], axis=(2, 3))
    return np.maximum(np.einsum("nchwuv,kcuv->nkhw", windows, kernels), 0)


def logits(net, images):
    """Logits `(N, classes)`: the mean of each map, then a linear layer."""
    means = feature_maps(net, images).mean(axis=(2, 3))
    return means @ net["weights"].T  # weights: (classes, K)


def random_net(rng, C=3, K=4, classes=3):
    """A network that has learned nothing; good enough for tests."""
    return {
        "kernels": rng.normal(size=(K, C, 3, 2)),
        "weights": rng.normal(size=(classes, K)),
    }


# Two maps of one image, and the gradients of its logit: worked by hand below.
worked = np.array([[[[1.0, 0.0], [2.0, 3.0]], [[4.0, 1.0], [0.0, 0.0]]]])
slopes = np.array([[[[3.0, 1.0], [4.0, 0.0]], [[-1.0, 2.0], [-5.0, 0.0]]]])


# %% [markdown]
# ## 1. Occlusion
#
# Cover a square of the image with one value, `fill`, and ask the network
# again. If the logit of the target class falls, the square held evidence for
# it. Write down by **how much it falls**: the logit of the whole image minus
# that of the covered one. Then move the square, like a kernel: it starts in
# the top left corner, moves by `stride` pixels in both directions, and stays
# inside. It covers all channels. Each time, the rest of the image is whole.
#
# By hand: one channel and a network whose logit 0 is the sum of all pixels,
# and whose logit 1 is minus this sum. The image is
# $\begin{bmatrix} 1 & 2 & 0 \\ 0 & 3 & 1 \end{bmatrix}$, its logit 0 is 7.
# A square of $2 \times 2$ pixels of 0 leaves 1 on the left and 1 on the right.
# So the logit falls by 6, and by 6.
#
# Before you run it: by how much does it fall with a `fill` of 1? And what does
# it mean that the map of class 1 is below 0?


# %% nbgrader={"grade": false, "grade_id": "gradcam-answer-occlusion", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def occlusion(net, x, target, patch, stride=1, fill=0.0):
    """Measure how much a logit falls when a square is covered.

    Parameters
    ----------
    net : dict of arrays
        Ask it by ``logits(net, images)``, with images ``(N, C, H, W)``.
    x : float array of shape (C, H, W)
        One image.
    target : int
        Whose logit.
    patch : int
        Side of the square in pixels.
    stride : int
        Pixels from one place to the next.
    fill : float
        The value that covers.

    Returns
    -------
    float array of shape (rows, columns)
        One number for each place of the square.
    """
    ### BEGIN SOLUTION
    full = logits(net, x[None])[0, target]
    rows, columns = ((n - patch) // stride + 1 for n in x.shape[1:])
    drop = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            covered = x.copy()
            covered[:, top : top + patch, left : left + patch] = fill
            drop[i, j] = full - logits(net, covered[None])[0, target]
    return drop
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "gradcam-occlusion", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("gradcam-occlusion", forbid=CLOSED)
t.signature(occlusion, "net", "x", "target", "patch", stride=1, fill=0.0)

# By hand: six pixels, so that 6 times their mean is their sum.
net = {"kernels": np.ones((1, 1, 1, 1)), "weights": np.array([[6.0], [-6.0]])}
x = np.array([[[1.0, 2.0, 0.0], [0.0, 3.0, 1.0]]])
for target, fill, expected in (
    (0, 0.0, [[6.0, 6.0]]),
    (0, 1.0, [[2.0, 2.0]]),
    (1, 0.0, [[-6.0, -6.0]]),
):
    given = x, target, 2, 1, fill
    slips = check.slips.gradcam.occlusion(partial(logits, net), *given)
    result = t.call(occlusion, net, x, target, 2, fill=fill)
    result.equals(expected, terms=10, wrong=slips)

# Three channels, more columns than rows, each class in turn.
net, x = random_net(t.rng), t.rng.normal(size=(3, 5, 7))
for target, patch, fill in ((0, 2, 0.0), (1, 3, 0.5), (2, 4, -1.0)):
    given = x, target, patch, 1, fill
    expected = check.truth.gradcam.occlusion(partial(logits, net), *given)
    slips = check.slips.gradcam.occlusion(partial(logits, net), *given)
    result = t.call(occlusion, net, x, target, patch, fill=fill)
    result.equals(expected, terms=100, scale=10, wrong=slips)
### BEGIN HIDDEN TESTS
for target in range(4):
    net = random_net(t.rng, C=2, K=5, classes=4)
    x = t.rng.normal(size=(2, *t.rng.integers(5, 9, size=2)))
    patch, fill = int(t.rng.integers(1, 5)), float(t.rng.normal())
    given = x, target, patch, 1, fill
    expected = check.truth.gradcam.occlusion(partial(logits, net), *given)
    slips = check.slips.gradcam.occlusion(partial(logits, net), *given)
    result = t.call(occlusion, net, x, target, patch, 1, fill)
    result.equals(expected, terms=100, scale=10, wrong=slips)

# A square that covers the whole image: one number, for each way to fill it.
x = t.rng.normal(size=(2, 6, 6))
expected = check.truth.gradcam.occlusion(partial(logits, net), x, 1, 6)
result = t.call(occlusion, net, x, 1, 6)
result.equals(expected, terms=100, scale=10)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# A photo of $224 \times 224$ pixels has many places, and each costs a run of
# the network. So the square moves by larger steps. With `stride` $S$ the place
# $(i, j)$ of the map belongs to the square that starts at row $iS$, column
# $jS$. A last step that would stick out is not taken, so some pixels at the
# right and at the bottom may never be covered.
#
# Before you run it: 7 rows, 10 columns, `patch=3` and `stride=3`. How many
# numbers has the map? Which pixels are never covered?

# %% nbgrader={"grade": true, "grade_id": "gradcam-occlusion-stride", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("gradcam-occlusion-stride", forbid=CLOSED)

net, x = random_net(t.rng), t.rng.normal(size=(3, 7, 10))
t.call(occlusion, net, x, 0, 3, stride=3).has_shape(2, 3)
for patch, stride in ((3, 3), (4, 2), (2, 3), (3, 5)):
    given = x, 2, patch, stride, 0.25
    expected = check.truth.gradcam.occlusion(partial(logits, net), *given)
    slips = check.slips.gradcam.occlusion(partial(logits, net), *given)
    result = t.call(occlusion, net, x, 2, patch, stride=stride, fill=0.25)
    result.equals(expected, terms=100, scale=10, wrong=slips)
### BEGIN HIDDEN TESTS
for stride in (1, 2, 3, 4):
    net = random_net(t.rng, C=2, K=5, classes=4)
    x = t.rng.normal(size=(2, *t.rng.integers(6, 11, size=2)))
    given = x, 3, int(t.rng.integers(2, 6)), stride, float(t.rng.normal())
    expected = check.truth.gradcam.occlusion(partial(logits, net), *given)
    slips = check.slips.gradcam.occlusion(partial(logits, net), *given)
    result = t.call(occlusion, net, *given)
    result.equals(expected, terms=100, scale=10, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. CAM: a network that can be asked
#
# In the given network, the logit of class $c$ is a sum of means: with the maps
# $A_k$ and the weights $w_{c,k}$ of the linear layer,
#
# $$
# z_c = \sum_k w_{c,k} \; \frac{1}{HW} \sum_{i,j} A_k[i, j]
#     = \frac{1}{HW} \sum_{i,j} \; \sum_k w_{c,k} A_k[i, j] .
# $$
#
# Mean and sum have changed places. What now stands inside,
# $\sum_k w_{c,k} A_k$, is a map: the **class activation map** of class $c$. It
# says how much each place adds to the logit, or takes from it: its mean **is**
# the logit.
#
# By hand: two maps $A_1 = \begin{bmatrix} 1 & 0 \\ 2 & 3 \end{bmatrix}$ and
# $A_2 = \begin{bmatrix} 4 & 1 \\ 0 & 0 \end{bmatrix}$, weights
# $w_c = (2, -1)$. The map is
# $\begin{bmatrix} -2 & -1 \\ 4 & 6 \end{bmatrix}$, the logit is $7/4$.
#
# Each image of a batch has a target class of its own. Question: which map do
# you get for the class with the weights $(-1, 2)$, and which class wins?


# %% nbgrader={"grade": false, "grade_id": "gradcam-answer-cam", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def cam(maps, weights, targets):
    """Add up the maps with the weights of a class.

    Parameters
    ----------
    maps : float array of shape (N, K, H, W)
    weights : float array of shape (classes, K)
        The linear layer after the means.
    targets : int array of shape (N,)
        The class of each image.

    Returns
    -------
    float array of shape (N, H, W)
        Numbers below 0 are kept.
    """
    ### BEGIN SOLUTION
    return np.einsum("nk,nkij->nij", weights[targets], maps)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "gradcam-cam", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("gradcam-cam", forbid=CLOSED)
t.signature(cam, "maps", "weights", "targets")

weights = np.array([[2.0, -1.0], [-1.0, 2.0]])
for target, expected in (
    (0, [[[-2.0, -1.0], [4.0, 6.0]]]),
    (1, [[[7.0, 2.0], [-2.0, -3.0]]]),
):
    given = worked, weights, np.array([target])
    slips = check.slips.gradcam.cam(*given)
    t.call(cam, *given).equals(expected, terms=4, wrong=slips)

# Three images of two classes, and as many maps as rows.
net, images = random_net(t.rng), t.rng.normal(size=(3, 3, 6, 9))
maps, targets = feature_maps(net, images), np.array([2, 0, 2])
expected = check.truth.gradcam.cam(maps, net["weights"], targets)
slips = check.slips.gradcam.cam(maps, net["weights"], targets)
result = t.call(cam, maps, net["weights"], targets)
result.equals(expected, terms=40, wrong=slips)

# The law: the mean of the map is the logit.
law = "the mean of cam(maps, weights, targets) is the logit of the target"
result.value = result.array().mean(axis=(1, 2))
asked = logits(net, images)[np.arange(3), targets]
result.equals(asked, terms=100, scale=np.abs(expected).max(), law=law)
### BEGIN HIDDEN TESTS
for _ in range(4):
    N, K, classes = t.rng.integers(2, 6, size=3)
    maps = t.rng.normal(size=(N, K, *t.rng.integers(2, 7, size=2)))
    weights = t.rng.normal(size=(classes, K))
    targets = t.rng.integers(classes, size=N)
    expected = check.truth.gradcam.cam(maps, weights, targets)
    slips = check.slips.gradcam.cam(maps, weights, targets)
    result = t.call(cam, maps, weights, targets)
    result.equals(expected, terms=40, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. Grad-CAM: any network
#
# Most networks have no such weights: between the last maps and the logit stand
# other layers. But for one picture we can ask how the logit moves if a map
# moves, which is the gradient $\partial z_c / \partial A_k[i, j]$.
# **Grad-CAM** takes its mean over all places for the weight of the map:
#
# $$
# \alpha_k = \frac{1}{HW} \sum_{i,j} \frac{\partial z_c}{\partial A_k[i, j]} ,
# \qquad
# \text{cam} = \operatorname{relu}\Bigl(\sum_k \alpha_k A_k\Bigr) .
# $$
#
# The ReLU is for the eye: what speaks *against* the class is cut off. Nothing
# is normalized yet.
#
# By hand: the gradients with respect to the two maps from above are
# $\begin{bmatrix} 3 & 1 \\ 4 & 0 \end{bmatrix}$ and
# $\begin{bmatrix} -1 & 2 \\ -5 & 0 \end{bmatrix}$. So $\alpha = (2, -1)$, as
# above, and the map is $\begin{bmatrix} 0 & 0 \\ 4 & 6 \end{bmatrix}$.
#
# Question: what would come out if the ReLU came before the sum?


# %% nbgrader={"grade": false, "grade_id": "gradcam-answer-grad-cam", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def channel_weights(gradients):
    """Compute the weight of each map.

    Parameters
    ----------
    gradients : float array of shape (N, K, H, W)
        Of the target's logit with respect to each number of the maps.

    Returns
    -------
    float array of shape (N, K)
    """
    ### BEGIN SOLUTION
    return gradients.mean(axis=(2, 3))
    ### END SOLUTION


def grad_cam(maps, gradients):
    """Add up the maps with their weights, and cut off what is below 0.

    Parameters
    ----------
    maps, gradients : float arrays of shape (N, K, H, W)

    Returns
    -------
    float array of shape (N, H, W)
    """
    ### BEGIN SOLUTION
    alpha = channel_weights(gradients)[:, :, None, None]
    return np.maximum((alpha * maps).sum(axis=1), 0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "gradcam-alpha", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("gradcam-alpha", forbid=CLOSED)
t.signature(channel_weights, "gradients")

slips = check.slips.gradcam.channel_weights(slopes)
t.call(channel_weights, slopes).equals([[2.0, -1.0]], terms=4, wrong=slips)

gradients = t.rng.normal(size=(2, 4, 3, 5))
expected = check.truth.gradcam.channel_weights(gradients)
slips = check.slips.gradcam.channel_weights(gradients)
result = t.call(channel_weights, gradients)
result.equals(expected, terms=40, scale=1, wrong=slips)
### BEGIN HIDDEN TESTS
for _ in range(4):
    gradients = t.rng.normal(size=t.rng.integers((2, 2, 2, 2), 7))
    expected = check.truth.gradcam.channel_weights(gradients)
    slips = check.slips.gradcam.channel_weights(gradients)
    result = t.call(channel_weights, gradients)
    result.equals(expected, terms=40, scale=1, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "gradcam-map", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("gradcam-map", forbid=CLOSED)
t.signature(grad_cam, "maps", "gradients")

slips = check.slips.gradcam.grad_cam(worked, slopes)
result = t.call(grad_cam, worked, slopes)
result.equals([[[0.0, 0.0], [4.0, 6.0]]], terms=8, wrong=slips)

maps, gradients = t.rng.normal(size=(2, 3, 4, 5, 6))
expected = check.truth.gradcam.grad_cam(maps, gradients)
slips = check.slips.gradcam.grad_cam(maps, gradients)
result = t.call(grad_cam, maps, gradients)
result.equals(expected, terms=200, scale=3, wrong=slips)

# The law: in a network of means and one linear layer, a logit has the same
# gradient w / (H W) at all places of a map, and Grad-CAM is CAM.
net, images = random_net(t.rng), t.rng.normal(size=(3, 3, 6, 9))
maps, targets = feature_maps(net, images), np.array([1, 2, 0])
places = maps[0, 0].size
one_number = net["weights"][targets][:, :, None, None] / places
gradients = np.broadcast_to(one_number, maps.shape)
expected = check.truth.gradcam.cam(maps, net["weights"], targets)
law = "after means and a linear layer, grad_cam = relu(cam) / (H * W)"
result = t.call(grad_cam, maps, gradients)
result.equals(np.maximum(expected, 0) / places, terms=200, law=law)
### BEGIN HIDDEN TESTS
for _ in range(4):
    shape = tuple(t.rng.integers((2, 2, 2, 2), 7))
    maps, gradients = t.rng.normal(size=(2, *shape))
    expected = check.truth.gradcam.grad_cam(maps, gradients)
    slips = check.slips.gradcam.grad_cam(maps, gradients)
    result = t.call(grad_cam, maps, gradients)
    result.equals(expected, terms=200, scale=3, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. From a small map to a picture
#
# The last maps are small: $7 \times 7$ for a photo of $224 \times 224$. To lay
# one over the photo, enlarge it by a whole `factor` $f$. **Bilinear**
# enlarging goes backwards. A pixel of the large map asks where its centre lies
# in the small one. Centres lie at halves, so pixel $i$ asks at
#
# $$ p = \frac{i + \tfrac12}{f} - \tfrac12 , $$
#
# and where $p$ lies before the first or behind the last pixel of the small
# map, it is moved to that pixel. The value is a mix of the pixels before and
# behind $p$: with $p = 1.25$ three quarters of pixel 1 and one quarter of
# pixel 2. First the rows, then the columns, or the other way round.
#
# By hand: the row `[0, 4]` with $f = 2$. The four pixels ask at $-0.25$,
# $0.25$, $0.75$ and $1.25$. The first and the last are moved to 0 and 1. The
# result is `[0, 1, 3, 4]`. Before you run it: what becomes of `[0, 3]` with
# $f = 3$?


# %% nbgrader={"grade": false, "grade_id": "gradcam-answer-upsample", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def upsample(cam, factor):
    """Enlarge maps by a whole factor, bilinearly.

    Parameters
    ----------
    cam : float array of shape (N, H, W)
    factor : int

    Returns
    -------
    float array of shape (N, H * factor, W * factor)
    """
    ### BEGIN SOLUTION
    for _ in range(2):  # the rows, then the columns
        n = cam.shape[1]
        place = (np.arange(n * factor) + 0.5) / factor - 0.5
        place = np.clip(place, 0, n - 1)
        before = place.astype(int)
        behind = np.minimum(before + 1, n - 1)
        share = (place - before)[:, None]
        mixed = (1 - share) * cam[:, before] + share * cam[:, behind]
        cam = mixed.swapaxes(1, 2)
    return cam
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "gradcam-upsample", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("gradcam-upsample", forbid=CLOSED)
t.signature(upsample, "cam", "factor")

for row, factor, expected in (
    ([0.0, 4.0], 2, [0.0, 1.0, 3.0, 4.0]),
    ([0.0, 3.0], 3, [0.0, 0.0, 1.0, 2.0, 3.0, 3.0]),
):
    x, expected = np.array([[row]]), [[expected] * factor]
    slips = check.slips.gradcam.upsample(x, factor)
    t.call(upsample, x, factor).equals(expected, terms=4, wrong=slips)

for shape, factor in (((2, 3, 5), 2), ((3, 4, 2), 3), ((1, 2, 3), 4)):
    x = t.rng.normal(size=shape)
    expected = check.truth.gradcam.upsample(x, factor)
    slips = check.slips.gradcam.upsample(x, factor)
    t.call(upsample, x, factor).equals(expected, terms=10, wrong=slips)

# A factor of 1 changes nothing.
t.call(upsample, x, 1).equals(x, terms=10)
### BEGIN HIDDEN TESTS
for factor in (2, 3, 5, 6):
    x = t.rng.normal(size=t.rng.integers((1, 2, 2), 6))
    expected = check.truth.gradcam.upsample(x, factor)
    slips = check.slips.gradcam.upsample(x, factor)
    t.call(upsample, x, factor).equals(expected, terms=10, wrong=slips)

x, other = t.rng.normal(size=(2, 2, 4, 3))
check.laws.linear(lambda x: t.call(upsample, x, 4), x, other, terms=20)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# A colour needs a number from 0 to 1. Take each map by itself: its lowest
# number becomes 0, its highest 1, and all between lie in proportion. A map of
# equal numbers, such as the zeros that the ReLU leaves of a class that is not
# there, becomes 0 everywhere.
#
# By hand: $(2, 4, 10)$ becomes $(0, 0.25, 1)$. And $(2, 4, 10)$ times a
# billionth? The same: the maps of a sure network can be that small.


# %% nbgrader={"grade": false, "grade_id": "gradcam-answer-unit", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def to_unit(cam):
    """Bring each map to the range from 0 to 1.

    Parameters
    ----------
    cam : float array of shape (N, H, W)

    Returns
    -------
    float array of shape (N, H, W)
        0 everywhere for a map of equal numbers.
    """
    ### BEGIN SOLUTION
    low = cam.min(axis=(1, 2), keepdims=True)
    span = cam.max(axis=(1, 2), keepdims=True) - low
    return (cam - low) / np.where(span > 0, span, 1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "gradcam-unit", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("gradcam-unit", forbid=CLOSED)
t.signature(to_unit, "cam")

x = np.array([[[2.0, 4.0, 10.0]]])
for scale in (1.0, 1e-9):
    slips = check.slips.gradcam.to_unit(scale * x)
    result = t.call(to_unit, scale * x)
    result.equals([[[0.0, 0.25, 1.0]]], terms=1e6, wrong=slips)

# Maps of very different size; the last one has no differences.
x = t.rng.normal(size=(4, 3, 5))
x *= np.array([1.0, 100.0, 1e-6, 0.0])[:, None, None]
for shift in (0.0, 3.0):
    expected = check.truth.gradcam.to_unit(x[:3] + shift)
    expected = np.concatenate([expected, np.zeros((1, 3, 5))])
    slips = check.slips.gradcam.to_unit(x + shift)
    # Near 3, differences of 1e-6 have lost the digits below 1e-16.
    result = t.call(to_unit, x + shift)
    result.equals(expected, terms=1e6, wrong=slips)
### BEGIN HIDDEN TESTS
for size in (1e-12, 1e-3, 1.0, 1e6):
    x = size * t.rng.normal(size=t.rng.integers((2, 2, 2), 6))
    expected = check.truth.gradcam.to_unit(x)
    slips = check.slips.gradcam.to_unit(x)
    t.call(to_unit, x).equals(expected, terms=10, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Look at it
#
# Nothing is graded here. An image with an upright bar and a lying one, and a
# network of which class 0 looks for upright edges and class 1 for lying ones.
# Predict first: where is each map bright, and what does occlusion see that
# Grad-CAM has cut off?

# %% tags=["play"]
import matplotlib.pyplot as plt

image = np.zeros((1, 26, 26))
image[0, 4:18, 4:6] = image[0, 19:21, 10:24] = 1
across = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]])
seer = {
    "kernels": np.array([[across], [-across], [across.T], [-across.T]]),
    "weights": np.array([[1.0, 1.0, -1.0, -1.0], [-1.0, -1.0, 1.0, 1.0]]),
}
both = np.array([0, 1])
maps = feature_maps(seer, np.stack([image, image]))
slopes_now = np.broadcast_to(
    seer["weights"][both][:, :, None, None] / maps[0, 0].size, maps.shape
)
heat = to_unit(grad_cam(maps, slopes_now))
figure, axes = plt.subplots(1, 5, figsize=(12, 2.6))
axes[0].imshow(image[0], cmap="gray")
for k in both:
    axes[1 + k].imshow(heat[k], cmap="magma")
    axes[1 + k].set_title(f"Grad-CAM, class {k}")
    axes[3 + k].imshow(occlusion(seer, image, k, 5, 2), cmap="coolwarm")
    axes[3 + k].set_title(f"occlusion, class {k}")
for ax in axes:
    ax.axis("off")
plt.show()

# %% [markdown]
# ## 5. Maps and gradients of a PyTorch network
#
# Now the part that needs a library: the gradients. The given network has two
# parts, `net.features`, whose output is the maps, and `net.head`, which makes
# logits of them: `net(x)` is `net.head(net.features(x))`. There are two ways.
# A *hook* on `net.features` keeps what comes out while `net(x)` runs; or you
# call the parts one after the other and keep the maps yourself. Then
# `torch.autograd.grad(number, maps)` gives the gradient of one number.
#
# Which number? Each image has a target of its own, so there are $N$ logits.
# But image 2 has no influence on the logit of image 1. So take the **sum** of
# the chosen logits: the gradient with respect to the maps of an image then
# holds its own logit alone.
#
# By hand: with logits `[[1, 5], [7, 2]]` and targets `[0, 1]` the number is
# $1 + 2 = 3$. Question: whose gradient would you get from the sum of the
# highest logits? Of the probabilities, where the network is sure?
#
# Do not change the class `Net`: it hands a network to your function.


# %% nbgrader={"grade": false, "grade_id": "gradcam-given-network", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
class SmallNet(nn.Module):
    """`features` makes K maps of an image of `size`, `head` reads them."""

    def __init__(self, K, classes, size, seed):
        super().__init__()
        torch.manual_seed(seed)
        H, W = size
        self.features = nn.Sequential(
            nn.Conv2d(3, 5, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv2d(5, K, 3, padding=1),
            nn.ReLU(),
        )
        self.head = nn.Sequential(
            nn.Flatten(),
            nn.Linear(K * -(-H // 2) * -(-W // 2), 6),
            nn.Tanh(),
            nn.Linear(6, classes),
        )
        self.double()  # so that numbers can be compared closely

    def forward(self, x):
        return self.head(self.features(x))

    def freeze(self):
        """Let nothing learn."""
        self.requires_grad_(False)

    def traces(self):
        """Count what a function may have left behind."""
        layers, parameters = list(self.modules()), list(self.parameters())
        hooks = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks")
        return {
            "hooks": sum(len(getattr(m, h)) for m in layers for h in hooks),
            "gradients of parameters": sum(
                p.grad is not None for p in parameters
            ),
            "frozen parameters": sum(not p.requires_grad for p in parameters),
        }

    def learn(self, x, dy):
        """Fill the gradients of the parameters, as training does."""
        self.zero_grad()
        self(x).backward(dy)

    def learned(self):
        """The gradients of the parameters, one after the other."""
        return torch.cat(
            [
                torch.zeros(p.numel()) if p.grad is None else p.grad.flatten()
                for p in self.parameters()
            ]
        )


# %% nbgrader={"grade": false, "grade_id": "gradcam-answer-collect", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def maps_and_gradients(net, x, targets):
    """Run a network and collect its last maps and their gradients.

    Parameters
    ----------
    net : SmallNet
    x : float tensor of shape (N, 3, H, W)
    targets : int tensor of shape (N,)
        The class of each image.

    Returns
    -------
    maps : float tensor of shape (N, K, H', W')
        What ``net.features`` gives.
    gradients : float tensor of the same shape
        Of each image's target logit with respect to its maps.
    """
    ### BEGIN SOLUTION
    with torch.no_grad():
        maps = net.features(x)
    maps.requires_grad_()
    chosen = net.head(maps)[torch.arange(len(x)), targets]
    (gradients,) = torch.autograd.grad(chosen.sum(), maps)
    return maps.detach(), gradients
    ### END SOLUTION


class Net(SmallNet):
    """Given: hands itself to your function. Leave it as it is."""

    def maps(self, x, targets):
        maps, gradients = maps_and_gradients(self, x, targets)
        return maps

    def gradients(self, x, targets):
        maps, gradients = maps_and_gradients(self, x, targets)
        return gradients


# %% nbgrader={"grade": true, "grade_id": "gradcam-collect", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("gradcam-collect", forbid=OPEN)
t.signature(maps_and_gradients, "net", "x", "targets")

for K, classes, size, targets in (
    (4, 3, (6, 9), [2, 0, 1, 0]),
    (5, 2, (7, 4), [1, 0]),
):
    given = K, classes, size, int(t.rng.integers(1000))
    net, twin = t.construct(Net, *given), SmallNet(*given)
    x, targets = t.rng.normal(size=(len(targets), 3, *size)), np.array(targets)
    maps, gradients = check.truth.gradcam.collect(twin, x, targets)
    t.method(net, "maps", x, targets).equals(maps, terms=100)
    slips = check.slips.gradcam.gradients(twin, x, targets)
    result = t.method(net, "gradients", x, targets)
    result.equals(gradients, terms=100, wrong=slips)
### BEGIN HIDDEN TESTS
for K, classes, size in ((3, 5, (8, 5)), (6, 4, (5, 5)), (2, 2, (4, 10))):
    given = K, classes, size, int(t.rng.integers(1000))
    net, twin = t.construct(Net, *given), SmallNet(*given)
    x = t.rng.normal(size=(5, 3, *size))
    targets = t.rng.integers(classes, size=5)
    maps, gradients = check.truth.gradcam.collect(twin, x, targets)
    t.method(net, "maps", x, targets).equals(maps, terms=100)
    slips = check.slips.gradcam.gradients(twin, x, targets)
    result = t.method(net, "gradients", x, targets)
    result.equals(gradients, terms=100, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# Who looks must leave nothing behind. A hook that stays is called at every
# later step. Gradients of parameters that stay (`.grad`) are added to those of
# the next training step; and what was in `.grad` before must still be there,
# since someone may be in the middle of a step. And the network may be
# **frozen**, as on the page before: no parameter asks for a gradient, and the
# maps must have one all the same.
#
# Before you run it: which gradients does `number.backward()` fill, and which
# does `torch.autograd.grad(number, maps)` compute?

# %% nbgrader={"grade": true, "grade_id": "gradcam-traces", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("gradcam-traces", forbid=OPEN)

given = 4, 3, (6, 9), int(t.rng.integers(1000))
net, twin = t.construct(Net, *given), SmallNet(*given)
x, targets = t.rng.normal(size=(2, 3, 6, 9)), np.array([2, 1])
_, gradients = check.truth.gradcam.collect(twin, x, targets)
none = {"hooks": 0, "gradients of parameters": 0, "frozen parameters": 0}
for _ in range(2):
    t.method(net, "gradients", x, targets).equals(gradients, terms=100)
    t.method(net, "traces").equals(none)

# In the middle of a step of training.
t.method(net, "learn", x, t.rng.normal(size=(2, 3)))
before = t.method(net, "learned").array()
t.method(net, "gradients", x, targets).equals(gradients, terms=100)
law = "the .grad of the parameters are as they were before the call"
t.method(net, "learned").equals(before, law=law)

# Frozen, and still so afterwards.
net = t.construct(Net, *given)
t.method(net, "freeze")
t.method(net, "gradients", x, targets).equals(gradients, terms=100)
t.method(net, "traces").equals(none | {"frozen parameters": 8})
### BEGIN HIDDEN TESTS
given = 3, 4, (5, 8), int(t.rng.integers(1000))
net, twin = t.construct(Net, *given), SmallNet(*given)
x, targets = t.rng.normal(size=(3, 3, 5, 8)), np.array([3, 0, 1])
_, gradients = check.truth.gradcam.collect(twin, x, targets)
t.method(net, "gradients", x, targets).equals(gradients, terms=100)
t.method(net, "traces").equals(none)
t.method(net, "freeze")
t.method(net, "gradients", x, targets).equals(gradients, terms=100)
t.method(net, "traces").equals(none | {"frozen parameters": 8})
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## Where you are
#
# You can ask a network three times where it looked: by covering, by its own
# weights, and by a gradient. The maps agree where a picture is easy. Where
# they do not, remember what each one asks: occlusion changes the picture, and
# CAM and Grad-CAM weigh what the network has already seen. None of them says
# *why*.
