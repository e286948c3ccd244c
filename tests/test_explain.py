"""`cnnlab.explain`: maps whose values are known by hand, and laws."""

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402

from cnnlab import explain  # noqa: E402

# Sums of at most some hundred float64 products of values near 1.
EXACT = {"rtol": 0, "atol": 1e-12}


def cam_net(weights, head, *, act=False):
    """conv -> (ReLU) -> global average -> linear, weights given by hand."""
    weights = torch.tensor(weights, dtype=torch.float64)
    head = torch.tensor(head, dtype=torch.float64)
    net = nn.Sequential(
        nn.Conv2d(1, len(weights), 1, bias=False),
        nn.ReLU(inplace=True) if act else nn.Identity(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(head.shape[1], head.shape[0], bias=False),
    ).double()
    with torch.no_grad():
        net[0].weight.copy_(weights[:, None, None, None])
        net[4].weight.copy_(head)
    return net.eval()


def random_net():
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(3, 5, 3, padding=1),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(2),
        nn.Conv2d(5, 7, 3, padding=1),
        nn.ReLU(inplace=True),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(7, 4),
    ).double().eval()  # fmt: skip


def linear_net():
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(48, 3)).double().eval()


def pictures(N=2, C=3, H=8, W=12):
    g = torch.Generator().manual_seed(1)
    return torch.randn(N, C, H, W, dtype=torch.float64, generator=g)


PIXELS = torch.tensor([[1.0, 2.0, 0.0], [0.0, -1.0, 4.0]]).double()


def test_grad_cam_by_hand():
    """Maps x and -2x, weights 3 and 1: alpha = (3, 1) / 6, sum x / 6."""
    net = cam_net([1.0, -2.0], [[3.0, 1.0], [0.0, 0.0]])
    cam = explain.grad_cam(net, PIXELS[None, None], 0, "0")
    # (3 x - 2 x) / 6; the pixel of -1 is cut to 0
    wanted = torch.tensor([[[1.0, 2.0, 0.0], [0.0, 0.0, 4.0]]]).double() / 6
    torch.testing.assert_close(cam, wanted, **EXACT)


def test_alpha_is_a_mean_over_places():
    """At a pooled layer only two of six places pass a gradient."""
    net = nn.Sequential(
        nn.Conv2d(1, 1, 1, bias=False),
        nn.MaxPool2d((2, 2), (2, 1)),
        nn.Flatten(),
        nn.Linear(2, 1),
    ).double()
    with torch.no_grad():
        net[0].weight.fill_(1.0)
        net[3].weight.copy_(torch.tensor([[6.0, 12.0]]))
    cam = explain.grad_cam(net.eval(), PIXELS[None, None], 0, "0")
    # slopes 6 (on the 2) and 12 (on the 4): alpha = 18 / 6 = 3
    wanted = 3 * PIXELS[None].clamp(min=0)
    torch.testing.assert_close(cam, wanted, **EXACT)


@pytest.mark.parametrize("target", [0, 2, 3])
def test_grad_cam_is_cam_over_the_places(target):
    """With average pooling and a linear layer, alpha_k = w_k / (H' W')."""
    net, x = random_net(), pictures()
    with explain.record_activations(net, ["4"]) as seen, torch.no_grad():
        logits = net(x)
    cam = torch.einsum("k,nkij->nij", net[7].weight[target], seen["4"])
    mean = cam.mean(dim=(1, 2)) + net[7].bias[target]
    torch.testing.assert_close(logits[:, target], mean, **EXACT)
    ours = explain.grad_cam(net, x, target, "4")
    assert ours.shape == (2, 4, 6)
    torch.testing.assert_close(ours, (cam / 24).relu().detach(), **EXACT)


def test_works_in_place_and_without_gradients_outside():
    """The layer before an in-place ReLU is seen before it, not after."""
    net = cam_net([1.0, -2.0], [[3.0, 1.0]], act=True)
    net.requires_grad_(False)
    with torch.no_grad():
        with explain.record_activations(net, ["0"]) as seen:
            net(PIXELS[None, None])
        cam = explain.grad_cam(net, PIXELS[None, None], 0, "0")
    assert seen["0"].min() < 0
    # x > 0 at three places, x < 0 at one: alpha = (3 * 3, 1 * 1) / 6 / 6
    wanted = ((9 * PIXELS - 2 * PIXELS) / 36).relu()[None]
    torch.testing.assert_close(cam, wanted, **EXACT)


def test_hooks_are_gone_afterwards():
    net = random_net()
    hooked = explain.record_activations(net, ["0", "3"])
    with pytest.raises(RuntimeError, match="stop"), hooked:
        raise RuntimeError("stop")
    assert not any(m._forward_hooks for m in net.modules())
    explain.grad_cam(net, pictures(), 0, "3")
    assert all(p.grad is None for p in net.parameters())


def test_occlusion_of_a_linear_network():
    """Covering with 0 takes away the products under the square."""
    net, x = linear_net(), pictures(1, 2, 4, 6)
    products = (net[1].weight[1].reshape(2, 4, 6) * x[0]).sum(0).detach()
    ours = explain.occlusion(net, x, 1, patch=2, stride=2)
    wanted = products.unfold(0, 2, 2).unfold(1, 2, 2).sum((2, 3))
    torch.testing.assert_close(ours, wanted, **EXACT)
    torch.testing.assert_close(ours.sum(), products.sum(), **EXACT)


def test_occlusion_by_hand():
    """Mean of the pixels as logit, covered by 10, two squares of 2 x 2."""
    net = cam_net([1.0], [[1.0], [2.0]])
    x = PIXELS[None, None]
    ours = explain.occlusion(net, x, 1, patch=2, stride=1, fill=10.0)
    # logit = 2 * sum / 6; under the squares: 1+2+0-1 = 2 and 2+0-1+4 = 5
    wanted = torch.tensor([[2 - 40.0, 5 - 40.0]]).double() / 3
    torch.testing.assert_close(ours, wanted, **EXACT)


def test_occlusion_in_several_batches(monkeypatch):
    net, x = random_net(), pictures(1)
    whole = explain.occluded_logits(net, x, patch=3, stride=2)
    assert whole.shape == (3, 5, 4)
    monkeypatch.setattr(explain, "BATCH", 4)
    parts = explain.occluded_logits(net, x, patch=3, stride=2)
    torch.testing.assert_close(parts, whole, **EXACT)
    by_hand = x.clone()
    by_hand[:, :, 4:7, 6:9] = 0.0
    torch.testing.assert_close(whole[2, 3], net(by_hand)[0], **EXACT)


def test_saliency_of_a_linear_network_is_its_weights():
    net, x = linear_net(), pictures(3, 2, 4, 6)
    wanted = net[1].weight[2].reshape(2, 4, 6).abs().amax(0).detach()
    ours = explain.saliency(net, x, 2)
    torch.testing.assert_close(ours, wanted.expand(3, 4, 6), **EXACT)


def test_saliency_predicts_a_small_change():
    """The gradient law: a step h on a pixel moves the logit by slope h."""
    net, x, h = random_net(), pictures(1, 3), 1e-6
    gray = explain.saliency(net, x, 0)[0]
    for i, j in ((0, 0), (3, 7), (7, 11)):
        slopes = []
        for c in range(3):
            ends = []
            for sign in (1, -1):
                moved = x.clone()
                moved[0, c, i, j] += sign * h
                ends.append(net(moved)[0, 0].item())
            slopes.append(abs(ends[0] - ends[1]) / (2 * h))
        # The central difference of logits near 1 keeps 1e-16 / 1e-6.
        assert gray[i, j].item() == pytest.approx(max(slopes), abs=1e-8)


def test_effective_field_of_boxes_is_a_triangle():
    """Two 3 x 3 boxes: 1 2 3 2 1 in each direction, over 81."""
    net = nn.Sequential(
        *(nn.Conv2d(1, 1, 3, padding=1, bias=False) for _ in range(2))
    ).double()
    nn.init.ones_(net[0].weight)
    nn.init.constant_(net[1].weight, -1.0)  # its sign must not matter
    x = pictures(2, 1, 9, 11)
    row = torch.tensor([1.0, 2, 3, 2, 1]).double()
    wanted = torch.zeros(9, 11).double()
    wanted[2:7, 3:8] = torch.outer(row, row) / 81
    ours = explain.effective_field(net.eval(), "1", x)
    torch.testing.assert_close(ours, wanted, **EXACT)
    ours = explain.effective_field(net, "0", x)
    assert ours.sum().item() == pytest.approx(1, abs=1e-12)
    assert (ours > 0).sum() == 9


def test_upsample_keeps_constants_and_shape():
    cam = torch.full((2, 3, 5), 0.7)
    wanted = torch.full((2, 12, 21), 0.7)
    torch.testing.assert_close(explain.upsample(cam, (12, 21)), wanted)
    assert explain.upsample(cam[0], (12, 21)).shape == (12, 21)
    # Cells of two pixels: centres at 0.5 and 2.5, linear between them.
    steps = explain.upsample(torch.tensor([[0.0, 4.0]]), (1, 4))
    wanted = torch.tensor([[0.0, 1.0, 3.0, 4.0]])
    torch.testing.assert_close(steps, wanted)


def test_deletion_by_hand():
    """Two classes, logit difference = mean of pixels: a sigmoid of it."""
    net = cam_net([1.0], [[1.0], [0.0]])
    x = PIXELS[None, None]
    curve = explain.deletion(net, x, 0, PIXELS, [0.0, 1 / 6, 0.5, 1.0])
    sums = torch.tensor([6.0, 2.0, -1.0, 0.0]).double()
    torch.testing.assert_close(curve, (sums / 6).sigmoid(), **EXACT)


def test_the_network_and_the_picture_stay_as_they_were():
    net, x = random_net(), pictures(1)
    before, weight = x.clone(), net[0].weight.clone()
    explain.occlusion(net, x, 0, patch=4, stride=4, fill=9.0)
    explain.deletion(net, x, 0, explain.saliency(net, x, 0)[0], [0.5])
    explain.effective_field(net, "3", x)
    assert torch.equal(x, before)
    assert not x.requires_grad
    assert torch.equal(net[0].weight, weight)


WRONG = {
    "train": (lambda n, x: explain.grad_cam(n.train(), x, 0, "4"),
              "call net.eval"),
    "name": (lambda n, x: explain.grad_cam(n, x, 0, "9"),
             r"`layer` \(='9'\).*0, 1, 2"),
    "flat": (lambda n, x: explain.grad_cam(n, x, 0, "6"),
             r"`layer` \(='6'\) gives \(2, 7\)"),
    "axes": (lambda n, x: explain.saliency(n, x[0], 0), "`x` has shape"),
    "one": (lambda n, x: explain.occlusion(n, x, 0, patch=2, stride=2),
            r"not \(1, C, H, W\)"),
    "scores": (lambda n, x: explain.deletion(n, x[:1], 0, x[0, 0, :4], [0]),
               "use `upsample` first"),
    "dead": (lambda n, x: explain.effective_field(
                 nn.Hardtanh(90, 91).eval(), "", x), "does not depend on"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_errors_name_the_argument_and_the_mend(name):
    call, words = WRONG[name]
    with pytest.raises(ValueError, match=words):
        call(random_net(), pictures())
