"""Every network of the registry: counts, shapes, gradients, errors."""

import pytest

torch = pytest.importorskip("torch")

from cnnlab import models  # noqa: E402

NAMES = models.names()


def images(name, count=2, channels=1, seed=0):
    size = models.info(name).input_size
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(count, channels, size, size, generator=generator)


def built(name, seed=0, **options):
    torch.manual_seed(seed)
    return models.build(name, **options)


def test_names_of_the_first_pages():
    assert set(NAMES) >= {"mlp", "small_cnn", "lenet5", "lenet5_paper"}


@pytest.mark.parametrize("name", NAMES)
def test_counts_are_those_expected(name):
    expected = models.info(name)
    net = built(name)
    shape = (1, expected.input_size, expected.input_size)
    assert models.count_parameters(net) == expected.params
    assert models.count_macs(net, shape) == expected.macs
    assert models.layer_table(net, shape).params == expected.params


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("channels", "classes"), [(1, 10), (3, 7)])
def test_shape_of_the_output(name, channels, classes):
    net = built(name, in_channels=channels, num_classes=classes)
    y = net(images(name, 3, channels))
    assert y.shape == (3, classes)
    assert torch.isfinite(y).all()


@pytest.mark.parametrize("name", NAMES)
def test_gradient_reaches_every_parameter(name):
    net = built(name)
    y = net(images(name, 8))
    torch.nn.functional.cross_entropy(y, torch.arange(8)).backward()
    for label, parameter in net.named_parameters():
        assert parameter.grad is not None, label
        assert parameter.grad.abs().max() > 0, label


@pytest.mark.parametrize("name", NAMES)
def test_same_seed_same_network(name):
    x = images(name)
    first, second, other = (built(name, seed)(x) for seed in (0, 0, 1))
    torch.testing.assert_close(first, second, rtol=0, atol=0)
    assert (first - other).abs().max() > 0.1 * first.abs().max()


@pytest.mark.parametrize("name", NAMES)
def test_an_image_does_not_depend_on_its_batch(name):
    net, x = built(name).eval(), images(name, 3)
    # Another batch size may take another kernel: float32 rounding
    torch.testing.assert_close(net(x)[1:2], net(x[1:2]), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_wrong_inputs_are_refused_in_words(name):
    net, x = built(name), images(name)
    size = x.shape[-1]
    for wrong in (x[..., :-1], x.repeat(1, 3, 1, 1), x[0]):
        if wrong.flatten(1).shape[1] == size * size:
            continue
        with pytest.raises(ValueError, match="`x` h.*this network takes"):
            net(wrong)


def test_an_unknown_name_lists_those_there_are():
    with pytest.raises(ValueError, match=r"'resnet'.*mlp, small_cnn, lenet5"):
        models.build("resnet")


def test_counting_leaves_the_network_as_it_was():
    net = built("small_cnn").train()
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
    net = built("mlp")
    net.hidden.requires_grad_(False)
    assert models.count_parameters(net) == 5_130
