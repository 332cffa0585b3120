"""The menu: the pages that a role may open, and the way out. The pages ask the same table again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from core.quality.rights import Right
from core.settings import settings


@dataclass(frozen=True)
class Entry:
    """One page in the menu: its script, its name, its icon and the right that it asks for; some are of a demonstration
    alone."""

    script: str
    label: str
    icon: str
    right: Right
    of_demonstration: bool = False


ENTRIES = (
    Entry("Home.py", "Home", ":material/home:", Right.READ),
    Entry("pages/Story.py", "Story", ":material/theater_comedy:", Right.READ, of_demonstration=True),
    Entry("pages/Inspect.py", "Inspect", ":material/photo_camera:", Right.INSPECT),
    Entry("pages/Gallery.py", "Gallery", ":material/photo_library:", Right.READ),
    Entry("pages/Statistics.py", "Statistics", ":material/bar_chart:", Right.READ),
    Entry("pages/Lines.py", "Lines", ":material/conveyor_belt:", Right.RUN_LINE),
    Entry("pages/Known_cans.py", "Known cans", ":material/school:", Right.RUN_LINE),
    Entry("pages/Lots.py", "Lots", ":material/package_2:", Right.READ),
    Entry("pages/Review.py", "Review", ":material/rate_review:", Right.REVIEW),
    Entry("pages/Products.py", "Products", ":material/inventory_2:", Right.READ),
    Entry("pages/Plant.py", "Plant", ":material/factory:", Right.SET_UP_PLANT),
    Entry("pages/Warehouses.py", "Warehouses", ":material/warehouse:", Right.READ),
    Entry("pages/Reports.py", "Reports", ":material/description:", Right.READ),
    Entry("pages/Models.py", "Models", ":material/model_training:", Right.KEEP_MODELS),
    Entry("pages/Audit.py", "Audit trail", ":material/history:", Right.READ_AUDIT),
    Entry("pages/Users.py", "Users", ":material/group:", Right.KEEP_USERS),
    Entry("pages/Account.py", "My account", ":material/person:", Right.READ),
)


class _Person(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    def may(self, right: Right) -> bool: ...


def draw(user: _Person, sign_out: Callable[[], None], way_out: str = "Sign out") -> None:
    """Draw the menu of what this user may open, who is signed in, and the button to sign out, named ``way_out``."""
    with st.sidebar:
        for entry in ENTRIES:
            if user.may(entry.right) and (not entry.of_demonstration or settings().demonstration):
                st.page_link(entry.script, label=entry.label, icon=entry.icon)
        with st.container(key="menu_person"):
            st.text(f"{user.name}\n{user.role}")
            st.button(way_out, key="menu_sign_out", icon=":material/logout:", on_click=sign_out, width="stretch")
