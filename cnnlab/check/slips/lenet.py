"""Slips in building LeNet-5 and its published parts: exercise 9."""

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import lenet as truth


@later
def forward(state: truth.State, x: np.ndarray) -> dict[str, np.ndarray]:
    """Slips in the way from images to scores."""

    def made(x: np.ndarray = x, **how: object) -> np.ndarray:
        return truth.forward(state, x, **how)

    def same(x: np.ndarray) -> np.ndarray:
        return x

    scores = made()
    probabilities = truth.softmax(scores)
    return {
        "the scores have gone through a softmax": probabilities,
        "the scores have gone through a log-softmax": np.log(probabilities),
        "the scores have gone through a ReLU": truth.relu(scores),
        "the pooling takes the mean": made(pool=np.mean),
        "no ReLU comes after c1 and c3": made(
            squash=same, squash_late=truth.relu
        ),
        "no ReLU comes after c5 and f6": made(squash_late=same),
        "there is no ReLU": made(squash=same),
        "tanh stands where ReLU is asked for": made(squash=np.tanh),
        "the maps are flattened with the channels last": made(
            flat=lambda x: truth.flatten(x.transpose(0, 2, 3, 1))
        ),
        "the images are normalized with the whole batch": made(
            (x - x.mean()) / (x.std() or 1.0)
        ),
    }


@later
def learn(
    state: truth.State, x: np.ndarray, y: np.ndarray, lr: float, steps: int
) -> dict[str, np.ndarray]:
    """Slips in a step of gradient descent."""
    given = state, x, y, lr
    longer = truth.learn(*given, steps + 1)
    return {
        "a softmax comes before the cross-entropy": truth.learn(
            *given, steps, softmax_first=True
        ),
        "the old gradients are never set to 0": truth.learn(
            *given, steps, keep=1.0
        ),
        "the weights never change": np.full(steps, longer[0]),
        "the weights go up the slope": truth.learn(state, x, y, -lr, steps),
        "the loss is summed over the images": truth.learn(
            state, x, y, lr * len(x), steps
        )
        * len(x),
        "the loss is taken after the step": longer[1:],
    }


@later
def scaled_tanh(x: np.ndarray) -> dict[str, np.ndarray]:
    """Slips in the squashing function of the paper."""
    return {
        "the 1.7159 in front is missing": np.tanh(2 / 3 * x),
        "the 2/3 inside is missing": 1.7159 * np.tanh(x),
        "inside stands 3/2 for 2/3": 1.7159 * np.tanh(1.5 * x),
        "the two constants are swapped": 2 / 3 * np.tanh(1.7159 * x),
        "it is the plain tanh": np.tanh(x),
        "it is the sigmoid": 1 / (1 + np.exp(-x)),
    }


@later
def trainable_pool(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray
) -> dict[str, np.ndarray]:
    """Slips in pooling with weights."""
    w, b = weight[:, None, None], bias[:, None, None]
    total = truth.blocks(x, np.sum)
    mean, largest = truth.blocks(x, np.mean), truth.blocks(x, np.max)
    found = {
        "the mean of each block is taken, not the sum": mean * w + b,
        "the largest number of each block is taken": largest * w + b,
        "the bias is missing": total * w,
        "the weight is missing": total + b,
        "the bias is multiplied by the weight too": (total + b) * w,
        "the bias is added four times": total * w + 4 * b,
        "all maps use the numbers of the first": total * w[0] + b[0],
        "the result is squashed already": truth.scaled_tanh(total * w + b),
    }
    if total.shape[-1] == len(weight):
        along = total * weight + bias
        found["weight and bias lie along the columns"] = along
    return found


@later
def c3_table() -> dict[str, np.ndarray]:
    """Slips in who sees whom in C3."""
    right = truth.c3_table()
    cut, late, pairs = np.zeros((3, *right.shape), dtype=int)
    for j in range(12):
        length = 3 + j // 6
        cut[j, j % 6 : j % 6 + length] = 1
        late[j, [(j % 6 + k + 1) % 6 for k in range(length)]] = 1
    cut[12:], late[12:], pairs[:] = right[12:], right[12:], right
    for k in range(3):
        pairs[12 + k] = [c in (k, k + 1, k + 2, k + 3) for c in range(6)]
    return {
        "rows and columns are swapped": right.T,
        "the ring is cut between 5 and 0": cut,
        "each map begins one too late": late,
        "maps 12 to 14 see four neighbours": pairs,
        "it says who is not seen": 1 - right,
        "every map sees all": np.ones_like(right),
    }


@later
def sparse_conv(
    state: truth.State, table: np.ndarray, x: np.ndarray
) -> dict[str, np.ndarray]:
    """Slips in a convolution whose maps see only some maps."""
    first = np.sort(table, axis=1)[:, ::-1]
    no_bias = {
        name: value * (not name.endswith("bias"))
        for name, value in state.items()
    }
    right = truth.sparse_conv(state, table, x)
    return {
        "each map sees the first maps, not its own": truth.sparse_conv(
            state, first, x
        ),
        "each map sees the last maps, not its own": truth.sparse_conv(
            state, first[:, ::-1], x
        ),
        "the maps that are seen come in backwards": truth.sparse_conv(
            state, table[:, ::-1], x[:, ::-1]
        ),
        "the bias is missing": truth.sparse_conv(no_bias, table, x),
        "the maps come out in the wrong order": right[:, ::-1],
    }
