"""Who works at the demonstration plant. Everybody has the same password, because nothing there is worth a secret."""

from dataclasses import dataclass

from core.quality.rights import Role

PASSWORD = "seven sides of a sardine"  # noqa: S105 - meant to be known


@dataclass(frozen=True)
class Person:
    """One account."""

    name: str
    role: Role


ADMIN, MANAGER = Person("amina", Role.ADMIN), Person("mounir", Role.MANAGER)
REVIEWERS = (Person("rachida", Role.REVIEWER), Person("karim", Role.REVIEWER))
INSPECTORS = tuple(Person(name, Role.INSPECTOR) for name in ("ines", "idris", "nadia", "samir"))
VIEWER = Person("vera", Role.VIEWER)

PEOPLE = (ADMIN, MANAGER, *REVIEWERS, *INSPECTORS, VIEWER)
SIGN_INS = (VIEWER, INSPECTORS[0], REVIEWERS[0], MANAGER, ADMIN)
"""One a role, to be shown to whoever starts the demonstration."""
