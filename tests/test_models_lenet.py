"""LeNet-5 against the numbers and the figures of the paper."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from cnnlab import models  # noqa: E402
from cnnlab.models.lenet import (  # noqa: E402
    C3_TABLE,
    ScaledTanh,
    SparseConv,
    TrainablePool,
)
from cnnlab.shapes import (  # noqa: E402
    Conv,
    Flatten,
    Linear,
    Pool,
    ReLU,
    ledger,
)

# The paper's section II.B: trainable parameters and connections of a layer
PAPER = {
    "c1": (156, 122_304),
    "s2": (12, 5_880),
    "c3": (1_516, 151_600),
    "s4": (32, 2_000),
    "c5": (48_120, 48_120),
    "f6": (10_164, 10_164),
}


def body():
    torch.manual_seed(0)
    return models.LeNet5Paper(num_classes=0)


def test_counts_as_published():
    net = body()
    assert models.count_parameters(net) == 60_000
    assert models.count_macs(net, (1, 32, 32)) == 325_680
    assert net(torch.zeros(2, 1, 32, 32)).shape == (2, 84)


def connections(name, module, units):
    """Inputs and bias of each unit; a pooling unit has four inputs."""
    if isinstance(module, TrainablePool):
        return units * (4 + 1)
    return units * (module.weight[0].numel() + 1)


def test_each_layer_has_the_papers_parameters_and_connections():
    net = body()
    found = {}
    for row in models.layer_table(net, (1, 32, 32)).rows:
        path = row.layer.split(" ")[0]
        layer = path.split(".")[0]
        if layer not in PAPER:
            continue
        module = net.get_submodule(path)
        params, links = found.get(layer, (0, 0))
        links += connections(layer, module, int(np.prod(row.shape)))
        found[layer] = (params + row.params, links)
    assert found == PAPER
    assert sum(links for _, links in found.values()) == 340_068


def test_table_one_has_sixty_links_in_the_papers_groups():
    columns = list(zip(*(row.split() for row in C3_TABLE), strict=True))
    seen = [[c for c, m in enumerate(col) if m == "X"] for col in columns]
    assert [len(s) for s in seen] == [3] * 6 + [4] * 9 + [6]
    # The paper: six contiguous triples, six contiguous fours, three others
    for first, maps in enumerate(seen[:6]):
        assert maps == sorted((first + k) % 6 for k in range(3))
    for first, maps in enumerate(seen[6:12]):
        assert maps == sorted((first + k) % 6 for k in range(4))
    assert seen[12:15] == [[0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5]]


def test_sparse_conv_is_a_dense_one_with_zeros():
    torch.manual_seed(1)
    sparse = SparseConv(C3_TABLE, 5)
    x = torch.rand(2, 6, 9, 8)
    dense = torch.zeros(16, 6, 5, 5)
    for o, (conv, seen) in enumerate(
        zip(sparse.convs, sparse.inputs, strict=True)
    ):
        dense[o, seen] = conv.weight.detach()[0]
    bias = torch.cat([conv.bias for conv in sparse.convs])
    expected = torch.nn.functional.conv2d(x, dense, bias)
    # 150 products a sum in float32
    torch.testing.assert_close(sparse(x), expected, rtol=1e-5, atol=1e-5)


def test_pooling_sums_scales_and_shifts_each_map():
    pool = TrainablePool(2)
    with torch.no_grad():
        pool.weight.copy_(torch.tensor([2.0, -1.0]).reshape(2, 1, 1))
        pool.bias.copy_(torch.tensor([0.5, 3.0]).reshape(2, 1, 1))
    x = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]], [[0.0, 1.0], [1.0, 0.0]]]])
    # 2 * (1 + 2 + 3 + 4) + 0.5 and -1 * (0 + 1 + 1 + 0) + 3
    torch.testing.assert_close(pool(x).flatten(), torch.tensor([20.5, 1.0]))


def test_scaled_tanh_keeps_one():
    y = ScaledTanh()(torch.tensor([-1.0, 0.0, 1.0]))
    # The paper's constants are rounded: f(1) = 1 to four digits
    torch.testing.assert_close(
        y, torch.tensor([-1.0, 0.0, 1.0]), rtol=0, atol=1e-4
    )


def test_weights_start_within_the_papers_range():
    net = body()
    for module, fan_in in [(net.c1, 25), (net.c5, 400), (net.s2, 4)]:
        largest = module.weight.abs().max().item()
        assert largest <= 2.4 / fan_in
        assert largest > 1.2 / fan_in
    assert net.c1.bias.abs().max() < 1e-12


def test_common_form_equals_the_shape_ledger():
    layers = [
        Conv(6, 5, padding=2), ReLU(), Pool(2), Conv(16, 5), ReLU(), Pool(2),
        Flatten(), Linear(120), ReLU(), Linear(84), ReLU(), Linear(10),
    ]  # fmt: skip
    counted = ledger((1, 28, 28), layers)
    built = models.layer_table(models.build("lenet5"), (1, 28, 28))
    assert (counted.params, counted.macs) == (built.params, built.macs)
    assert (counted.params, counted.macs) == (61_706, 416_520)


def test_activation_of_the_small_cnn():
    """Without a nonlinearity and pooling's maximum, it is linear."""
    torch.manual_seed(0)
    net = models.SmallCNN(activation=torch.nn.Identity)
    for block in (net.block1, net.block2):
        block.pool = torch.nn.AvgPool2d(2)
    a, b = torch.rand(2, 1, 1, 28, 28)
    zero = torch.zeros_like(a)
    left, right = net(a + b) - net(zero), net(a) + net(b) - 2 * net(zero)
    # 600 products a sum at most in float32
    torch.testing.assert_close(left, right, rtol=1e-4, atol=1e-5)
    relu = models.SmallCNN()
    bent = relu(a + b) + relu(zero) - relu(a) - relu(b)
    assert bent.abs().max() > 1e-3
