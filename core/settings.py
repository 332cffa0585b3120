"""Where this installation keeps its things, from the environment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).resolve().parent.parent
SHIPPED_MODELS = REPOSITORY / "models"
SAMPLES = REPOSITORY / "data" / "samples"
DEMONSTRATION = "demonstration.json"
"""The file in a data folder that makes it a demonstration's, in an installation and in a backup of it."""


@dataclass(frozen=True)
class Settings:
    """The folders and the database of one installation.

    ``data`` holds the database, photographs, the session key and feature caches; ``models`` is written to and
    looked up first, before the models that ship; ``database_url`` is an SQLAlchemy URL. Alerts are posted to
    ``alert_webhook``, where there is one, signed with ``alert_secret``.
    """

    data: Path
    models: Path
    database_url: str
    alert_webhook: str = ""
    alert_secret: str = ""

    @property
    def demonstration(self) -> bool:
        """Whether this is a demonstration: what it holds is made up, and everything that it shows has to say so."""
        return (self.data / DEMONSTRATION).exists()


def settings() -> Settings:
    """Read the environment anew, so that one process can work for several installations in turn."""
    named = (os.environ.get(f"CANSIGHT_{name}", "") for name in (
        "DATA", "MODELS", "DATABASE_URL", "ALERT_WEBHOOK", "ALERT_SECRET"))
    return _settings(Path.cwd(), *named)


@lru_cache(maxsize=16)
def _settings(here: Path, data: str, models: str, url: str, webhook: str, secret: str) -> Settings:
    """A page asks dozens of times; where paths lead is looked up on the disk once."""
    written = (here / (data or REPOSITORY / "data")).resolve()
    return Settings(written, (here / (models or SHIPPED_MODELS)).resolve(),
                    url or f"sqlite:///{written / 'cansight.db'}", webhook, secret)


@contextmanager
def scratch_installation() -> Iterator[Path]:
    """Settings that name an empty folder, here and in processes started meanwhile; the folder goes at the end.

    Models that ship are found all the same; nothing else of the real installation is, neither database nor webhook.
    """
    before = dict(os.environ)
    with TemporaryDirectory(prefix="cansight-") as folder:
        for name in before:
            if name.startswith("CANSIGHT_"):
                del os.environ[name]
        os.environ.update(CANSIGHT_DATA=f"{folder}/data", CANSIGHT_MODELS=f"{folder}/models")
        try:
            yield Path(folder)
        finally:
            os.environ.clear()
            os.environ.update(before)
