"""On what occasion a report is made: for whom, when, and by which clock its times are told."""

from dataclasses import dataclass
from datetime import datetime

from core.quality.plant_time import PlantTime
from core.records import clock, plant
from core.records.use_case import Actor
from core.words import tr


@dataclass(frozen=True)
class Occasion:
    """Who makes a report, at which moment, and the plant's clock."""

    actor: Actor
    name: str
    plant_time: PlantTime
    at: datetime

    @classmethod
    def now(cls, actor: Actor, name: str) -> "Occasion":
        """Return the present occasion of this person."""
        return cls(actor, name, plant.current(actor).time, clock.now())

    def minute(self, moment: datetime) -> str:
        """Return date, hours and minutes at the plant."""
        return f"{self.plant_time.local(moment):%Y-%m-%d %H:%M}"

    @property
    def made(self) -> str:
        """Who made the report and when, for its foot."""
        return tr("report_made", name=self.name, at=self.minute(self.at), zone=self.plant_time.time_zone)
