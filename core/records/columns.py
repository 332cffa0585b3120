"""The types of columns: id, real, moment and flag, made so that SQLite's STRICT tables and PostgreSQL take them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import REAL, BigInteger, CheckConstraint, Column, Dialect, Double, Integer, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

# SQLite's STRICT tables know few type names, hence the variants.
Id = BigInteger().with_variant(Integer(), "sqlite")
Real: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """A moment as whole microseconds since 1970, UTC. A datetime without a time zone raises ValueError."""

    impl = Id
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn a datetime into microseconds."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Turn microseconds into a datetime in UTC."""
        return None if value is None else EPOCH + value * MICROSECOND


def flag(name: str) -> Column[int]:
    """A column that is 0 or 1."""
    return Column(name, Integer, CheckConstraint(f"{name} IN (0, 1)", name=f"{name}_flag"), nullable=False)


def moment(name: str, **options: Any) -> Column[datetime]:
    """A column of moments, not null unless told."""
    return Column(name, Moment, **{"nullable": False, **options})


def text(name: str, **options: Any) -> Column[str]:
    """A column of text, not null unless told."""
    return Column(name, Text, **{"nullable": False, **options})


def whole(name: str, **options: Any) -> Column[int]:
    """A column of whole numbers, not null unless told."""
    return Column(name, Integer, **{"nullable": False, **options})


def one_of(name: str, *values: str) -> CheckConstraint:
    """Allow only these values in the column of that name."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{name} IN ({listed})", name=name)
