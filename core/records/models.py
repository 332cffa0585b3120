"""Keeping models: which version judges since when, what a version is fit for, and who said so and why.

The versions themselves are files; a change is recorded here first, so that none goes unrecorded.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from core.errors import BadInput
from core.quality.rights import Right
from core.records.plain_text import checked
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Actor, Changed, use_case

LONGEST_REASON = 2000


def split_name(name: str) -> tuple[str, str]:
    """Return model and version of a version's full name; BadInput when it names none."""
    model, slash, version = name.partition("/")
    if not slash:
        raise BadInput(f"{name!r} names no version: write it as food-can/1.")
    return model, version


def activate(actor: Actor, name: str, reason: str) -> None:
    """Make a version, such as "food-can/2", the one that judges; going back is the same act.

    Raises BadInput for a version that is not there or damaged, and without a reason.
    """
    from core.vision import versions

    model, version = split_name(name)
    versions.check_files(versions.find_version(model, version))
    record_activation(actor, name, _active(model), reason)
    versions.activate(model, version)


def retire(actor: Actor, name: str, reason: str) -> None:
    """Let a version judge no more; raises BadInput for the active one, for one that is not there, without a reason."""
    from core.vision import versions

    model, version = split_name(name)
    versions.refuse_active(model, version)
    record_retirement(actor, name, reason)
    versions.retire(model, version)


def mark_fit(actor: Actor, name: str, fit_for: str, reason: str, evaluation: Mapping[str, Any] | None) -> None:
    """Say what a version is fit for, "production" or "demonstration"; raises BadInput as ``record_fitness`` does.

    ``evaluation`` is what ``evaluate`` measured of this very version on this plant's photographs.
    """
    from core.vision import versions

    model, version = split_name(name)
    chosen = versions.find_version(model, version)
    versions.check_files(chosen)
    if evaluation is not None and evaluation.get("model") != name:
        raise BadInput(f"This is no evaluation of {name}: evaluate this version, and give what evaluate --json - "
                       "printed.")
    record_fitness(actor, name, chosen.card.head_sha256, fit_for, reason, evaluation)
    versions.mark_fit(model, version, fit_for)


@use_case(Right.KEEP_MODELS)
def record_activation(tx: Connection, user: User, version: str, before: str | None, reason: str) -> Changed[None]:
    """Record that a version, such as "food-can/2", judges from now on, in the place of ``before``."""
    check_reason(reason)
    return Changed(None, Entry("model activated", f"model:{version}", {"active": before}, {"active": version}, reason))


@use_case(Right.KEEP_MODELS)
def record_retirement(tx: Connection, user: User, version: str, reason: str) -> Changed[None]:
    """Record that a version may no longer judge."""
    check_reason(reason)
    return Changed(None, Entry("model retired", f"model:{version}", None, {"retired": True}, reason))


@use_case(Right.KEEP_MODELS)
def record_fitness(
    tx: Connection, user: User, version: str, head_sha256: str, fit_for: str, reason: str,
    evaluation: Mapping[str, Any] | None,
) -> Changed[None]:
    """Record what a version is fit for from now on, with the reason and the evaluation that shows it.

    Raises BadInput without a reason, and for production without an evaluation on this plant's photographs.
    """
    check_reason(reason)
    if fit_for == "production" and not evaluation:
        raise BadInput("Production needs an evaluation on this plant's photographs: "
                       "python -m core evaluate DATASET --model NAME --json - > evaluation.json")
    return Changed(None, Entry("model marked", f"model:{version}", None,
                               {"fit_for": fit_for, "head_sha256": head_sha256, "evaluation": evaluation}, reason))


def check_reason(reason: str) -> None:
    """Raise BadInput for a change of models without a reason in words."""
    if not checked(reason, "reason", LONGEST_REASON).strip():
        raise BadInput("Give the reason in words: it is recorded with your name.")


def _active(model: str) -> str | None:
    from core.vision import versions

    try:
        return versions.active_version(model).card.name
    except BadInput:
        return None  # none was: the first one, or the one that a marker named is gone
