"""Where pallets of a lot should go: the places that can take them, best first, each with its reasons.

The order, each rule deciding only between places that the rules before it find equal:

1. storage before staging, which is for stock on its way;
2. the place that takes most of the pallets, so that the fewest places and trips are needed;
3. the lot kept together: where it stands already, beside it, in the same aisle;
4. a place that no other lot stands in;
5. not beside quarantine;
6. first expired, first out within reach: a place is the farther, the higher its bay and its level (both counted
   from the front and the floor); a lot that expires before all others belongs in the nearest place, one that expires
   after all others in the farthest, the rest in proportion;
7. the name, so that the same question always has the same answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.quality.stock_rules import Place, PlaceKind
from core.quality.verdict import Reason

FITS = 0.34
"""How far a place's distance and a lot's turn to leave (both 0..1) may differ to be called a fit."""


@dataclass(frozen=True)
class Wanted:
    """So many pallets of one lot.

    ``apart``: they belong in quarantine. ``here`` is how many of the lot stand in a place already, by the place's id.
    ``earlier`` and ``later`` count the other pallets of the warehouse that expire before and after this lot.
    """

    pallets: int
    apart: bool = False
    here: Mapping[int, int] = field(default_factory=dict)
    earlier: int = 0
    later: int = 0


@dataclass(frozen=True)
class Suggestion:
    """A place that can take some of the pallets, and why it stands where it does among the others."""

    place: Place
    takes: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Plan:
    """How many pallets go into which place, and how many find none."""

    puts: tuple[tuple[Place, int], ...]
    left_over: int


def ranked(places: Iterable[Place], wanted: Wanted) -> list[Suggestion]:
    """Return every place that can take at least one of the pallets, best first.

    Pallets kept apart are offered quarantine alone, all others storage and staging; nothing blocked, taken out or
    full is offered.
    """
    places = [place for place in places if not place.taken_out]
    view = _View(places, wanted)
    fitting = [place for place in places
               if place.free > 0 and (place.kind is PlaceKind.QUARANTINE) == wanted.apart and wanted.pallets > 0]
    return [suggestion for _, suggestion in sorted((view.judge(place) for place in fitting), key=lambda one: one[0])]


def plan(suggestions: Sequence[Suggestion], pallets: int) -> Plan:
    """Return how the pallets go into the best places; the order of ``ranked`` makes these as few as can be."""
    puts, left = [], pallets
    for suggestion in suggestions:
        if left <= 0:
            break
        taken = min(left, suggestion.place.free)
        puts.append((suggestion.place, taken))
        left -= taken
    return Plan(tuple(puts), max(0, left))


_Key = tuple[bool, int, int, bool, bool, float, str, int]


class _View:
    """All places together, as one of them sees its neighbours."""

    def __init__(self, places: Sequence[Place], wanted: Wanted) -> None:
        self.wanted = wanted
        self.steps = max((_steps(place) for place in places), default=0)
        by_id = {place.id: place for place in places}
        self.mates = {_where(by_id[at]): count for at, count in wanted.here.items() if count and at in by_id}
        self.quarantine = {_where(place): place.name for place in places if place.kind is PlaceKind.QUARANTINE}
        self.by_aisle: dict[tuple[str, int], int] = {}
        for (rack, aisle, _, _), count in self.mates.items():
            self.by_aisle[rack, aisle] = self.by_aisle.get((rack, aisle), 0) + count

    def judge(self, place: Place) -> tuple[_Key, Suggestion]:
        takes = min(place.free, self.wanted.pallets)
        others = place.standing - self.wanted.here.get(place.id, 0)
        apartness, together = self._together(place)
        beside, clear = self._beside_quarantine(place)
        distance, reach = self._reach(place)
        room = Reason("putaway_room", {
            "takes": takes, "pallets": self.wanted.pallets, "free": place.free, "capacity": place.capacity,
        })
        mixed = Reason("putaway_mixed", {"others": others}) if others > 0 else None
        staging = Reason("putaway_staging") if place.kind is PlaceKind.STAGING else None
        reasons = tuple(filter(None, (room, staging, together, mixed, clear, reach)))
        passing = place.kind is PlaceKind.STAGING
        key = (passing, -takes, apartness, others > 0, beside, distance, place.name, place.id)
        return key, Suggestion(place, takes, reasons)

    def _together(self, place: Place) -> tuple[int, Reason | None]:
        if not self.mates:
            return 0, None
        here = self.mates.get(_where(place), 0)
        if here:
            return 0, Reason("putaway_lot_here", {"pallets": here})
        beside = sum(self.mates.get(next_to, 0) for next_to in _neighbours(place))
        if beside:
            return 1, Reason("putaway_lot_beside", {"pallets": beside})
        aisle = self.by_aisle.get((place.rack, place.aisle), 0)
        if aisle:
            return 2, Reason("putaway_lot_in_aisle", {"pallets": aisle})
        return 3, Reason("putaway_lot_elsewhere", {"pallets": sum(self.mates.values())})

    def _beside_quarantine(self, place: Place) -> tuple[bool, Reason | None]:
        if self.wanted.apart or not self.quarantine:
            return False, None
        for next_to in _neighbours(place):
            if next_to in self.quarantine:
                return True, Reason("putaway_beside_quarantine", {"place": self.quarantine[next_to]})
        return False, Reason("putaway_clear_of_quarantine")

    def _reach(self, place: Place) -> tuple[float, Reason | None]:
        others = self.wanted.earlier + self.wanted.later
        turn = self.wanted.earlier / others if others else 0.0
        away = _steps(place) / self.steps if self.steps else 0.0
        if not others:
            return away, None
        values = {"bay": place.bay, "level": place.level, "earlier": self.wanted.earlier, "others": others}
        if abs(away - turn) <= FITS:
            return abs(away - turn), Reason("putaway_reach_fits", values)
        if away > turn:
            return away - turn, Reason("putaway_reach_far", values)
        return turn - away, Reason("putaway_reach_near", values)


_Where = tuple[str, int, int, int]


def _where(place: Place) -> _Where:
    return place.rack, place.aisle, place.bay, place.level


def _neighbours(place: Place) -> list[_Where]:
    rack, aisle, bay, level = _where(place)
    return [(rack, aisle, bay - 1, level), (rack, aisle, bay + 1, level),
            (rack, aisle, bay, level - 1), (rack, aisle, bay, level + 1)]


def _steps(place: Place) -> int:
    return place.bay + place.level - 2
