"""The registry and the counting; each network is in test_models_all."""

import pytest

torch = pytest.importorskip("torch")

from cnnlab import models  # noqa: E402

# One of each family, in the order of the book
FAMILIES = (
    "mlp", "small_cnn", "lenet5", "alexnet", "vgg16", "googlenet",
    "squeezenet", "resnet18", "resnext50_32x4d", "densenet121", "dpn68",
    "se_resnet50", "mobilenet_v1", "shufflenet_v1",
)  # fmt: skip


def test_families_are_in_the_order_of_the_book():
    places = [models.names().index(name) for name in FAMILIES]
    assert places == sorted(places)


@pytest.mark.parametrize("name", models.names())
def test_builders_are_in_the_package_by_the_same_name(name):
    assert getattr(models, name) is models.info(name).builder
    assert name in models.__all__


def test_the_table_has_a_line_for_each_network():
    head, *lines = models.table().splitlines()
    assert head.split() == ["name", "parameters", "MACs", "input", "title"]
    assert [line.split()[0] for line in lines] == list(models.names())
    for line, name in zip(lines, models.names(), strict=True):
        known = models.info(name)
        start = head.index("title")
        assert line[start:] == known.title
        size = f"x{known.input_size}x{known.input_size}"
        assert line[:start].rstrip().endswith(size)
        counts = {"parameters": known.params, "MACs": known.macs}
        for word, count in counts.items():  # aligned to the right
            end = head.index(word) + len(word)
            assert line[:end].endswith(f" {count:,}")


def test_build_takes_what_the_registry_says_and_what_is_asked():
    net = models.build("resnet20")
    assert (net.conv1.in_channels, net.fc.out_features) == (3, 10)
    net = models.build("resnet20", num_classes=2, in_channels=1)
    assert (net.conv1.in_channels, net.fc.out_features) == (1, 2)


def test_an_unknown_name_lists_those_there_are():
    with pytest.raises(ValueError, match=r"'resnet'.*mlp, small_cnn, lenet5"):
        models.build("resnet")


def test_counting_leaves_the_network_as_it_was():
    net = models.build("small_cnn").train()
    models.count_macs(net, (1, 28, 28))
    assert net.training
    assert not any(m._forward_hooks for m in net.modules())


def test_counts_by_hand():
    """Groups, stride and a shared layer, summed with pencil and paper."""
    shared = torch.nn.Linear(6, 6, bias=False)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(4, 6, (3, 2), stride=(2, 1), groups=2),
        torch.nn.AdaptiveAvgPool2d(1),
        torch.nn.Flatten(),
        shared,
        shared,
    )
    table = models.layer_table(net, (4, 7, 5))
    # Output 6 x 3 x 4; a unit sees 2 channels of 3 x 2: 12 products
    assert table.macs == 6 * 3 * 4 * 12 + 36 + 36
    assert table.params == models.count_parameters(net) == 6 * 12 + 6 + 36
    assert [row.params for row in table.rows] == [0, 78, 0, 0, 36, 0]


def test_frozen_parameters_are_not_counted():
    net = models.build("mlp")
    net.hidden.requires_grad_(False)
    assert models.count_parameters(net) == 5_130
