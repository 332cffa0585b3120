"""The map as data: what is free, part full, full, held and blocked, told by colour, hatch, number and words."""

from dataclasses import replace
from datetime import date

from core.quality.stock_rules import Place, PlaceKind
from core.records.warehouse_map import MapPlace
from core.ui.warehouse_figure import FILLS, aisle_figure, days_figure, words_on

FREE = MapPlace(Place(1, "A01-01-1", "A", 1, 1, 1, PlaceKind.STORAGE, 3))
PART = MapPlace(replace(FREE.place, id=2, bay=2, standing=1), lots=1, lot_code="L7", best_before="2029-01-01")
FULL = MapPlace(replace(FREE.place, id=3, bay=1, level=2, standing=3), lots=2, best_before="2028-01-01")
HELD = replace(PART, place=replace(PART.place, id=4, bay=2, level=2), apart=1)
BLOCKED = MapPlace(replace(FREE.place, id=5, bay=3, blocked=True))
ALL = [FREE, PART, FULL, HELD, BLOCKED]


def test_each_state_has_its_colour_and_held_and_blocked_are_hatched_differently():
    (bars,) = aisle_figure(ALL, {}).data
    assert list(bars.marker.color) == [FILLS[status] for status in ("free", "part", "full", "held", "blocked")]
    assert list(bars.marker.pattern.shape) == ["", "", "", "/", "x"]
    assert list(bars.text) == ["", "1", "3", "1", ""]


def test_a_place_stands_where_it_is_bay_across_and_level_up_and_carries_its_id():
    figure = aisle_figure(ALL, {})
    (bars,) = figure.data
    assert list(bars.x) == [1, 2, 1, 2, 3]
    assert [round(base + height / 2) for base, height in zip(bars.base, bars.y, strict=True)] == [1, 1, 2, 2, 1]
    assert [list(one) for one in bars.customdata] == [[1], [2], [3], [4], [5]]
    assert tuple(figure.layout.xaxis.range) == (0.4, 3.6) and tuple(figure.layout.yaxis.range) == (0.45, 2.55)


def test_the_kinds_are_told_apart_by_a_letter():
    kinds = [replace(PART, place=replace(PART.place, kind=kind)) for kind in PlaceKind]
    (bars,) = aisle_figure(kinds, {}).data
    assert list(bars.text) == ["1", "Q1", "S1"]


def test_hovering_says_in_words_what_stands_there():
    assert words_on(FREE) == "<b>A01-01-1</b> · storage<br>free: 0 of 3 pallets"
    assert words_on(HELD).endswith(
        "held: 1 of 3 pallets<br>1 held or rejected<br>lot L7<br>best before 2029-01-01")
    assert "2 lots<br>best before 2028-01-01" in words_on(FULL)
    held_and_blocked = replace(HELD, place=replace(HELD.place, blocked=True))
    assert "held: 1 of 3 pallets<br>blocked<br>" in words_on(held_and_blocked)


def test_the_words_of_people_are_no_markup_in_the_figure():
    hostile = replace(PART, lot_code="<a href='x'>L</a>", place=replace(PART.place, name="<b>&lt;"))
    words = words_on(hostile)
    assert "<a" not in words and "<b>&lt;b&gt;&amp;lt;</b>" in words


def test_where_pallets_would_go_is_marked_before_anything_moves():
    (bars,) = aisle_figure(ALL, {1: 2}).data
    assert bars.text[0] == "+2" and bars.hovertext[0].endswith("<b>2 would go here</b>")
    assert bars.marker.color[0] not in FILLS.values() and list(bars.text)[1:] == ["1", "3", "1", ""]


def test_the_place_that_is_looked_at_is_outlined():
    (bars,) = aisle_figure(ALL, {}, chosen=3).data
    assert [width > 2 for width in bars.marker.line.width] == [False, False, True, False, False]


def test_the_days_are_stacked_by_kind_of_place():
    day = date(2026, 11, 23)
    figure = days_figure({PlaceKind.STORAGE: [(day, 4)], PlaceKind.QUARANTINE: [(day, 1)]})
    assert [(bar.name, list(bar.x), list(bar.y)) for bar in figure.data] == [
        ("storage", ["2026-11-23"], [4]), ("quarantine", ["2026-11-23"], [1])]
    assert figure.layout.barmode == "stack"
