"""The machine that the networks run on: what it is, and what suits it."""

from typing import Any

import torch


def best_precision() -> torch.dtype:
    """bfloat16 where this machine computes in it natively, else float32."""
    if torch.cuda.is_available():
        return torch.bfloat16
    native = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.bfloat16 if native else torch.float32


def multiplies_8_bits() -> bool:
    """Whether this machine's processor does the work and multiplies 8-bit numbers without overflow (VNNI)."""
    return not torch.cuda.is_available() and torch.cpu._is_vnni_supported()


def best_device() -> torch.device:
    """The GPU where there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    return {
        "threads": torch.get_num_threads(), "capability": torch.backends.cpu.get_cpu_capability(),
        "precision": str(best_precision()).removeprefix("torch."), "trunk_in_8_bits": multiplies_8_bits(),
        "torch": torch.__version__,
        "gpu": torch.cuda.get_device_name() if torch.cuda.is_available() else None,
    }
