"""What is told to people until one of them takes it."""

from enum import StrEnum


class AlertKind(StrEnum):
    """What an alert is about."""

    SIGNAL = "signal"
    CRITICAL = "critical defect"
    REJECTION = "rejection"
    OVERDUE = "check overdue"
    CHECK_FAILED = "check failed"
    NOT_QUALIFIED = "not qualified"
