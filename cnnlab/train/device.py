"""Where to compute, and with how many bits."""

from contextlib import AbstractContextManager
from pathlib import Path

import torch

CPUINFO = Path("/proc/cpuinfo")
BF16_FLAGS = {"avx512_bf16", "amx_bf16"}


def pick_device(name: str) -> torch.device:
    """``"auto"`` -> CUDA, Apple's GPU or the CPU; else what is named."""
    if name != "auto":
        return torch.device(name)
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def pick_precision(name: str, device: torch.device) -> str:
    """``"auto"`` -> ``"bf16"`` where ``device`` computes it natively."""
    if name != "auto":
        return name
    return "bf16" if has_bf16(device) else "fp32"


def has_bf16(device: torch.device) -> bool:
    """Whether bf16 is faster there: every CPU can emulate it, slowly."""
    if device.type == "cuda":
        # From Ampere on; older GPUs emulate it too.
        return torch.cuda.get_device_capability(device)[0] >= 8
    if device.type != "cpu":
        return False
    try:
        text = CPUINFO.read_text(encoding="utf-8", errors="replace")
    except OSError:  # no such file on macOS and Windows: stay with fp32
        return False
    return not BF16_FLAGS.isdisjoint(text.split())


def autocast(device: torch.device, precision: str) -> AbstractContextManager:
    """Convolutions and products in bf16 inside, if ``precision`` says so."""
    return torch.autocast(
        device.type, dtype=torch.bfloat16, enabled=precision == "bf16"
    )
