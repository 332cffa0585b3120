"""The weeks of the tests' demonstration plant: those that the command tells by default, up to a fixed moment."""

from datetime import UTC, datetime

from core.cli.demo import SEED

__all__ = ["SEED", "UNTIL"]

UNTIL = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
