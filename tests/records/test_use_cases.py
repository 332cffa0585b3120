"""Every use case, called directly by every role and by those who may not act any more."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import func, insert, select

import core.records
from core.errors import NotSignedIn, Refused
from core.quality.rights import Right, Role, may
from core.quality.sides import FOOD_CAN
from core.records import accounts, audit, gallery, inspections, models, products
from core.records.database import read
from core.records.products import ProductDraft
from core.records.schema import day_counter
from core.records.use_case import USE_CASES, Actor, Unchanged, console, use_case
from tests.records.conftest import SetClock
from tests.records.people import PASSWORD, add, sign_in, signed_in, taken, whole_can

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
    "accounts.set_role": lambda a: lambda: accounts.set_role(a, "spare", _next_role()),
    "accounts.disable": lambda a: _with(lambda: accounts.enable(console(), "spare"),
                                        lambda: accounts.disable(a, "spare")),
    "accounts.enable": lambda a: _with(lambda: accounts.disable(console(), "spare"),
                                       lambda: accounts.enable(a, "spare")),
    "accounts.reset_password": lambda a: lambda: accounts.reset_password(a, "spare", PASSWORD),
    "accounts.unlock": lambda a: lambda: accounts.unlock(a, "spare"),
    "accounts.change_password": lambda a: lambda: accounts.change_password(a, PASSWORD, PASSWORD),
    "accounts.sign_out_everywhere": lambda a: lambda: accounts.sign_out_everywhere(a),
    "audit.entries": lambda a: lambda: audit.entries(a),
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
    "products.add": lambda a: lambda: products.add(a, _product()),
    "products.change": lambda a: _on_product(lambda draft: products.change(
        a, draft.product.sku, replace(draft, cans_a_case=2))),
    "products.retire": lambda a: _on_product(lambda draft: products.retire(a, draft.product.sku)),
    "products.bring_back": lambda a: _on_product(
        lambda draft: products.bring_back(a, draft.product.sku),
        lambda draft: products.retire(console(), draft.product.sku)),
    "products.list_products": lambda a: lambda: products.list_products(a),
    "products.find": lambda a: lambda: products.find(a, FOOD_CAN.sku),
    "gallery.page": lambda a: lambda: gallery.page(a, gallery.Wanted()),
    "gallery.neighbours": lambda a: lambda: gallery.neighbours(a, 1),
    "gallery.inspectors": lambda a: lambda: gallery.inspectors(a),
    "models.record_activation": lambda a: lambda: models.record_activation(a, "food-can/2", "food-can/1"),
    "models.record_retirement": lambda a: lambda: models.record_retirement(a, "food-can/1"),
    "models.record_fitness": lambda a: lambda: models.record_fitness(
        a, "food-can/1", "0" * 64, "demonstration", "the camera was moved", None),
}
_READING = {"accounts.list_users", "audit.entries", "drafts.unfinished", "inspections.load", "inspections.recent",
            "inspections.counts_today", "products.list_products", "products.find", "gallery.page", "gallery.neighbours",
            "gallery.inspectors"}
_ROLES = list(Role)
NOT_USE_CASES = {"audit.verify", "audit.examine", "drafts.own_draft", "drafts.finish_draft"}
"""The machine's own, and what use cases share: they take a transaction that is open already."""


def _with(before: Callable[[], object], act: Callable[[], object]) -> Callable[[], object]:
    before()
    return act


def _on(actor: Actor, act: Callable[[int], object]) -> Callable[[], object]:
    can = _draft(actor)
    return lambda: act(can)


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


def _next_role() -> Role:
    return _ROLES[next(_KEYS) % 2 * 2]


def _rows() -> int:
    return audit.examine().audit_rows


def test_every_use_case_is_called_here_and_every_public_verb_with_an_actor_is_one() -> None:
    for module in pkgutil.iter_modules(core.records.__path__):
        importlib.import_module(f"core.records.{module.name}")
    assert set(CALLS) == {name for name in USE_CASES if not name.startswith("test_")}
    verbs = {
        f"{name}.{verb}"
        for name in ("accounts", "audit", "drafts", "inspections", "products")
        for verb, function in vars(importlib.import_module(f"core.records.{name}")).items()
        if inspect.isfunction(function) and not verb.startswith("_") and function.__module__ == f"core.records.{name}"
    }
    assert verbs - set(CALLS) == NOT_USE_CASES


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_its_rights_say_and_is_refused_the_rest(role: Role) -> None:
    whole_can(signed_in("first"), "first")
    add("spare", Role.VIEWER)
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


@pytest.mark.parametrize("state", ["disabled", "signed out", "expired", "unknown", "demoted"])
def test_who_is_not_signed_in_any_more_may_do_nothing_at_all(state: str, set_clock: SetClock) -> None:
    whole_can(signed_in("first"), "first")
    add("spare", Role.VIEWER)
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
