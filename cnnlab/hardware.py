"""What this machine has, in one line for a page and for a record.

>>> describe(probe_gpu=True)  # doctest: +SKIP
'Python 3.11, NumPy 2.3, torch 2.15 · CPU: 2 cores (AVX-512, bf16) · GPU: none'
"""

import os
import platform
import subprocess
import sys
import warnings
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as package_version
from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
NVIDIA = Path("/proc/driver/nvidia/gpus")

# What a page says, and the flags of /proc/cpuinfo that mean it. Of one
# line the first match is said: a CPU with AVX-512 has AVX2 as well.
CPU_FEATURES = (
    (("AVX-512", "avx512f"), ("AVX2", "avx2"), ("NEON", "asimd")),
    (("bf16", "avx512_bf16"), ("bf16", "amx_bf16"), ("bf16", "bf16")),
)


@dataclass(frozen=True)
class Hardware:
    """A machine and the versions that decide what it computes.

    `torch` is None where torch is not installed. `gpus` is None where
    nobody asked: only torch can say for sure, and loading it is dear.
    `memory` is in bytes, None where the system does not tell.
    """

    python: str
    numpy: str | None
    torch: str | None
    system: str
    cpu: str
    cores: int
    features: tuple[str, ...]
    memory: int | None
    gpus: tuple[str, ...] | None

    def __str__(self) -> str:
        python = f"Python {_short(self.python)}"
        numpy = f"NumPy {_short(self.numpy)}" if self.numpy else "no NumPy"
        torch = f"torch {_short(self.torch)}" if self.torch else "no torch"
        cores = f"{self.cores} core{'s' if self.cores != 1 else ''}"
        if self.features:
            cores += f" ({', '.join(self.features)})"
        gpu = "not asked"
        if self.gpus is not None:
            gpu = ", ".join(self.gpus) or "none"
        return f"{python}, {numpy}, {torch} · CPU: {cores} · GPU: {gpu}"


def describe(probe_gpu: bool = False) -> str:
    """One line on Python, NumPy, torch, the CPU and the GPU.

    Parameters
    ----------
    probe_gpu
        Load torch, which takes seconds, to ask it for a GPU. Without it,
        torch is asked only where something else has loaded it.
    """
    return str(detect(probe_gpu))


def detect(probe_gpu: bool = False) -> Hardware:
    """Look at this machine; `probe_gpu` as in `describe`."""
    return Hardware(
        python=platform.python_version(),
        numpy=installed("numpy"),
        torch=installed("torch"),
        system=f"{platform.system()} {platform.machine()}",
        cpu=_cpu_name(),
        cores=_cores(),
        features=_cpu_features(),
        memory=_memory(),
        gpus=_gpus(probe_gpu),
    )


def installed(package: str) -> str | None:
    """The version of an installed package, without importing it."""
    try:
        return package_version(package)
    except PackageNotFoundError:
        return None


def _short(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _cores() -> int:
    # A container or a batch system may lend fewer cores than there are.
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory() -> int | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return None


def _cpuinfo() -> dict[str, str]:
    """The first processor in /proc/cpuinfo; empty where there is none."""
    try:
        text = CPUINFO.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    pairs = (line.partition(":") for line in text.splitlines())
    found: dict[str, str] = {}
    for key, colon, value in pairs:
        if colon:
            found.setdefault(key.strip().lower(), value.strip())
    return found


def _sysctl(name: str) -> str:
    """A value that macOS tells; empty where it does not."""
    try:
        run = subprocess.run(
            ["sysctl", "-n", name],
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return run.stdout.strip()


def _cpu_name() -> str:
    if sys.platform == "darwin":
        name = _sysctl("machdep.cpu.brand_string")
    else:
        name = _cpuinfo().get("model name", "")
    return name or platform.processor() or platform.machine() or "unknown"


def _cpu_features() -> tuple[str, ...]:
    if sys.platform == "darwin":
        if platform.machine() != "arm64":
            return ()
        bf16 = _sysctl("hw.optional.arm.FEAT_BF16") == "1"
        return ("NEON", "bf16") if bf16 else ("NEON",)
    info = _cpuinfo()
    flags = f"{info.get('flags', '')} {info.get('features', '')}".split()
    said = (
        next((word for word, flag in line if flag in flags), None)
        for line in CPU_FEATURES
    )
    return tuple(word for word in said if word)


def _gpus(probe: bool) -> tuple[str, ...] | None:
    if not (probe or "torch" in sys.modules):
        return _nvidia_names()
    try:
        import torch
    except ImportError:
        return _nvidia_names()
    # An old driver makes torch warn on stderr, which fails nbgrader cells.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if torch.cuda.is_available():
            count = torch.cuda.device_count()
            return tuple(map(torch.cuda.get_device_name, range(count)))
        if torch.backends.mps.is_available():
            return ("Apple GPU (MPS)",)
    return ()


def _nvidia_names() -> tuple[str, ...] | None:
    """What the Linux driver lists; None where there is no such driver."""
    names = []
    for file in sorted(NVIDIA.glob("*/information")):
        try:
            lines = file.read_text(errors="replace").splitlines()
        except OSError:
            continue
        models = (x.partition(":") for x in lines if x.startswith("Model"))
        names += [model.strip() for _, _, model in models]
    return tuple(names) or None
