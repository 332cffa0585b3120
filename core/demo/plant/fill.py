"""Fill an empty data folder with the demonstration plant."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime

from core.demo.plant.deciding import deciding
from core.demo.plant.inspecting import inspecting
from core.demo.plant.judged import judged_cans
from core.demo.plant.marked import Marked, mark
from core.demo.plant.reviewing import reviewing
from core.demo.plant.setting_up import setting_up
from core.demo.plant.sides import Photographer
from core.demo.plant.stocking import stocking
from core.demo.plant.story import Story
from core.demo.plant.told import Event, Told
from core.demo.plant.watching import watching
from core.errors import BadInput
from core.records import secret
from core.records.loading import a_load
from core.settings import DEMONSTRATION, settings

_PARTS: tuple[Callable[[Told], Iterator[Event]], ...] = (
    setting_up, deciding, watching, inspecting, stocking, reviewing,
)
"""At the same moment, the part named first comes first."""


def fill(seed: int, until: datetime) -> None:
    """Write the plant's five weeks up to a moment (UTC) into this installation; with the same two, the same weeks.

    Raises BadInput as ``require_empty`` does. What is left of a fill that was broken off says itself that it
    is a demonstration, and ``clear`` takes it away.
    """
    require_empty()
    here = settings()
    here.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark(Marked(seed, until, filled=False))
    secret.cookie_key()
    story = Story(seed, until)
    photographer = Photographer(seed, judged_cans())
    with a_load() as load:
        plant = Told(load, story, photographer)
        events = [event for part in _PARTS for event in part(plant)]
        for _, happens in sorted(events, key=lambda event: event[0]):
            happens()
    mark(Marked(seed, until, filled=True))


def require_empty() -> None:
    """Raise BadInput when the data folder holds anything."""
    data = settings().data
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise BadInput(f"{data} holds something that is no demonstration, and stays as it is: give an empty folder, or "
                       "one that is not there yet.")


def clear() -> None:
    """Delete everything in the data folder of a demonstration; raises BadInput where that is none."""
    here = settings()
    if not here.demonstration:
        raise BadInput(f"{here.data} is no demonstration: nothing in it is deleted.")
    for there in sorted(here.data.iterdir(), key=lambda path: path.name == DEMONSTRATION):  # its marker goes last
        shutil.rmtree(there) if there.is_dir() and not there.is_symlink() else there.unlink()
