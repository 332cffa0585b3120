"""Who may do what: the one table of rights, asked by every use case and by the menu."""

from enum import StrEnum


class Role(StrEnum):
    """The five roles, from the fewest rights to the most."""

    VIEWER = "viewer"
    INSPECTOR = "inspector"
    REVIEWER = "reviewer"
    MANAGER = "manager"
    ADMIN = "admin"


class Right(StrEnum):
    """What a use case asks for."""

    READ = "read records"
    INSPECT = "inspect cans and raise defects"
    READ_AUDIT = "read the audit trail"
    KEEP_USERS = "keep users"
    KEEP_MODELS = "keep models"
    SET_UP_PRODUCTS = "set up products"


_INSPECTOR_UP = frozenset({Role.INSPECTOR, Role.REVIEWER, Role.MANAGER, Role.ADMIN})

RIGHTS: dict[Right, frozenset[Role]] = {
    Right.READ: frozenset(Role),
    Right.INSPECT: _INSPECTOR_UP,
    Right.READ_AUDIT: frozenset({Role.VIEWER, Role.MANAGER, Role.ADMIN}),
    Right.KEEP_USERS: frozenset({Role.ADMIN}),
    Right.KEEP_MODELS: frozenset({Role.ADMIN}),
    Right.SET_UP_PRODUCTS: frozenset({Role.MANAGER, Role.ADMIN}),
}


def may(role: Role, right: Right) -> bool:
    """Say whether a user of this role has this right."""
    return role in RIGHTS[right]
