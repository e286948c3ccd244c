"""`hardware`: one line on any machine, and torch left alone."""

import subprocess
import sys
import types

import pytest

from cnnlab import hardware

INTEL = """processor : 0
model name : Great CPU @ 2 GHz
flags : fpu avx2 avx512f avx512_bf16

processor : 1
model name : Great CPU @ 2 GHz
flags : fpu
"""
ARM = "processor\t: 0\nFeatures\t: fp asimd bf16\nCPU part\t: 0xd0c\n"


@pytest.fixture
def linux(monkeypatch, tmp_path):
    """A Linux without torch loaded, its /proc files in tmp_path."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.setattr(hardware, "CPUINFO", tmp_path / "cpuinfo")
    monkeypatch.setattr(hardware, "NVIDIA", tmp_path / "gpus")
    return tmp_path


def fake_torch(monkeypatch, gpus=(), mps=False):
    torch = types.ModuleType("torch")
    torch.cuda = types.SimpleNamespace(
        is_available=lambda: bool(gpus),
        device_count=lambda: len(gpus),
        get_device_name=lambda i: gpus[i],
    )
    torch.backends = types.SimpleNamespace(
        mps=types.SimpleNamespace(is_available=lambda: mps)
    )
    monkeypatch.setitem(sys.modules, "torch", torch)


def test_the_line_of_a_known_machine():
    machine = hardware.Hardware(
        python="3.11.2",
        numpy="2.3.1",
        torch="2.15.0+cpu",
        system="Linux x86_64",
        cpu="Great CPU",
        cores=2,
        features=("AVX-512", "bf16"),
        memory=None,
        gpus=(),
    )
    assert str(machine) == (
        "Python 3.11, NumPy 2.3, torch 2.15"
        " · CPU: 2 cores (AVX-512, bf16) · GPU: none"
    )


def test_the_line_of_a_bare_machine():
    bare = hardware.Hardware("3.12.0", None, None, "", "", 1, (), None, None)
    assert str(bare) == (
        "Python 3.12, no NumPy, no torch · CPU: 1 core · GPU: not asked"
    )


def test_this_machine_is_described_in_one_line():
    text = hardware.describe()
    assert "\n" not in text
    assert f"Python {sys.version_info.major}.{sys.version_info.minor}" in text
    assert "core" in text
    assert hardware.detect().cores >= 1


@pytest.mark.parametrize(
    ("cpuinfo", "name", "features"),
    [
        (INTEL, "Great CPU @ 2 GHz", ("AVX-512", "bf16")),
        (INTEL.replace("avx512", "other"), "Great CPU @ 2 GHz", ("AVX2",)),
        (ARM, None, ("NEON", "bf16")),
        ("", None, ()),
        (None, None, ()),
    ],
    ids=["AVX-512", "AVX2", "Arm", "empty", "no file"],
)
def test_cpu_of_linux(linux, cpuinfo, name, features):
    if cpuinfo is not None:
        (linux / "cpuinfo").write_text(cpuinfo)
    machine = hardware.detect()
    assert machine.features == features
    assert machine.cpu
    if name:
        assert machine.cpu == name


@pytest.mark.parametrize(
    ("arch", "answers", "cpu", "features"),
    [
        (
            "arm64",
            {
                "machdep.cpu.brand_string": "Apple M2",
                "hw.optional.arm.FEAT_BF16": "1",
            },
            "Apple M2",
            ("NEON", "bf16"),
        ),
        (
            "arm64",
            {"machdep.cpu.brand_string": "Apple M1"},
            "Apple M1",
            ("NEON",),
        ),
        (
            "x86_64",
            {"machdep.cpu.brand_string": "Intel i5"},
            "Intel i5",
            (),
        ),
    ],
)
def test_cpu_of_macos(monkeypatch, arch, answers, cpu, features):
    def run(command, **options):
        if command[-1] not in answers:
            raise subprocess.CalledProcessError(1, command)
        return types.SimpleNamespace(stdout=answers[command[-1]] + "\n")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(hardware.platform, "machine", lambda: arch)
    monkeypatch.setattr(hardware.subprocess, "run", run)
    machine = hardware.detect()
    assert (machine.cpu, machine.features) == (cpu, features)


def test_windows_has_no_proc_no_sysconf_no_affinity(linux, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(hardware.os, "sched_getaffinity", raising=False)
    monkeypatch.delattr(hardware.os, "sysconf", raising=False)
    monkeypatch.setattr(hardware.os, "cpu_count", lambda: None)
    machine = hardware.detect()
    assert (machine.cores, machine.memory, machine.features) == (1, None, ())
    assert "GPU: not asked" in str(machine)


def test_lent_cores_are_counted_not_all(monkeypatch):
    monkeypatch.setattr(
        hardware.os, "sched_getaffinity", lambda _: {3, 5, 8}, raising=False
    )
    monkeypatch.setattr(hardware.os, "cpu_count", lambda: 9)
    assert hardware.detect().cores == 3


@pytest.mark.parametrize(
    ("gpus", "mps", "expected"),
    [
        (("A100", "A100"), False, "GPU: A100, A100"),
        ((), True, "GPU: Apple GPU (MPS)"),
        ((), False, "GPU: none"),
    ],
)
def test_a_loaded_torch_is_asked_for_gpus(
    linux, monkeypatch, gpus, mps, expected
):
    fake_torch(monkeypatch, gpus, mps)
    assert hardware.describe().endswith(expected)


def test_without_torch_the_driver_is_read(linux, monkeypatch):
    assert hardware.detect().gpus is None
    card = linux / "gpus" / "0000:01:00.0"
    card.mkdir(parents=True)
    (card / "information").write_text("Model: \t\t Fast GPU\nIRQ: 7\n")
    assert hardware.detect().gpus == ("Fast GPU",)
    monkeypatch.setitem(sys.modules, "torch", None)  # not installed
    assert hardware.detect(probe_gpu=True).gpus == ("Fast GPU",)


def test_a_machine_without_torch_is_described(linux, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setattr(hardware, "installed", lambda package: None)
    text = hardware.describe(probe_gpu=True)
    assert "no NumPy, no torch" in text


def test_versions_without_an_import():
    assert hardware.installed("numpy").split(".")[0].isdigit()
    assert hardware.installed("no-such-package") is None


def test_describe_loads_neither_torch_nor_numpy():
    code = (
        "import sys; from cnnlab import hardware; hardware.describe();"
        "print({'torch', 'numpy'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.stdout, run.stderr) == ("set()\n", "")


@pytest.mark.torch
def test_probe_gpu_asks_the_real_torch(recwarn):
    pytest.importorskip("torch")
    assert hardware.detect(probe_gpu=True).gpus is not None
    assert not list(recwarn)
