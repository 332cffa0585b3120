"""One planned can to its photographs, masks and figures."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.demo.can_model import CanModel, DefectTrace, build_model
from core.demo.photograph import develop, encode, meter, tone
from core.demo.plan import CanPlan, sides_to_render
from core.demo.scene import Hits, Studio
from core.demo.surroundings import Camera, Surroundings
from core.demo.visibility import MIN_SHARE, Shown, defect_mask, measure


@dataclass(frozen=True)
class SidePicture:
    """A side's JPEG with the defects that show on it; `mask` (h, w) bool covers those that count."""

    side: int
    jpeg: bytes
    shown: tuple[Shown, ...]
    mask: NDArray[np.bool_]

    @property
    def label(self) -> str:
        """"good", or the code of the defect that shows most."""
        counting = [s for s in self.shown if s.counts]
        return max(counting, key=lambda s: s.contrast * s.visible_px**0.5).code if counting else "good"


class Camerawork(Protocol):
    """What rendering needs of a studio (`core.demo.scene.Studio`, or a stand-in)."""

    def set_can(self, model: CanModel) -> None: ...
    def set_surroundings(self, surroundings: Surroundings, azimuth: float) -> None: ...
    def photograph(self, side: int, camera: Camera, seed: int) -> NDArray[np.float32]: ...
    def hits(self, side: int, camera: Camera) -> Hits: ...


def render_can(plan: CanPlan, studio: "Camerawork | Studio", few: bool = False) -> list[SidePicture]:
    """The pictures of a can; all its sides, or with `few`, of a can for training, only those that training needs."""
    few = few and plan.split == "train"
    sound, _ = build_model(plan.metal_seed, [], plan.format)
    studio.set_can(sound)
    if not plan.defects:
        return [_good(plan, side, studio) for side in sides_to_render(plan, few, lambda side: True)]
    cameras = {side: plan.camera(side) for side in plan.format.sides}
    without = {side: studio.hits(side, camera) for side, camera in cameras.items()}
    model, traces = build_model(plan.metal_seed, list(plan.defects), plan.format)
    studio.set_can(model)
    moved = any(t.body_vertices is not None or t.ring for t in traces)
    here = {side: studio.hits(side, camera) for side, camera in cameras.items()} if moved else without
    masks = {side: [defect_mask(t, model, sound, here[side], without[side]) for t in traces] for side in cameras}
    touched = {side for side, found in masks.items() if any(m.mean() >= MIN_SHARE for m in found)}
    wanted = sides_to_render(plan, few, lambda side: side in touched)
    light = {side: _expose(plan, side, studio) for side in wanted}
    studio.set_can(sound)
    twins = {side: _expose(plan, side, studio) for side in wanted if side in touched}
    return [_develop(plan, side, light[side], twins.get(side), traces, masks[side]) for side in wanted]


def _good(plan: CanPlan, side: int, studio: "Camerawork | Studio") -> SidePicture:
    return _develop(plan, side, _expose(plan, side, studio), None, [], [])


def _expose(plan: CanPlan, side: int, studio: "Camerawork | Studio") -> NDArray[np.float32]:
    camera = plan.camera(side)
    studio.set_surroundings(plan.surroundings(plan.format.views[side].group), camera.azimuth)
    return studio.photograph(side, camera, plan.render_seed(side))


def _develop(
    plan: CanPlan, side: int, light: NDArray[np.float32], twin: NDArray[np.float32] | None,
    traces: list[DefectTrace], masks: list[NDArray[np.bool_]],
) -> SidePicture:
    """The photograph; both can and twin are exposed by the twin, so that only the defect differs between them."""
    sensor = plan.sensor(side)
    exposure = meter(light if twin is None else twin, sensor)
    jpeg = encode(develop(light, sensor, exposure), sensor.quality)
    if twin is None:
        return SidePicture(side, jpeg, (), np.zeros(light.shape[:2], bool))
    with_it, without = tone(light, sensor, exposure), tone(twin, sensor, exposure)
    pairs = zip(traces, masks, strict=True)
    shown = tuple(measure(t, m, with_it, without) for t, m in pairs if m.mean() >= MIN_SHARE)
    mask = np.zeros(light.shape[:2], bool)
    for defect in shown:
        if defect.counts:
            mask |= defect.mask
    return SidePicture(side, jpeg, shown, mask)
