"""What the studio renders with, of what the machine has."""

from types import SimpleNamespace
from typing import Any

import pytest

from core.demo.scene import choose_variant


class Mitsuba:
    """Stands for the library on a machine where only some variants trace rays, and others fail when they are asked."""

    def __init__(self, works: set[str]) -> None:
        self.works, self.variant = works, ""

    def set_variant(self, name: str) -> None:
        if name == "cuda_ad_rgb" and "driver" not in self.works:
            raise ImportError("the CUDA backend hasn't been initialized")
        self.variant = name

    def load_dict(self, _: dict[str, Any], *, optimize: bool) -> Any:
        if self.variant not in self.works:
            raise RuntimeError("cannot trace")
        return SimpleNamespace(ray_test=lambda ray: [True])

    def Ray3f(self, *_: list[float]) -> None:  # noqa: N802  # the library's name
        """Some ray."""


@pytest.mark.parametrize(("works", "chosen"), [
    ({"driver", "cuda_ad_rgb", "llvm_ad_rgb"}, "cuda_ad_rgb"),
    ({"driver", "llvm_ad_rgb"}, "llvm_ad_rgb"),
    ({"llvm_ad_rgb"}, "llvm_ad_rgb"),
    (set(), "scalar_rgb"),
])
def test_the_studio_renders_with_the_fastest_variant_that_traces_a_ray(works: set[str], chosen: str) -> None:
    mitsuba = Mitsuba(works)
    assert choose_variant(mitsuba) == chosen
    assert mitsuba.variant == chosen
