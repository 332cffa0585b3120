"""``python -m core check``: say whether this installation is fit to be reached from other machines."""

import argparse
import os
import re
import stat
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from core.errors import BadInput
from core.quality.rights import Role
from core.records import accounts, backup, clock, secret
from core.records.use_case import console
from core.settings import REPOSITORY, settings
from core.words import tr

OLDEST_BACKUP = timedelta(days=7)


@dataclass(frozen=True)
class Point:
    """One thing that was looked at; its two sentences stand in ``core.words`` under ``code``, fit and unfit."""

    code: str
    fit: bool
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the point in words."""
        return tr(f"check_{self.code}_{'fit' if self.fit else 'unfit'}", **self.values)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no options: what is looked at is the installation that the environment names."""


def run(args: argparse.Namespace) -> int:
    """Print a sentence a point; 0 when all are fit, 1 when one is not."""
    points = list(examine())
    for point in points:
        print(f"{'fit   ' if point.fit else 'UNFIT '} {point}")
    unfit = sum(not point.fit for point in points)
    print(tr("check_unfit" if unfit else "check_fit", unfit=unfit, n=len(points)))
    return 1 if unfit else 0


def examine() -> Iterator[Point]:
    """Look at the server's options, the files and the records; nothing is made or changed."""
    for look in (_server, _processes, _files):
        yield from look(_option)
    if not _is_installed():
        yield Point("installed", False)
        return
    yield from _records()


def _server(option: Callable[[str], Any]) -> Iterator[Point]:
    address, certificate = str(option("server.address") or "0.0.0.0"), option("server.sslCertFile")  # noqa: S104
    yield Point("address", bool(certificate) or _is_loopback(address), {"address": address})
    hosts = _listed(option("server.allowedHosts"))
    yield Point("hosts", bool(hosts) and "*" not in hosts, {"hosts": ", ".join(hosts)})
    guards = ("server.enableXsrfProtection", "server.enableCORS")
    yield Point("xsrf", all(_is_on(option(guard), True) for guard in guards))
    yield Point("errors", option("client.showErrorDetails") == "none")
    yield Point("agents", not _is_on(option("server.enableAgentApi"), False))


def _processes(option: Callable[[str], Any]) -> Iterator[Point]:
    yield Point("proxies", "*" not in os.environ.get("FORWARDED_ALLOW_IPS", ""))
    yield Point("user", not (hasattr(os, "geteuid") and os.geteuid() == 0))
    yield Point("demonstration", not settings().demonstration)


def _files(option: Callable[[str], Any]) -> Iterator[Point]:
    data = settings().data
    private = [data, *data.glob("*.db*"), *data.glob("audit*"), data / "photographs", data / "backups"]
    readable = [path for path in private if path.exists() and _others_may(path)]
    yield Point("files", not readable, {"files": ", ".join(path.name for path in readable), "folder": data})
    if (data / "cookie-key").exists():
        problem = ""
        try:
            secret.cookie_key()
        except BadInput as error:
            problem = str(error)
        yield Point("key", not problem, {"problem": problem})
    tls = option("server.sslKeyFile")
    if tls:
        yield Point("tls_key", Path(tls).exists() and not _others_may(Path(tls)), {"file": tls})


def _records() -> Iterator[Point]:
    users = accounts.list_users(console())
    admins = [user.name for user in users if user.role is Role.ADMIN and not user.disabled and not user.waits_for_code]
    yield Point("set_up", bool(users))
    yield Point("admins", len(admins) > 1, {"n": len(admins)})
    made = backup.last_made(console())
    yield Point("backup", made is not None and clock.now() - made <= OLDEST_BACKUP,
                {"made": f"{made:%Y-%m-%d}" if made else "never", "days": OLDEST_BACKUP.days})


def _is_installed() -> bool:
    url = make_url(settings().database_url)
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).is_file()


def _option(name: str) -> Any:
    """Return one of Streamlit's options as the environment or the project's file sets it."""
    section, key = name.split(".")
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).upper()
    given = os.environ.get(f"STREAMLIT_{section.upper()}_{snake}")
    if given is not None:
        return given
    file = REPOSITORY / ".streamlit" / "config.toml"
    return tomllib.loads(file.read_text("utf-8")).get(section, {}).get(key) if file.exists() else None


def _listed(value: Any) -> list[str]:
    return [str(one).strip() for one in (re.split(r"[,\s]+", value) if isinstance(value, str) else value or []) if one]


def _is_on(value: Any, otherwise: bool) -> bool:
    return otherwise if value is None else str(value).lower() not in ("false", "0", "no")


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _others_may(path: Path) -> bool:
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
