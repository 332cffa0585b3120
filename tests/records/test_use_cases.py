"""Every use case, called directly by every role and by those who may not act any more."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import time
from itertools import count

import pytest
from sqlalchemy import func, insert, select

import core.records
from core.errors import BadInput, NotSignedIn, Refused
from core.quality.alerts import AlertKind
from core.quality.line_watch import LineEvent
from core.quality.lot_states import LotState
from core.quality.reviewing import Disposition
from core.quality.rights import Right, Role, may
from core.quality.sampling import CFIA_200
from core.quality.sides import FOOD_CAN
from core.quality.stock_rules import PlaceKind
from core.quality.verdict import Reason, Verdict
from core.records import (
    accounts,
    alerts,
    audit,
    backup,
    blind_checks,
    can_list,
    check_shares,
    clock,
    code_search,
    collecting,
    complaints,
    dataset_export,
    devices,
    export_files,
    free_space,
    gallery,
    inspections,
    known_cans,
    known_rounds,
    line_events,
    lines,
    lot_account,
    lot_decision,
    lots,
    models,
    month_events,
    occupancy,
    plant,
    produced,
    product_pictures,
    products,
    quarantine,
    rack_pictures,
    racks,
    rate_chart,
    recalls,
    reencoding,
    reinspections,
    restore,
    reteaching,
    review_pairs,
    reviews,
    samples,
    seals,
    seam_checks,
    shifts,
    statistics,
    stock,
    stock_list,
    warehouse_map,
    warehouses,
    work_context,
)
from core.records.alert_rows import raise_alert
from core.records.check_shares import Shares
from core.records.counted import By, Scope
from core.records.database import read, write
from core.records.products import ProductDraft
from core.records.racks import PlaceDraft, RackDraft
from core.records.schema import day_counter
from core.records.use_case import USE_CASES, Actor, Unchanged, console, use_case
from core.records.warehouses import WarehouseDraft
from core.records.work_context import WorkContext
from tests.records import people, photographs
from tests.records.conftest import SetClock
from tests.records.people import PASSWORD, add, sign_in, signed_in, taken, whole_can
from tests.records.racks import CORNERS, add_rack, photographed
from tests.records.warehousing import a_lot, a_warehouse, place_id

_KEYS = count()


def _draft(actor: Actor) -> int:
    """A can that is this actor's to inspect, where they may; else somebody's."""
    try:
        return whole_can(actor, f"key {next(_KEYS)}")
    except Refused:
        return 1


CALLS: dict[str, Callable[[Actor], Callable[[], object]]] = {
    "accounts.list_users": lambda a: lambda: accounts.list_users(a),
    "accounts.add_user": lambda a: lambda: accounts.add_user(a, f"new{next(_KEYS)}", Role.ADMIN, PASSWORD),
    "accounts.set_role": lambda a: lambda: accounts.set_role(a, "spare", _another_role()),
    "accounts.disable": lambda a: _with(lambda: accounts.enable(console(), "spare"),
                                        lambda: accounts.disable(a, "spare")),
    "accounts.enable": lambda a: _with(lambda: accounts.disable(console(), "spare"),
                                       lambda: accounts.enable(a, "spare")),
    "accounts.reset_password": lambda a: lambda: accounts.reset_password(a, "spare"),
    "accounts.invite": lambda a: lambda: accounts.invite(a, f"new{next(_KEYS)}", Role.VIEWER),
    "accounts.end_sessions_of": lambda a: lambda: accounts.end_sessions_of(a, "spare"),
    "accounts.delete": lambda a: _on_user(lambda name: accounts.delete(a, name)),
    "devices.register": lambda a: lambda: devices.register(a, f"Device {next(_KEYS)}"),
    "devices.retire": lambda a: _on_device(lambda one: devices.retire(a, one)),
    "devices.set_pin": lambda a: lambda: devices.set_pin(a, PASSWORD, "140379"),
    "devices.list_devices": lambda a: lambda: devices.list_devices(a),
    "accounts.unlock": lambda a: lambda: accounts.unlock(a, "spare"),
    "accounts.change_password": lambda a: lambda: accounts.change_password(a, PASSWORD, PASSWORD),
    "accounts.sign_out_everywhere": lambda a: lambda: accounts.sign_out_everywhere(a),
    "audit.entries": lambda a: lambda: audit.entries(a),
    "backup.record": lambda a: lambda: backup.record(a, backup.Backup("folder", "now", 1, 1, 0, 0, [])),
    "backup.last_made": lambda a: lambda: backup.last_made(a),
    "reencoding.allow_after": lambda a: _with(
        lambda: photographs.allow(None), lambda: reencoding.allow_after(a, 60)),
    "reencoding.allowed_after": lambda a: lambda: reencoding.allowed_after(a),
    "reencoding.page": lambda a: _with(photographs.allow, lambda: reencoding.page(a)),
    "reencoding.reencode": lambda a: _on_old(lambda can, kept: reencoding.reencode(a, can, kept)),
    "reinspections.name_earlier": lambda a: _on_repeated(lambda can, first: reinspections.name_earlier(a, can, first)),
    "reinspections.of_same_can": lambda a: lambda: reinspections.of_same_can(a, 1),
    "reinspections.candidates": lambda a: lambda: reinspections.candidates(a, 1),
    "reencoding.of_can": lambda a: lambda: reencoding.of_can(a, 1),
    "product_pictures.keep": lambda a: _on_product(
        lambda draft: product_pictures.keep(a, draft.product.sku, photographed())),
    "product_pictures.by_sku": lambda a: lambda: product_pictures.by_sku(a),
    "rack_pictures.keep": lambda a: _on_rack(lambda rack: rack_pictures.keep(a, rack, 1, photographed(), CORNERS)),
    "rack_pictures.newest": lambda a: lambda: rack_pictures.newest(a, 1, 1),
    "rack_pictures.aisles": lambda a: _in_warehouse(lambda code: rack_pictures.aisles(a, code)),
    "rack_pictures.booked_places": lambda a: _on_rack(lambda rack: rack_pictures.booked_places(a, rack, 1)),
    "rack_pictures.record_count": lambda a: _on_rack(lambda rack: rack_pictures.record_count(
        a, rack, 1, {one.id: True for one in rack_pictures.booked_places(console(), rack, 1)}, "taps")),
    "restore.record_restore": lambda a: lambda: restore.record_restore(a, "folder", "now"),
    "drafts.start": lambda a: lambda: inspections.start(a, FOOD_CAN, key=f"key {next(_KEYS)}"),
    "drafts.unfinished": lambda a: lambda: inspections.unfinished(a),
    "drafts.add_sides": lambda a: _on(a, lambda can: inspections.add_sides(a, can, [taken(2)])),
    "drafts.take_out": lambda a: _on(a, lambda can: inspections.take_out(a, can, 2)),
    "drafts.finish": lambda a: _on(a, lambda can: inspections.finish(a, can)),
    "drafts.give_up": lambda a: _on(a, lambda can: inspections.give_up(a, can)),
    "inspections.raise_defect": lambda a: _on(a, lambda can: inspections.raise_defect(a, can, side=4, code="TAB")),
    "inspections.load": lambda a: lambda: inspections.load(a, 1),
    "inspections.recent": lambda a: lambda: inspections.recent(a),
    "inspections.counts_today": lambda a: lambda: inspections.counts_today(a),
    "blind_checks.judge_good": lambda a: _on_blind(a, lambda can: blind_checks.judge_good(a, can)),
    "blind_checks.counts": lambda a: lambda: blind_checks.counts(a, Scope()),
    "check_shares.shares": lambda a: lambda: check_shares.shares(a),
    "review_pairs.assign": lambda a: _to_two(_two_reviewers(), lambda can, two: review_pairs.assign(a, [can], two)),
    "review_pairs.reviewers": lambda a: lambda: review_pairs.reviewers(a),
    "review_pairs.asked": lambda a: lambda: review_pairs.asked(a),
    "review_pairs.answer": lambda a: _as_one_of_two(a),
    "review_pairs.of_can": lambda a: lambda: review_pairs.of_can(a, 1),
    "review_pairs.judged_by_two": lambda a: lambda: review_pairs.judged_by_two(a, Scope()),
    "statistics.counted": lambda a: lambda: statistics.counted(a, Scope(), By.MONTH),
    "statistics.defects": lambda a: lambda: statistics.defects(a, Scope()),
    "statistics.boxes": lambda a: lambda: statistics.boxes(a, Scope()),
    "statistics.speed": lambda a: lambda: statistics.speed(a, Scope()),
    "statistics.known_cans": lambda a: lambda: statistics.known_cans(a, Scope()),
    "statistics.choices": lambda a: lambda: statistics.choices(a),
    "rate_chart.rate_chart": lambda a: lambda: rate_chart.rate_chart(a, Scope()),
    "rate_chart.signals": lambda a: lambda: rate_chart.signals(a),
    "rate_chart.probability_chart": lambda a: lambda: rate_chart.probability_chart(a, Scope()),
    "statistics.recount": lambda a: lambda: statistics.recount(a),
    "products.add": lambda a: lambda: products.add(a, _product()),
    "products.change": lambda a: _on_product(lambda draft: products.change(
        a, draft.product.sku, replace(draft, cans_a_case=2))),
    "products.retire": lambda a: _on_product(lambda draft: products.retire(a, draft.product.sku)),
    "products.bring_back": lambda a: _on_product(
        lambda draft: products.bring_back(a, draft.product.sku),
        lambda draft: products.retire(console(), draft.product.sku)),
    "products.list_products": lambda a: lambda: products.list_products(a),
    "products.find": lambda a: lambda: products.find(a, FOOD_CAN.sku),
    "plant.set_up": lambda a: lambda: plant.set_up(a, f"Plant {next(_KEYS)}", "Europe/Paris", time(6)),
    "plant.current": lambda a: lambda: plant.current(a),
    "lines.add": lambda a: lambda: lines.add(a, f"{next(_KEYS)}", ["1"]),
    "lines.retire": lambda a: _on_line(lambda name: lines.retire(a, name)),
    "lines.bring_back": lambda a: _on_line(lambda name: lines.bring_back(a, name),
                                           lambda name: lines.retire(console(), name)),
    "lines.add_head": lambda a: _on_line(lambda name: lines.add_head(a, name, "2")),
    "lines.retire_head": lambda a: _on_line(lambda name: lines.retire_head(a, name, "1")),
    "lines.bring_back_head": lambda a: _on_line(lambda name: lines.bring_back_head(a, name, "1"),
                                                lambda name: lines.retire_head(console(), name, "1")),
    "lines.list_lines": lambda a: lambda: lines.list_lines(a),
    "shifts.add": lambda a: lambda: shifts.add(a, f"{next(_KEYS)}", time(6), time(14)),
    "shifts.change_times": lambda a: _on_shift(lambda name: shifts.change_times(a, name, time(5), time(13))),
    "shifts.retire": lambda a: _on_shift(lambda name: shifts.retire(a, name)),
    "shifts.bring_back": lambda a: _on_shift(lambda name: shifts.bring_back(a, name),
                                             lambda name: shifts.retire(console(), name)),
    "shifts.list_shifts": lambda a: lambda: shifts.list_shifts(a),
    "work_context.choose": lambda a: lambda: work_context.choose(a, WorkContext(FOOD_CAN.sku)),
    "work_context.change_head": lambda a: _on_line(lambda name: work_context.change_head(a, None),
                                                   lambda name: _work_on(a, name)),
    "work_context.chosen": lambda a: lambda: work_context.chosen(a),
    "line_events.record": lambda a: _on_line(lambda name: line_events.record(a, name, LineEvent.JAM)),
    "line_events.now": lambda a: lambda: line_events.now(a),
    "line_events.between": lambda a: lambda: line_events.between(a, clock.now(), clock.now()),
    "seam_checks.record": lambda a: _on_line(lambda name: seam_checks.record(a, name, {"1": []})),
    "seam_checks.between": lambda a: lambda: seam_checks.between(a, clock.now(), clock.now()),
    "alerts.take": lambda a: _on_alert(lambda alert: alerts.take(a, alert, "the mechanic looks")),
    "alerts.standing": lambda a: lambda: alerts.standing(a),
    "alerts.count_standing": lambda a: lambda: alerts.count_standing(a),
    "alerts.taken": lambda a: lambda: alerts.taken(a),
    "known_cans.add": lambda a: _on_finished(
        lambda can: known_cans.add(a, can, f"K{next(_KEYS)}", Verdict.BAD, "DNT")),
    "known_cans.retire": lambda a: _on_known(lambda known: known_cans.retire(a, known)),
    "known_cans.bring_back": lambda a: _on_known(lambda known: known_cans.bring_back(a, known),
                                                 lambda known: known_cans.retire(sign_in("mona"), known)),
    "known_cans.list_cans": lambda a: lambda: known_cans.list_cans(a),
    "known_rounds.start": lambda a: _on_known(lambda known: known_rounds.start(a, "practice")),
    "known_rounds.shown": lambda a: lambda: known_rounds.shown(a),
    "known_rounds.answer": lambda a: _to_shown(a),
    "known_rounds.clear": lambda a: _on_missed(lambda missed: known_rounds.clear(a, missed, "shown again")),
    "known_rounds.not_qualified": lambda a: lambda: known_rounds.not_qualified(a),
    "known_rounds.ended": lambda a: lambda: known_rounds.ended(a),
    "known_rounds.asks": lambda a: lambda: known_rounds.asks(a),
    "lot_decision.of_lot": lambda a: _on_lot(lambda lot: lot_decision.of_lot(a, lot)),
    "lots.open_lot": lambda a: lambda: people.open_lot(a, f"lot {next(_KEYS)}"),
    "lots.hold": lambda a: _on_lot(lambda lot: lots.hold(a, lot, "dents")),
    "lots.accept": lambda a: _on_lot(lambda lot: lots.accept(a, lot, "sampled", seen_state=LotState.OPEN)),
    "lots.reject": lambda a: _on_lot(lambda lot: lots.reject(a, lot, "leaks", seen_state=LotState.OPEN)),
    "lots.release": lambda a: _on_lot(
        lambda lot: lots.release(a, lot, "sorted", seen_state=LotState.HELD, password=PASSWORD),
        lambda m, lot: lots.hold(m, lot, "dents")),
    "lots.rework": lambda a: _on_lot(
        lambda lot: lots.rework(a, lot, "resorted", seen_state=LotState.REJECTED),
        lambda m, lot: lots.reject(m, lot, "leaks", seen_state=LotState.OPEN)),
    "lots.find": lambda a: _on_lot(lambda lot: lots.find(a, lot)),
    "lots.page": lambda a: lambda: lots.page(a, lots.Wanted()),
    "lots.count": lambda a: lambda: lots.count(a, lots.Wanted(to_decide=True)),
    "quarantine.left_to_move": lambda a: lambda: quarantine.left_to_move(a),
    "lots.events": lambda a: _on_lot(lambda lot: lots.events(a, lot)),
    "produced.hold_produced": lambda a: _on_lot(
        lambda lot: produced.hold_produced(a, lot, clock.now(), None, "a jam")),
    "produced.release_produced": lambda a: _on_lot(
        lambda lot: produced.release_produced(a, lot, None, None, "looked at", password=PASSWORD)),
    "produced.held_now": lambda a: _on_lot(lambda lot: produced.held_now(a, lot)),
    "samples.start": lambda a: _on_lot(lambda lot: samples.start(a, lot, CFIA_200)),
    "samples.give_up": lambda a: _on_sample(lambda sample: samples.give_up(a, sample, "a new one tomorrow")),
    "samples.progress": lambda a: _on_sample(lambda sample: samples.progress(a, sample)),
    "samples.of_lot": lambda a: _on_lot(lambda lot: samples.of_lot(a, lot)),
    "samples.still_open": lambda a: lambda: samples.still_open(a),
    "samples.place_of": lambda a: lambda: samples.place_of(a, 1),
    "samples.product_sampled": lambda a: _on_sample(lambda sample: samples.product_sampled(a, sample)),
    "inspections.counts_of_lot": lambda a: lambda: inspections.counts_of_lot(a, 1),
    "gallery.page": lambda a: lambda: gallery.page(a, gallery.Wanted()),
    "gallery.sheet": lambda a: lambda: gallery.sheet(a, 1),
    "gallery.newest_photographs": lambda a: lambda: gallery.newest_photographs(a, "food-can/1", 4),
    "gallery.known_good": lambda a: lambda: gallery.known_good(a, FOOD_CAN.sku, other_than=0),
    "gallery.neighbours": lambda a: lambda: gallery.neighbours(a, 1),
    "gallery.inspectors": lambda a: lambda: gallery.inspectors(a),
    "warehouses.add": lambda a: lambda: warehouses.add(a, WarehouseDraft(f"N{next(_KEYS)}", "New")),
    "warehouses.change": lambda a: _in_warehouse(lambda code: warehouses.change(a, WarehouseDraft(code, "Changed"))),
    "warehouses.retire": lambda a: _in_warehouse(lambda code: warehouses.retire(a, code)),
    "warehouses.bring_back": lambda a: _in_warehouse(
        lambda code: warehouses.bring_back(a, code), lambda code: warehouses.retire(console(), code)),
    "warehouses.list_warehouses": lambda a: lambda: warehouses.list_warehouses(a),
    "racks.add_rack": lambda a: _in_warehouse(lambda code: racks.add_rack(a, code, RackDraft("Z", 1, 1, 1))),
    "racks.change_place": lambda a: _in_warehouse(lambda code: racks.change_place(
        a, place_id("A01-01-1", code), PlaceDraft("Renamed", PlaceKind.STORAGE, 2))),
    "stock.receive": lambda a: _in_warehouse(lambda code: stock.receive(a, a_lot(), 1, 100)),
    "stock.put_away": lambda a: _with_stock(lambda code, lot_id, ids: stock.put_away(
        a, lot_id, {place_id("A01-02-1", code): 1})),
    "stock.move": lambda a: _with_stock(lambda code, lot_id, ids: stock.move(
        a, ids, None, place_id("A01-02-1", code))),
    "stock.ship": lambda a: _with_stock(lambda code, lot_id, ids: stock.ship(a, ids)),
    "quarantine.move_to_quarantine": lambda a: _with_stock(
        lambda code, lot_id, ids: quarantine.move_to_quarantine(a, lot_id, code), "held"),
    "quarantine.quarantine_task": lambda a: lambda: quarantine.quarantine_task(a, 1),
    "quarantine.tasks": lambda a: _in_warehouse(lambda code: quarantine.tasks(a, code)),
    "free_space.lots": lambda a: lambda: free_space.lots(a),
    "free_space.find": lambda a: _with_stock(lambda code, lot_id, ids: free_space.find(a, code, lot_id, 1)),
    "occupancy.by_warehouse": lambda a: lambda: occupancy.by_warehouse(a),
    "occupancy.by_aisle": lambda a: _in_warehouse(lambda code: occupancy.by_aisle(a, code)),
    "occupancy.by_day": lambda a: _in_warehouse(lambda code: occupancy.by_day(a, code)),
    "occupancy.empty_places": lambda a: _in_warehouse(lambda code: occupancy.empty_places(a, code)),
    "warehouse_map.places": lambda a: _in_warehouse(lambda code: warehouse_map.places(a, code)),
    "warehouse_map.contents": lambda a: _in_warehouse(
        lambda code: warehouse_map.contents(a, place_id("A01-01-1", code))),
    "can_list.listed": lambda a: lambda: can_list.listed(a, gallery.Wanted()),
    "code_search.candidates": lambda a: lambda: code_search.candidates(a, "L2315"),
    "complaints.keep_note": lambda a: _on_complaint(lambda can: complaints.keep_note(a, can, f"note {next(_KEYS)}")),
    "complaints.of_lot": lambda a: lambda: complaints.of_lot(a, 1),
    "complaints.count_of_lot": lambda a: lambda: complaints.count_of_lot(a, 1),
    "export_files.new_file": lambda a: lambda: export_files.new_file(a, "cans", "csv"),
    "export_files.own_file": lambda a: lambda: export_files.own_file(a, "cans-1.csv"),
    "export_files.record_export": lambda a: lambda: export_files.record_export(a, "cans-1.csv", "cans", 1),
    "lot_account.account": lambda a: _on_lot(lambda lot: lot_account.account(a, lot)),
    "month_events.lot_changes": lambda a: lambda: month_events.lot_changes(a, clock.now(), clock.now()),
    "month_events.lot_codes": lambda a: lambda: month_events.lot_codes(a, [1]),
    "month_events.model_changes": lambda a: lambda: month_events.model_changes(a, clock.now(), clock.now()),
    "products.of_record": lambda a: lambda: products.of_record(a, "NONE"),
    "recalls.of_lot": lambda a: lambda: recalls.of_lot(a, 1),
    "recalls.sides": lambda a: lambda: recalls.sides(a, 1),
    "recalls.verdicts": lambda a: lambda: recalls.verdicts(a, 1),
    "recalls.record_recall": lambda a: _on_lot(lambda lot: recalls.record_recall(
        a, lot, name="r.zip", cans=1, photographs=7, missing=[], seconds=0.5)),
    "seals.seal": lambda a: lambda: seals.seal(a, "can:1"),
    "stock_list.pallets": lambda a: lambda: stock_list.pallets(a),
    "stock_list.steps": lambda a: lambda: stock_list.steps(a, 1),
    "dataset_export.confirmed_sides": lambda a: lambda: dataset_export.confirmed_sides(a, "lid"),
    "review_queue.queue": lambda a: lambda: reviews.queue(a),
    "review_queue.counts": lambda a: lambda: reviews.counts(a),
    "reviews.review": lambda a: _on_finished(lambda can: _review(a, can)),
    "reviews.undo": lambda a: _on_finished(lambda can: reviews.undo(a, can), lambda can: _review(a, can)),
    "collecting.collected": lambda a: lambda: collecting.collected(a, FOOD_CAN, FOOD_CAN.models.values()),
    "reteaching.good_cans": lambda a: lambda: reteaching.good_cans(a, FOOD_CAN.sku),
    "reteaching.record_view": lambda a: lambda: reteaching.record_view(
        a, FOOD_CAN.sku, {"food-can/2": "food-can/1"}, [1], "the camera moved"),
    "models.record_activation": lambda a: lambda: models.record_activation(a, "food-can/2", "food-can/1", "better"),
    "models.record_retirement": lambda a: lambda: models.record_retirement(a, "food-can/1", "older"),
    "models.record_fitness": lambda a: lambda: models.record_fitness(
        a, "food-can/1", "0" * 64, "demonstration", "the camera was moved", None),
    "check_shares.set_shares": lambda a: _with(lambda: check_shares.set_shares(console(), Shares(100)),
                                               lambda: check_shares.set_shares(a, Shares(0))),
}
_READING = {"can_list.listed", "code_search.candidates", "complaints.of_lot", "complaints.count_of_lot",
            "export_files.new_file", "export_files.own_file", "lot_account.account", "month_events.lot_changes",
            "month_events.lot_codes", "month_events.model_changes", "products.of_record", "recalls.of_lot",
            "recalls.sides", "recalls.verdicts", "seals.seal", "stock_list.pallets", "stock_list.steps",
            "statistics.counted", "statistics.defects", "statistics.boxes", "statistics.speed", "statistics.choices",
            "statistics.known_cans", "blind_checks.counts", "check_shares.shares", "review_pairs.reviewers",
            "review_pairs.asked", "review_pairs.of_can", "review_pairs.judged_by_two",
            "rate_chart.rate_chart", "rate_chart.signals", "rate_chart.probability_chart", "devices.list_devices",
            "accounts.list_users", "audit.entries", "drafts.unfinished", "inspections.load", "inspections.recent",
            "inspections.counts_today", "product_pictures.by_sku",
            "products.list_products", "products.find", "gallery.page",
            "gallery.neighbours", "gallery.inspectors", "plant.current", "lines.list_lines", "shifts.list_shifts",
            "work_context.chosen", "lots.find", "lots.page", "lots.events", "samples.progress", "samples.of_lot",
            "samples.still_open", "samples.place_of", "samples.product_sampled", "inspections.counts_of_lot",
            "warehouses.list_warehouses", "quarantine.quarantine_task", "quarantine.tasks", "free_space.lots",
            "free_space.find", "occupancy.by_warehouse", "occupancy.by_aisle", "occupancy.by_day",
            "occupancy.empty_places", "warehouse_map.places", "warehouse_map.contents", "gallery.known_good",
            "gallery.sheet", "gallery.newest_photographs",
            "dataset_export.confirmed_sides", "collecting.collected", "review_queue.queue",
            "reteaching.good_cans", "produced.held_now",
            "review_queue.counts",
            "line_events.now", "line_events.between", "seam_checks.between", "alerts.standing", "alerts.count_standing",
            "alerts.taken", "known_cans.list_cans", "known_rounds.shown", "known_rounds.not_qualified",
            "lots.count", "quarantine.left_to_move", "lot_decision.of_lot", "known_rounds.ended", "known_rounds.asks",
            "reencoding.allowed_after", "reencoding.page", "reencoding.of_can", "reinspections.of_same_can",
            "reinspections.candidates",
            "backup.last_made", "rack_pictures.aisles", "rack_pictures.newest", "rack_pictures.booked_places"}
NOT_USE_CASES = {"audit.verify", "audit.examine", "drafts.own_draft", "drafts.finish_draft", "products.own_row",
                 "products.product_of_sku", "produced.held_when_received", "plant.plant_time", "plant.plant_day",
                 "plant.minute_of", "plant.time_of", "lines.lines_of", "shifts.offered_shifts", "shifts.all_shifts",
                 "warehouses.warehouse_row", "audit.examine_copy", "known_cans.shown_cans", "known_cans.known_row",
                 "samples.sample_of", "plant.current_plant"}
"""The machine's own, and what use cases share: they take a transaction that is open already."""


def _with(before: Callable[[], object], act: Callable[[], object]) -> Callable[[], object]:
    before()
    return act


def _on(actor: Actor, act: Callable[[int], object]) -> Callable[[], object]:
    can = _draft(actor)
    return lambda: act(can)


def _on_blind(actor: Actor, act: Callable[[int], object]) -> Callable[[], object]:
    """The act on a can that is to be judged before the model's verdict is shown."""
    check_shares.set_shares(console(), Shares(blind=100))
    can = _draft(actor)
    check_shares.set_shares(console(), Shares(blind=0))
    return lambda: act(can)


def _two_reviewers() -> tuple[str, str]:
    names = f"reviewer{next(_KEYS)}", f"reviewer{next(_KEYS)}"
    for name in names:
        add(name, Role.REVIEWER)
    return names


def _to_two(
    two: tuple[str, str], act: Callable[[int, tuple[str, str]], object]
) -> Callable[[], object]:
    return _on_finished(lambda can: act(can, two))


def _as_one_of_two(actor: Actor) -> Callable[[], object]:
    """The answer to a can that was given to this user, where they may review, and to somebody else."""
    other, another = _two_reviewers()
    with suppress(BadInput):
        _on_finished(lambda can: review_pairs.assign(console(), [can], ("someone", other)))()
    if review_pairs.asked(sign_in(other)) is None:
        _on_finished(lambda can: review_pairs.assign(console(), [can], (another, other)))()
    given = review_pairs.asked(sign_in(other))
    assert given is not None
    return lambda: review_pairs.answer(actor, given.pair_id, Verdict.GOOD)


def _on_finished(
    act: Callable[[int], object], before: Callable[[int], object] = lambda can: None
) -> Callable[[], object]:
    """The act on a can that somebody else has just finished."""
    ines = sign_in("first")
    inspections.finish(ines, can := whole_can(ines, f"key {next(_KEYS)}"))
    with suppress(Refused):
        before(can)
    return lambda: act(can)


def _on_complaint(act: Callable[[int], object]) -> Callable[[], object]:
    """The act on a finished can that a customer complained of."""
    can = people.can_of_lot(sign_in("first"), f"key {next(_KEYS)}", purpose="complaint")
    return lambda: act(can)


def _on_repeated(act: Callable[[int, int], object]) -> Callable[[], object]:
    """The act on a finished reinspection, and the can that it inspected again."""
    first = people.can_of_lot(sign_in("first"), f"key {next(_KEYS)}")
    again = people.can_of_lot(sign_in("first"), f"key {next(_KEYS)}", purpose="reinspection")
    return lambda: act(again, first)


def _on_old(act: Callable[[int, list[reencoding.Original]], object]) -> Callable[[], object]:
    """The act on the photographs of a good can that was finished long ago."""
    photographs.allow()
    key = next(_KEYS)
    can = photographs.old_can(sign_in("first"), f"key {key}", [key])
    return lambda: act(can, reencoding.page(console(), can - 1).cans[can])


def _review(actor: Actor, can: int) -> object:
    return reviews.review(actor, can, 0, Verdict.GOOD, disposition=Disposition.PASSED)


def _on_alert(act: Callable[[int], object]) -> Callable[[], object]:
    with write() as tx:
        raise_alert(tx, AlertKind.OVERDUE, f"overdue:{next(_KEYS)}", Reason("alert_overdue", {"line": "1"}))
    newest = alerts.standing(console())[0]
    return lambda: act(newest.id)


def _on_known(act: Callable[[int], object], before: Callable[[int], object] = lambda known: None
              ) -> Callable[[], object]:
    """The act on a known bad can that mona has just set up."""
    can = people.can_of_lot(sign_in("first"), f"key {next(_KEYS)}")
    known = known_cans.add(sign_in("mona"), can, f"K{next(_KEYS)}", Verdict.BAD, "DNT")
    before(known)
    return lambda: act(known)


def _to_shown(actor: Actor) -> Callable[[], object]:
    """An answer to the can that is shown to this actor, where they may see known cans; else to any."""
    round_id = number = 1
    with suppress(Refused, NotSignedIn):
        round_id = known_rounds.start(actor, "practice")
        number = getattr(known_rounds.shown(actor), "number", 1)
    return lambda: known_rounds.answer(actor, round_id, number, Verdict.BAD)


def _on_missed(act: Callable[[int], object]) -> Callable[[], object]:
    """The act on a test in which first has just missed a bad can."""
    _on_known(lambda known: None)
    first = sign_in("first")
    round_id = known_rounds.start(first, "test can")
    while (now_shown := known_rounds.shown(first)) is not None:
        known_rounds.answer(first, round_id, now_shown.number, Verdict.GOOD)
    return lambda: act(round_id)


def _on_rack(act: Callable[[int], object]) -> Callable[[], object]:
    rack = add_rack(code=f"R{next(_KEYS)}")
    return lambda: act(rack)


def _product() -> ProductDraft:
    return ProductDraft(replace(FOOD_CAN, sku=f"SKU-{next(_KEYS)}"), 1, 1)


def _on_product(
    act: Callable[[ProductDraft], object], before: Callable[[ProductDraft], object] = lambda draft: None
) -> Callable[[], object]:
    """The act on a product that has just been added by somebody else."""
    draft = _product()
    products.add(console(), draft)
    before(draft)
    return lambda: act(draft)


def _on_line(act: Callable[[str], object], before: Callable[[str], object] = lambda name: None
             ) -> Callable[[], object]:
    """The act on a line with the seaming head 1, set up by somebody else."""
    name = f"{next(_KEYS)}"
    lines.add(console(), name, ["1"])
    before(name)
    return lambda: act(name)


def _on_shift(act: Callable[[str], object], before: Callable[[str], object] = lambda name: None
              ) -> Callable[[], object]:
    name = f"{next(_KEYS)}"
    shifts.add(console(), name, time(6), time(14))
    before(name)
    return lambda: act(name)


def _work_on(actor: Actor, line: str) -> None:
    with suppress(Refused):
        work_context.choose(actor, WorkContext(FOOD_CAN.sku, line, "1"))
def _on_lot(
    act: Callable[[int], object], before: Callable[[Actor, int], object] = lambda manager, lot: None
) -> Callable[[], object]:
    """The act on a lot that a manager, mona, has just opened."""
    manager = sign_in("mona")
    lot = people.open_lot(manager, f"lot {next(_KEYS)}")
    before(manager, lot)
    return lambda: act(lot)


def _on_sample(act: Callable[[int], object]) -> Callable[[], object]:
    """The act on a sample that mona has just started."""
    manager = sign_in("mona")
    sample = samples.start(manager, people.open_lot(manager, f"lot {next(_KEYS)}"), CFIA_200)
    return lambda: act(sample)
def _in_warehouse(
    act: Callable[[str], object], before: Callable[[str], object] = lambda code: None
) -> Callable[[], object]:
    """The act in a warehouse that has just been set up by somebody else."""
    code = a_warehouse(f"W{next(_KEYS)}")
    before(code)
    return lambda: act(code)


def _with_stock(act: Callable[[str, int, list[int]], object], state: str = "accepted") -> Callable[[], object]:
    """The act in a new warehouse, on a new lot of which the first user received a pallet that waits for a place."""
    code, lot_id = a_warehouse(f"W{next(_KEYS)}"), a_lot(state)
    ids = stock.receive(sign_in("first"), lot_id, 1, 100)
    return lambda: act(code, lot_id, ids)


def _on_user(act: Callable[[str], object]) -> Callable[[], object]:
    add(name := f"user{next(_KEYS)}", Role.VIEWER)
    return lambda: act(name)


def _on_device(act: Callable[[int], object]) -> Callable[[], object]:
    """The act on a device that another administrator has just registered."""
    devices.register(signed_in(f"admin{next(_KEYS)}", Role.ADMIN), f"Device {next(_KEYS)}")
    return lambda: act(devices.list_devices(console())[-1].id)


def _another_role() -> Role:
    role = next(account.role for account in accounts.list_users(console()) if account.name == "spare")
    return Role.VIEWER if role is not Role.VIEWER else Role.REVIEWER


def _rows() -> int:
    return audit.examine().audit_rows


def test_every_use_case_is_called_here_and_every_public_verb_with_an_actor_is_one() -> None:
    for module in pkgutil.iter_modules(core.records.__path__):
        importlib.import_module(f"core.records.{module.name}")
    assert set(CALLS) == {name for name in USE_CASES if not name.startswith("test_")}
    verbs = {
        f"{name}.{verb}"
        for name in ("accounts", "audit", "drafts", "inspections", "lots", "produced", "products", "samples",
                     "plant", "lines", "shifts", "work_context", "warehouses", "racks", "stock", "quarantine",
                     "free_space", "occupancy", "warehouse_map", "reviews", "line_events", "seam_checks",
                     "alerts", "known_cans", "known_rounds")
        for verb, function in vars(importlib.import_module(f"core.records.{name}")).items()
        if inspect.isfunction(function) and not verb.startswith("_") and function.__module__ == f"core.records.{name}"
    }
    assert verbs - set(CALLS) == NOT_USE_CASES


@pytest.mark.sqlite  # the right is asked before any other statement; each use case runs on both in its own module
@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_its_rights_say_and_is_refused_the_rest(role: Role) -> None:
    whole_can(signed_in("first"), "first")
    add("spare", Role.VIEWER)
    add("mona", Role.MANAGER)
    add("someone", role)
    for name, call in CALLS.items():
        actor = sign_in("someone")
        act = call(actor)
        before = _rows()
        if may(role, USE_CASES[name]):
            act()
            assert _rows() - before == (0 if name in _READING else 1), name
        else:
            with pytest.raises(Refused, match="may not"):
                act()
            _assert_one_refusal(before, "someone", name)


@pytest.mark.sqlite
@pytest.mark.parametrize("state", ["disabled", "signed out", "expired", "unknown", "demoted"])
def test_who_is_not_signed_in_any_more_may_do_nothing_at_all(state: str, set_clock: SetClock) -> None:
    whole_can(signed_in("first"), "first")
    add("spare", Role.VIEWER)
    add("mona", Role.MANAGER)
    actor = signed_in("someone", Role.ADMIN)
    add("other", Role.ADMIN)
    if state == "disabled":
        accounts.disable(console(), "someone")
    elif state == "signed out":
        accounts.sign_out(actor.session_id)
    elif state == "expired":
        set_clock.goes_on(hours=12)
    elif state == "demoted":
        accounts.set_role(console(), "someone", Role.VIEWER)
    else:
        actor = Actor("made up")
    for name, call in CALLS.items():
        act = call(actor)
        before = _rows()
        with pytest.raises(NotSignedIn):
            act()
        _assert_one_refusal(before, "" if state == "unknown" else "someone", name)


def _assert_one_refusal(before: int, who: str, name: str) -> None:
    assert _rows() == before + 1, name
    newest = audit.entries(console(), limit=1)[0]
    assert (newest.actor, newest.action, newest.subject) == (who, "refused", name)


def test_the_command_line_keeps_users_and_inspects_nothing() -> None:
    with pytest.raises(Refused, match="no person's name"):
        inspections.start(console(), FOOD_CAN, key="one")
    add("ada", Role.ADMIN)
    assert [row.actor for row in audit.entries(console())] == ["console", "console"]


def test_a_session_called_console_is_nobody() -> None:
    for session_id in ("", "console"):
        with pytest.raises(NotSignedIn):
            accounts.list_users(Actor(session_id))


def test_a_use_case_without_an_entry_for_the_trail_fails_and_writes_nothing() -> None:
    @use_case(Right.READ)
    def test_forgetful(tx, user):
        tx.execute(insert(day_counter).values(plant_day="x", line="", last=1))

    @use_case(Right.READ)
    def test_denying(tx, user):
        tx.execute(insert(day_counter).values(plant_day="x", line="", last=1))
        return Unchanged("nothing")

    with pytest.raises(TypeError, match="no entry for the audit trail"):
        test_forgetful(console())
    assert test_denying(console()) == "nothing"
    assert _day_counters() == 0
    assert _rows() == 0


def _day_counters() -> int:
    with read() as tx:
        return tx.scalar(select(func.count()).select_from(day_counter))


def test_photographs_of_the_refused_never_reach_the_disk(installation) -> None:
    with pytest.raises(Refused):
        inspections.add_sides(signed_in("vera", Role.VIEWER), 1, [taken(1)])
    assert not (installation / "photographs").exists()
