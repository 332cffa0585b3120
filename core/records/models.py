"""What is recorded of the models: which version judges since when, and who marked one fit for production, and why.

The versions themselves are files; changing which of them judges is recorded here first, so that no change goes
unrecorded.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from core.errors import BadInput
from core.quality.rights import Right
from core.records.plain_text import checked
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, use_case

LONGEST_REASON = 2000


@use_case(Right.KEEP_MODELS)
def record_activation(tx: Connection, user: User, version: str, before: str | None) -> Changed[None]:
    """Record that a version, such as "food-can/2", judges from now on, in the place of ``before``."""
    return Changed(None, Entry("model activated", f"model:{version}", {"active": before}, {"active": version}))


@use_case(Right.KEEP_MODELS)
def record_retirement(tx: Connection, user: User, version: str) -> Changed[None]:
    """Record that a version may no longer judge."""
    return Changed(None, Entry("model retired", f"model:{version}", None, {"retired": True}))


@use_case(Right.KEEP_MODELS)
def record_fitness(
    tx: Connection, user: User, version: str, head_sha256: str, fit_for: str, reason: str,
    evaluation: Mapping[str, Any] | None,
) -> Changed[None]:
    """Record what a version is fit for from now on, with the reason and the evaluation that shows it.

    Raises BadInput without a reason, and for production without an evaluation on this plant's photographs.
    """
    if not reason.strip():
        raise BadInput("Give the reason in words: it is recorded with your name.")
    if fit_for == "production" and not evaluation:
        raise BadInput("Production needs an evaluation on this plant's photographs: "
                       "python -m core evaluate DATASET --model NAME --json - > evaluation.json")
    checked(reason, "reason", LONGEST_REASON)
    return Changed(None, Entry("model marked", f"model:{version}", None,
                               {"fit_for": fit_for, "head_sha256": head_sha256, "evaluation": evaluation}, reason))
