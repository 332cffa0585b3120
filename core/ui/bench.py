"""How quick the app is with 100,000 inspections: its start, its pages, a can on the board, its memory, and a crowd.

It is started as its users start it, on a folder of its own, and visited through its websocket: what a browser then
draws with what came is not in the seconds.
"""

import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from core.quality.rights import Role
from core.quality.sides import DEFAULT_PRODUCT
from core.records import accounts, bulk, passwords
from core.records.use_case import console
from core.settings import REPOSITORY, scratch_installation
from core.ui.bench_visitor import HOST, PATIENCE_S, Shown, Visitor
from core.ui.menu import ENTRIES
from core.ui.ways_in import TURNS

CANS = 100_000
OPEN, ACTING, CROWD_S = 200, 8, 60.0
LIGHT_PAGES = ("Home", "Gallery", "Lots", "Products", "Warehouses", "Account")
TAKEN = 50
"""Cans taken one after the other."""

_PASSWORD = "a password for measuring"  # noqa: S105 - of an installation that is gone when this ends
_ADMIN, _TAKER = "bench-admin", "bench-taker"


def measure(rounds: int) -> dict[str, Any]:
    """Fill an installation, start the app on it and visit it; medians of so many rounds, memory in MB (10^6 bytes)."""
    with scratch_installation():
        bulk.fill(CANS)
        names = [f"bench-visitor-{number}" for number in range(ACTING)]
        add_people({_ADMIN: Role.ADMIN} | dict.fromkeys((_TAKER, *names), Role.INSPECTOR))
        starts, starts_cpu = zip(*(_start() for _ in range(rounds)), strict=True)
        with running() as app:
            first = app.visit(_ADMIN)
            figures = {"cans": CANS, "start_to_sign_in_s": _median(starts),
                       "start_to_sign_in_cpu_s": _median(starts_cpu), **_pages(app, first, rounds)}
            first.close()
            figures |= take_cans(app, _TAKER, TAKEN)[0] | _crowd(app, names)
    return figures


class App:
    """The running app: its port and its process."""

    def __init__(self, port: int, process: int) -> None:
        self.port, self._process = port, process

    def visit(self, name: str) -> Visitor:
        """Sign a visitor in."""
        visitor = Visitor(self.port)
        visitor.fill("sign_in_name", name)
        visitor.fill("sign_in_password", _PASSWORD)
        if "menu_sign_out" not in visitor.click("sign_in_submit").widgets:
            raise RuntimeError(f"the app did not let {name} in: {visitor.shown.words}")
        return visitor

    def memory_mb(self) -> float:
        """Return its resident memory; OSError where the machine has no /proc to tell it."""
        status = Path(f"/proc/{self._process}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) * 1024 / 1e6

    def cpu_s(self) -> float:
        """Return the processor time that it has had; OSError as above."""
        user, system = Path(f"/proc/{self._process}/stat").read_text(encoding="ascii").rsplit(")")[1].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _pages(app: App, visitor: Visitor, rounds: int) -> dict[str, Any]:
    """Open every page of the menu, each once before it counts."""
    seconds: dict[str, list[float]] = {Path(entry.script).stem: [] for entry in ENTRIES}
    for page in seconds:
        _whole(visitor.open(page))
    before = app.cpu_s()
    for _ in range(rounds):
        for page, times in seconds.items():
            times.append(_whole(visitor.open(page)).seconds)
    medians = {page: _median(times) for page, times in seconds.items()}
    return {"page_cpu_s": round((app.cpu_s() - before) / rounds / len(seconds), 3),
            "slowest_page_s": max(medians.values()), **{f"page_{page}_s": s for page, s in medians.items()}}


def take_cans(app: App, taker: str, cans: int) -> tuple[dict[str, Any], list[float]]:
    """Take cans one after the other, in one session; return the figures, and the memory in MB after each."""
    from core.vision.bench import sample_cans

    can = [(f"{number}.jpg", content) for number, (_, content) in sample_cans(DEFAULT_PRODUCT, 1)[0].items()]
    visitor = app.visit(taker)
    seconds, sizes, memory = [], [], []
    for turn in range(cans):
        visitor.open("Inspect")
        seconds.append(_whole(visitor.upload(f"inspect_files_{turn % TURNS}", can)).seconds)
        sizes.append(_whole(visitor.open("Inspect")).bytes)
        _whole(visitor.click("inspect_save"))
        memory.append(app.memory_mb())
    visitor.close()
    return {
        "first_can_s": round(seconds[0], 3), "can_s": _median(seconds[1:]), "can_page_mb": round(max(sizes) / 1e6, 3),
        "memory_mb": round(memory[-1], 1), "taken": cans,
    }, memory


def _crowd(app: App, names: list[str]) -> dict[str, Any]:
    """Open many sessions and let some of them go from page to page; ``mixed`` counts pages with another's name."""
    with ExitStack() as leaving:
        crowd = []
        for number in range(OPEN):
            crowd.append(app.visit(names[number % ACTING]))
            leaving.callback(crowd[-1].close)
        until, seconds, errors, mixed = time.monotonic() + CROWD_S, list[float](), list[str](), list[str]()

        def act(number: int) -> None:
            others = set(names) - {names[number]}
            choice = random.Random(number)  # noqa: S311 - which page is opened next is no secret
            while time.monotonic() < until:
                try:
                    shown = crowd[number].open(choice.choice(LIGHT_PAGES))
                except Exception as error:
                    errors.append(repr(error))
                    return
                seconds.append(shown.seconds)
                errors.extend(shown.errors)
                mixed.extend(other for other in others if shown.says(other))

        acting = [threading.Thread(target=act, args=(number,)) for number in range(ACTING)]
        for thread in acting:
            thread.start()
        for thread in acting:
            thread.join()
    return {
        "crowd_open": OPEN, "crowd_acting": ACTING, "crowd_reruns": len(seconds), "crowd_errors": len(errors),
        "crowd_mixed": len(mixed), "crowd_p95_s": round(statistics.quantiles(seconds, n=20)[-1], 3),
        "crowd_memory_mb": round(app.memory_mb(), 1),
    }


def _whole(shown: Shown) -> Shown:
    if shown.errors:
        raise RuntimeError(f"a page failed: {shown.errors}")
    return shown


def _median(seconds: Sequence[float]) -> float:
    return round(statistics.median(seconds), 3)


def _start() -> tuple[float, float]:
    """Return the seconds from the command to the sign-in page, and the app's processor time in them."""
    began = time.perf_counter()
    with running() as app:
        visitor = Visitor(app.port)
        seconds = time.perf_counter() - began, app.cpu_s()
        if "sign_in_name" not in visitor.shown.widgets:
            raise RuntimeError(f"the app shows no sign-in page: {visitor.shown.words}")
        visitor.close()
    return seconds


@contextmanager
def running() -> Iterator[App]:
    """Start the app on this installation, and stop it at the end."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(  # noqa: S603 - our own app
        [sys.executable, "-m", "streamlit", "run", "Home.py", "--server.address", HOST, "--server.port", str(port)],
        cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        _wait(lambda: socket.create_connection((HOST, port), timeout=1).close())
        yield App(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)


def _wait(reach: Callable[[], None]) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return reach()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def add_people(people: dict[str, Role]) -> None:
    """Add people by name, who can be signed in by ``App.visit``."""
    cost, passwords.COST = passwords.COST, 4  # hundreds of sign-ins are not what is measured
    try:
        for name, role in people.items():
            accounts.add_user(console(), name, role, _PASSWORD)
    finally:
        passwords.COST = cost
