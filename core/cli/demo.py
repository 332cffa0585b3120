"""``python -m core demo``: a demonstration plant with five weeks of work, in a folder of its own, and the app on it."""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from core.demo.plant import fill
from core.demo.plant.marked import is_filled
from core.demo.plant.people import PASSWORD, SIGN_INS
from core.errors import BadInput
from core.records import clock
from core.settings import REPOSITORY, settings

FOLDER = REPOSITORY / "data" / "demo"
SEED = 1
_PORTS = range(8501, 8521)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder and what is done there."""
    parser.add_argument("--data", type=Path, default=FOLDER, metavar="DIR",
                        help="an empty folder, or one that this command filled before (data/demo)")
    parser.add_argument("--no-serve", action="store_true", help="fill the folder and do not start the app")
    parser.add_argument("--reset", action="store_true", help="delete what is there and fill it anew, up to this moment")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S", help="the same seed makes up the same weeks")
    parser.add_argument("--json", choices=["-"], help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Fill the folder if it is not filled, say who may sign in, and serve it until it is stopped."""
    data = args.data.resolve()
    # An installation of its own: no database and no models of another one are read or written.
    os.environ |= {"CANSIGHT_DATA": str(data), "CANSIGHT_MODELS": str(data / "models")}
    os.environ.pop("CANSIGHT_DATABASE_URL", None)
    seconds = _fill(args.seed, args.reset)
    port = None if args.no_serve else _free_port()
    address = f"http://localhost:{port}" if port else None
    if args.json:
        print(json.dumps({
            "data": str(data), "seconds": seconds, "address": address, "password": PASSWORD,
            "sign_ins": {person.role: person.name for person in SIGN_INS},
        }), flush=True)
    else:
        print("\n".join(_sign_ins(data, address)), flush=True)
    return 0 if port is None else _serve(port)


def _fill(seed: int, anew: bool) -> float | None:
    """Fill the data folder where that is to be done; returns the seconds it took."""
    if seed < 0:
        raise BadInput("Give a seed of 0 or more.")
    if settings().demonstration and (anew or not is_filled()):
        fill.clear()
    if is_filled():
        return None
    print(f"Making up five weeks of a cannery in {settings().data}", file=sys.stderr, flush=True)
    started = time.monotonic()
    fill.fill(seed, clock.now().replace(second=0, microsecond=0))
    return round(time.monotonic() - started, 1)


def _sign_ins(data: Path, address: str | None) -> list[str]:
    lines = [f"The demonstration plant is in {data}. Delete that folder to be rid of it.", "",
             f"Everybody's password: {PASSWORD}"]
    lines += [f"  {person.name:10}{person.role}" for person in SIGN_INS]
    return [*lines, "", f"Open {address} and follow Story in the menu. Stop with Ctrl+C." if address else
            "Start the app on it: python -m core demo"]


def _free_port() -> int:
    for port in _PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("localhost", port)) != 0:
                return port
    raise BadInput(f"The ports {_PORTS.start} to {_PORTS.stop - 1} are all in use: stop one of these programs.")


def _serve(port: int) -> int:
    command = [sys.executable, "-m", "streamlit", "run", "Home.py", "--server.port", str(port)]
    try:
        return subprocess.run(command, cwd=REPOSITORY, check=False).returncode  # noqa: S603 - our own app
    except KeyboardInterrupt:
        return 0
