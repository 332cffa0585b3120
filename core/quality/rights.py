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
    USE_PIN = "sign in by PIN on a registered device"
    READ_AUDIT = "read the audit trail"
    KEEP_USERS = "keep users"
    KEEP_MODELS = "keep models"
    KEEP_BACKUPS = "keep backups"
    MAKE_ROOM = "re-encode old photographs to make room"
    SET_UP_PRODUCTS = "set up products"
    SET_UP_PLANT = "set up the plant, its lines and shifts"
    SET_UP_WAREHOUSES = "set up warehouses"
    HOLD_LOTS = "open and hold lots"
    DECIDE_LOTS = "decide lots"
    MOVE_STOCK = "receive, move and ship stock"
    REVIEW = "review cans"
    LOWER_CRITICAL = "lower a critical defect"
    RUN_LINE = "record what happens on a line, check its seams and take alerts"
    ASSIGN_REVIEWS = "give cans to two reviewers"
    KEEP_TEST_CANS = "keep test cans and clear who missed one"
    EXPORT_DATASETS = "export data sets for training"


_INSPECTOR_UP = frozenset({Role.INSPECTOR, Role.REVIEWER, Role.MANAGER, Role.ADMIN})
_MANAGER_UP = frozenset({Role.MANAGER, Role.ADMIN})

RIGHTS: dict[Right, frozenset[Role]] = {
    Right.READ: frozenset(Role),
    Right.INSPECT: _INSPECTOR_UP,
    Right.USE_PIN: frozenset({Role.INSPECTOR, Role.REVIEWER}),
    Right.READ_AUDIT: frozenset({Role.VIEWER, Role.MANAGER, Role.ADMIN}),
    Right.KEEP_USERS: frozenset({Role.ADMIN}),
    Right.KEEP_MODELS: frozenset({Role.ADMIN}),
    Right.KEEP_BACKUPS: frozenset({Role.ADMIN}),
    Right.MAKE_ROOM: frozenset({Role.ADMIN}),
    Right.SET_UP_PRODUCTS: _MANAGER_UP,
    Right.SET_UP_PLANT: _MANAGER_UP,
    Right.SET_UP_WAREHOUSES: _MANAGER_UP,
    Right.HOLD_LOTS: _INSPECTOR_UP,
    Right.DECIDE_LOTS: _MANAGER_UP,
    Right.MOVE_STOCK: _INSPECTOR_UP,
    Right.REVIEW: frozenset({Role.REVIEWER, Role.MANAGER, Role.ADMIN}),
    Right.LOWER_CRITICAL: _MANAGER_UP,
    Right.RUN_LINE: _INSPECTOR_UP,
    Right.ASSIGN_REVIEWS: _MANAGER_UP,
    Right.KEEP_TEST_CANS: _MANAGER_UP,
    Right.EXPORT_DATASETS: _MANAGER_UP,
}


def may(role: Role, right: Right) -> bool:
    """Say whether a user of this role has this right."""
    return role in RIGHTS[right]
