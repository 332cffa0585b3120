"""Fill an empty data folder with the demonstration plant."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime

from core.demo.plant.deciding import deciding
from core.demo.plant.inspecting import inspecting
from core.demo.plant.judged import judged_cans
from core.demo.plant.reviewing import reviewing
from core.demo.plant.setting_up import setting_up
from core.demo.plant.sides import Photographer
from core.demo.plant.stocking import stocking
from core.demo.plant.story import Story
from core.demo.plant.told import Event, Told
from core.demo.plant.watching import watching
from core.errors import BadInput
from core.records import secret
from core.records.files import write_durably
from core.records.loading import a_load
from core.settings import DEMONSTRATION, settings

_PARTS: tuple[Callable[[Told], Iterator[Event]], ...] = (
    setting_up, deciding, watching, inspecting, stocking, reviewing,
)
"""At the same moment, the part named first comes first."""


def fill(seed: int, until: datetime) -> None:
    """Write the plant's five weeks up to a moment (UTC) into this installation; with the same two, the same weeks.

    Raises BadInput when the data folder holds anything. What is left of a fill that was broken off says itself that it
    is a demonstration, and ``clear`` takes it away.
    """
    here = settings()
    if here.data.exists() and any(here.data.iterdir()):
        raise BadInput(f"{here.data} holds something already: give an empty folder.")
    here.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    marker = here.data / DEMONSTRATION
    told = {"seed": seed, "until": until.isoformat()}
    write_durably(marker, json.dumps({**told, "filled": False}).encode(), marker.with_suffix(".new"))
    secret.cookie_key()
    story = Story(seed, until)
    photographer = Photographer(seed, judged_cans())
    with a_load() as load:
        plant = Told(load, story, photographer)
        events = [event for part in _PARTS for event in part(plant)]
        for _, happens in sorted(events, key=lambda event: event[0]):
            happens()
    write_durably(marker, json.dumps({**told, "filled": True}).encode(), marker.with_suffix(".new"))


def filled() -> bool:
    """Say whether this installation is a demonstration that is filled."""
    if not settings().demonstration:
        return False
    return bool(json.loads((settings().data / DEMONSTRATION).read_text("utf-8")).get("filled"))


def clear() -> None:
    """Delete everything in the data folder of a demonstration; raises BadInput where that is none."""
    here = settings()
    if not here.demonstration:
        raise BadInput(f"{here.data} is no demonstration: nothing in it is deleted.")
    for there in sorted(here.data.iterdir(), key=lambda path: path.name == DEMONSTRATION):  # its marker goes last
        shutil.rmtree(there) if there.is_dir() else there.unlink()
