"""Who writes to the records at all: use cases, which ask a right, and the few that come before anybody is signed in."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import core.records
from core.records.use_case import USE_CASES
from tests.browser.serving import ROOT

RECORDS = ROOT / "core" / "records"
BEFORE_ANYBODY_IS_SIGNED_IN = {
    "first_admin.issue_setup_code", "first_admin.create_first_admin", "sign_in.counted_attempt", "sign_in.opened",
    "sign_in.confirm_password", "one_time_codes.redeem", "sessions.seen", "sessions.sign_out",
}
EVERY_USE_CASE = {"use_case._written", "use_case._noting_refusals"}
BY_ITSELF = {"watch.look", "alert_webhook._keep"}
"""What the machine notes by itself: alerts that its rules raise, and whether they were handed on."""
MADE_UP = {"bulk.fill", "loading.a_load", "sign_in_bench._one_try"}
"""These write an installation that is made up, at its start or to measure."""


def writers() -> Iterator[str]:
    """Every function that opens a write by itself, by module and name."""
    for path in sorted(RECORDS.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and any(
                    ast.unparse(call.func) in ("write", "database.write") for call in ast.walk(node)
                    if isinstance(call, ast.Call)):
                yield f"{path.stem}.{node.name}"


def test_only_use_cases_write_for_somebody() -> None:
    assert set(writers()) == BEFORE_ANYBODY_IS_SIGNED_IN | EVERY_USE_CASE | BY_ITSELF | MADE_UP


def test_nobody_outside_the_records_opens_a_write() -> None:
    found = [path.relative_to(ROOT).as_posix() for folder in ("core", "pages") for path in (ROOT / folder).rglob("*.py")
             if RECORDS not in path.parents and opens_a_write(path)]
    assert found == []


def opens_a_write(path: Path) -> bool:
    return any(isinstance(node, ast.ImportFrom) and node.module == "core.records.database"
               and {"write", "_engine"} & {alias.name for alias in node.names}
               for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def test_every_use_case_has_its_right() -> None:
    for module in pkgutil.iter_modules(core.records.__path__):
        importlib.import_module(f"core.records.{module.name}")
    decorated = {
        f"{path.stem}.{node.name}" for path in RECORDS.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(one).startswith(("use_case(", "prepared_use_case(", "reading("))
                for one in node.decorator_list)
    }
    assert decorated == {name for name in USE_CASES if not name.startswith("test_")}
