"""What may stand where and what may leave: asked inside the transaction of every act on stock."""

from dataclasses import dataclass
from enum import StrEnum

from core.quality.lot_states import may_leave
from core.quality.verdict import Reason


class PlaceKind(StrEnum):
    """What a place is for."""

    STORAGE = "storage"
    QUARANTINE = "quarantine"
    STAGING = "staging"


@dataclass(frozen=True)
class Place:
    """A place as it stands: where it is in its rack (counted from 1), what it is for, how many pallets it has."""

    id: int
    name: str
    rack: str
    aisle: int
    bay: int
    level: int
    kind: PlaceKind
    capacity: int
    standing: int = 0
    blocked: bool = False
    taken_out: bool = False

    @property
    def free(self) -> int:
        """How many pallets more it takes: none where it is blocked or taken out."""
        return 0 if self.blocked or self.taken_out else max(0, self.capacity - self.standing)


def kept_apart(state: str, held: bool) -> bool:
    """Say whether a pallet belongs in quarantine: held itself, or of a lot that is held or rejected."""
    return held or state in ("held", "rejected")


def why_not_shipped(state: str, held: bool) -> Reason | None:
    """Return why a pallet may not leave, None when it may: its lot is accepted or released, and it is not held."""
    if held:
        return Reason("stock_held_stays")
    return None if may_leave(state) else Reason("stock_state_stays", {"state": state})


def why_not_into(place: Place, pallets: int, apart: bool) -> Reason | None:
    """Return why so many more pallets may not go into a place, None when they may.

    ``apart`` says that one of them belongs in quarantine. Anything may stand in quarantine.
    """
    if apart and place.kind is not PlaceKind.QUARANTINE:
        return Reason("stock_quarantine_only", {"place": place.name, "kind": place.kind.value})
    if place.taken_out:
        return Reason("stock_place_taken_out", {"place": place.name})
    if place.blocked:
        return Reason("stock_place_blocked", {"place": place.name})
    if pallets > place.free:
        return Reason("stock_place_full", {"place": place.name, "free": place.free, "pallets": pallets})
    return None


def why_not_changed(before: Place, after: Place, apart: int) -> Reason | None:
    """Return why a place may not be made into ``after``, None when it may; ``apart`` of its pallets are kept apart."""
    if after.capacity < before.standing:
        return Reason("place_holds_more", {"place": before.name, "standing": before.standing})
    if after.taken_out and before.standing:
        return Reason("place_not_empty", {"place": before.name, "standing": before.standing})
    if apart and after.kind is not before.kind is PlaceKind.QUARANTINE:
        return Reason("place_keeps_held", {"place": before.name, "pallets": apart})
    return None


class PlaceStatus(StrEnum):
    """How a place is drawn on the map."""

    FREE = "free"
    PART = "part"
    FULL = "full"
    HELD = "held"
    BLOCKED = "blocked"


def place_status(place: Place, apart: int) -> PlaceStatus:
    """Return how a place is drawn; ``apart`` of its pallets are held or rejected, which shows before all else."""
    if apart:
        return PlaceStatus.HELD
    if place.blocked:
        return PlaceStatus.BLOCKED
    if not place.standing:
        return PlaceStatus.FREE
    return PlaceStatus.FULL if place.standing >= place.capacity else PlaceStatus.PART
