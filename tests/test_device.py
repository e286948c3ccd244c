"""Training and judging on a GPU, real or pretended (`pretend_gpu.py`)."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
from pretend_gpu import Cuda, plain, pretend_gpu  # noqa: E402
from torch import nn  # noqa: E402

from cnnlab import models, train  # noqa: E402
from cnnlab.train.device import pick_device, pick_precision  # noqa: E402

REAL = torch.cuda.is_available()


@pytest.fixture
def gpu():
    with nullcontext() if REAL else pretend_gpu():
        yield


@pytest.fixture
def pretended():
    with pretend_gpu():
        yield


def digits(count=64, size=28):
    generator = torch.Generator().manual_seed(0)
    y = torch.arange(count) % 2
    x = torch.rand(count, 1, size, size, generator=generator)
    x[y == 1, :, size // 2 :] += 1
    return x, y


class TestThePretence:
    def test_devices_must_not_meet(self, pretended):
        there, here = torch.ones(3).to("cuda"), torch.ones(3)
        assert there.device.type == "cuda"
        for operation in (
            lambda: there + here,
            lambda: torch.stack([there, here]),
            lambda: nn.functional.linear(there, here[None]),
            lambda: nn.Linear(3, 1)(there),
        ):
            with pytest.raises(RuntimeError, match="two devices"):
                operation()
        assert (there + torch.tensor(1.0)).tolist() == [2, 2, 2]

    def test_numpy_and_indices(self, pretended):
        there, here = torch.arange(3).to("cuda"), torch.arange(3)
        with pytest.raises(TypeError, match="Tensor.cpu"):
            there.numpy()
        assert there.cpu().numpy().tolist() == [0, 1, 2]
        assert there[here].device.type == "cuda"
        with pytest.raises(RuntimeError, match="indices should be"):
            here[there]

    def test_factories_and_modules(self, pretended):
        assert torch.zeros(2, device="cuda").device.type == "cuda"
        with pytest.raises(RuntimeError, match="generator"):
            torch.rand(2, device="cuda", generator=torch.Generator())
        net = nn.Linear(2, 1).to("cuda")
        loss = net(torch.ones(4, 2, device="cuda")).sum()
        loss.backward()
        assert net.weight.grad.device.type == "cuda"
        assert plain(net.weight.grad).tolist() == [[4, 4]]
        assert not isinstance(net.cpu().weight, Cuda)

    def test_outside_all_is_as_before(self):
        with pretend_gpu():
            pass
        assert torch.cuda.is_available() == REAL
        assert not isinstance(torch.ones(2).to("cpu"), Cuda)


@pytest.mark.parametrize("precision", ["fp32", "bf16", "auto"])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_fit_trains_on_the_gpu_and_is_judged_there(gpu, precision, optimizer):
    assert pick_device("auto").type == "cuda"
    assert pick_precision("auto", torch.device("cuda")) in ("bf16", "fp32")
    torch.manual_seed(0)
    net = models.build("lenet5")
    config = train.TrainConfig(
        epochs=3, batch_size=16, lr=0.01, optimizer=optimizer,
        precision=precision,
    )  # fmt: skip
    part = digits()
    history = train.fit(
        net, part, part, config, verbose=False,
        augment=train.Augment(flip=True, crop=2),
    )  # fmt: skip
    assert next(net.parameters()).device.type == "cuda"
    assert history.device.startswith("cuda")
    losses = history.values("loss")
    assert losses[-1] < losses[0]
    found = train.evaluate(net, part)
    assert found.logits.device.type == "cpu"
    matrix = train.confusion_matrix(found.logits.argmax(1), part[1], 10)
    assert int(matrix.sum()) == 64


@pytest.mark.skipif(not REAL, reason="a file would keep the pretended type")
def test_a_run_is_saved_on_the_gpu_and_goes_on_there(gpu, tmp_path):
    config = train.TrainConfig(epochs=2, batch_size=32, precision="fp32")
    keep = train.ModelCheckpoint(tmp_path / "e{epoch}.pt")
    torch.manual_seed(0)
    part = digits()
    train.fit(
        models.build("lenet5"), part, config=config, callbacks=[keep],
        verbose=False,
    )  # fmt: skip
    history = train.fit(
        models.build("lenet5"), part, config=config, verbose=False,
        resume_from=tmp_path / "e1.pt",
    )  # fmt: skip
    assert [e.epoch for e in history.epochs] == [1, 2]


@pytest.mark.parametrize("optimizer", ["nesterov", "muon"])
def test_the_race_runs_there(gpu, optimizer):
    from cnnlab.speedrun import TOY, accuracy
    from cnnlab.speedrun import train as race

    x, y = digits(size=32)
    x = x.expand(-1, 3, -1, -1).contiguous()
    recipe = replace(TOY, optimizer=optimizer, batch_size=16)
    run = race(recipe, (x, y), device="cuda", precision="fp32")
    assert next(run.net.parameters()).device.type == "cuda"
    assert 0 <= accuracy(run.net, (x, y), 2, "fp32") <= 1
