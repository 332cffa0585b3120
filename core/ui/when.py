"""Moments as people at the plant read them. Records keep UTC; pages show the plant's time and say its zone once."""

from datetime import datetime

import streamlit as st

from core.quality.plant_time import PlantTime
from core.records import plant
from core.ui.gate import SignedIn
from core.words import tr


class When:
    """Moments in the plant's time, as it is set up in this run."""

    def __init__(self, plant_time: PlantTime) -> None:
        """Show moments by this plant's clock."""
        self.plant_time = plant_time

    @classmethod
    def at_the_plant(cls, user: SignedIn) -> "When":
        """Read how the plant is set up."""
        return cls(plant.current(user.actor).time)

    def minute(self, moment: datetime) -> str:
        """Return date, hours and minutes."""
        return f"{self.plant_time.local(moment):%Y-%m-%d %H:%M}"

    def second(self, moment: datetime) -> str:
        """Return date, hours, minutes and seconds."""
        return f"{self.plant_time.local(moment):%Y-%m-%d %H:%M:%S}"

    def clock(self, moment: datetime) -> str:
        """Return hours and minutes."""
        return f"{self.plant_time.local(moment):%H:%M}"

    def day(self, moment: datetime) -> str:
        """Return the calendar day."""
        return f"{self.plant_time.local(moment):%Y-%m-%d}"

    def draw_zone(self) -> None:
        """Say, once a page, in which zone its times are."""
        st.caption(tr("times_in_zone", zone=self.plant_time.time_zone))
