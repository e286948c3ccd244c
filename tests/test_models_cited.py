"""Cited accuracies: of networks there are, and as their sources say."""

import pytest

torch = pytest.importorskip("torch")

from cnnlab import models  # noqa: E402
from cnnlab.models.cited import (  # noqa: E402
    CITED,
    MOBILENET_V1_TOP1,
    SEPARABLE_TOP1,
    STANDARD_TOP1,
)

# Our name -> torchvision's, where they differ.
THEIRS = {
    "squeezenet": "squeezenet1_0",
    "shufflenet_v2": "shufflenet_v2_x1_0",
}
OTHERS = [name for name, entry in CITED.items() if entry.params]


def test_every_network_has_its_counts_somewhere():
    for name, entry in CITED.items():
        assert (entry.params is None) == (name in models.names()), name
        assert (entry.params is None) == (entry.macs is None), name
        assert 50 < entry.top1 < entry.top5 < 100, name


@pytest.mark.parametrize(
    "name", [n for n, e in CITED.items() if e.source == "torchvision2016"]
)
def test_torchvision_says_the_same(name):
    theirs = pytest.importorskip("torchvision").models
    weights = theirs.get_model_weights(THEIRS.get(name, name))
    first = weights.__members__["IMAGENET1K_V1"]
    metrics = first.meta["_metrics"]["ImageNet-1K"]
    # Both are written with three digits after the point.
    assert CITED[name].top1 == pytest.approx(metrics["acc@1"], abs=1e-9)
    assert CITED[name].top5 == pytest.approx(metrics["acc@5"], abs=1e-9)
    assert first.transforms().crop_size == [CITED[name].pixels]


def theirs_built(name):
    if name == "inception_v3":
        tv = pytest.importorskip("torchvision").models
        return tv.inception_v3(aux_logits=False, init_weights=False)
    return pytest.importorskip("timm").create_model(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_counts_of_networks_that_the_book_does_not_build(name):
    with torch.device("meta"):
        net = theirs_built(name)
    entry = CITED[name]
    shape = (3, entry.pixels, entry.pixels)
    assert models.count_parameters(net) == entry.params
    assert models.count_macs(net, shape) == entry.macs


def test_mobilenets_get_better_with_width_and_pixels():
    """A typing error in the table would break the order somewhere."""
    for (width, pixels), top1 in MOBILENET_V1_TOP1.items():
        for (wider, finer), better in MOBILENET_V1_TOP1.items():
            if wider >= width and finer >= pixels:
                assert better >= top1, (width, pixels)
    assert MOBILENET_V1_TOP1[1.0, 224] == CITED["mobilenet_v1"].top1
    assert SEPARABLE_TOP1 < STANDARD_TOP1
