"""What every use case has in common: the acting user, the right, one transaction, one row in the audit trail."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import Connection

from core.errors import NotSignedIn, Refused
from core.quality.rights import Right, Role, may
from core.records.database import read, write
from core.records.sessions import User, note_seen, session_name, session_user
from core.records.trail import Entry, append

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M")


@dataclass(frozen=True)
class Actor:
    """Whoever calls a use case, known by the session they signed in to."""

    session_id: str


@dataclass(frozen=True)
class _Console(Actor):
    """The command line on this machine. A type of its own, so that no session id can pass for it."""


CONSOLE = User(0, "console", Role.ADMIN)
_CONSOLE_MAY_NOT = frozenset({Right.INSPECT, Right.REVIEW, Right.HOLD_LOTS, Right.DECIDE_LOTS, Right.MOVE_STOCK,
                              Right.RUN_LINE, Right.KEEP_TEST_CANS})
"""These records need a person's name."""


def console() -> Actor:
    """Return the actor for the command line on this machine: an administrator, recorded as "console"."""
    return _Console("")


@dataclass(frozen=True)
class Changed(Generic[R]):
    """A use case changed something: what it returns, and the row that says so."""

    value: R
    entry: Entry


@dataclass(frozen=True)
class Unchanged(Generic[R]):
    """A use case found nothing to change: what it returns. Its transaction is undone."""

    value: R


USE_CASES: dict[str, Right] = {}
"""Every use case by module and name, with the right that it asks for."""

_VERBS: dict[Callable[..., Any], tuple[Right, Callable[..., Any]]] = {}
"""Each use case as it is called, with its right and what it does inside a transaction."""


def use_case(
    right: Right, first: Callable[..., object] | None = None
) -> Callable[
    [Callable[Concatenate[Connection, User, P], Changed[R] | Unchanged[R]]], Callable[Concatenate[Actor, P], R]
]:
    """Make ``verb(tx, user, ...)`` a use case ``verb(actor, ...)`` in one write transaction.

    The acting user is loaded anew and asked for the right. ``first`` runs before the transaction, for those who have
    the right. Raises Refused, or NotSignedIn, and leaves one row "refused"; a success leaves the row of its
    ``Changed``; a verb that returns anything else raises TypeError and writes nothing.
    """

    def decorate(
        verb: Callable[Concatenate[Connection, User, P], Changed[R] | Unchanged[R]],
    ) -> Callable[Concatenate[Actor, P], R]:
        name = _register(verb, right)

        @wraps(verb)
        def call(actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
            def attempt() -> R:
                if first is not None:
                    with read() as tx:
                        _permitted(tx, actor, right)
                    first(*args, **kwargs)
                return _written(actor, right, name, lambda tx, user: verb(tx, user, *args, **kwargs))

            return _noting_refusals(actor, name, attempt)

        _VERBS[call] = right, verb
        return call

    return decorate


def prepared_use_case(
    right: Right, prepare: Callable[Concatenate[User, P], M]
) -> Callable[
    [Callable[Concatenate[Connection, User, M, P], Changed[R] | Unchanged[R]]], Callable[Concatenate[Actor, P], R]
]:
    """Make ``verb(tx, user, made, ...)`` a use case ``verb(actor, ...)`` that first makes something outside.

    ``prepare(user, ...)`` runs before the transaction, for those who have the right: what takes long, such as hashing
    a password, keeps no other writer waiting. Else as ``use_case``.
    """

    def decorate(
        verb: Callable[Concatenate[Connection, User, M, P], Changed[R] | Unchanged[R]],
    ) -> Callable[Concatenate[Actor, P], R]:
        name = _register(verb, right)

        @wraps(verb)
        def call(actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
            def attempt() -> R:
                with read() as tx:
                    before = _permitted(tx, actor, right)
                made = prepare(before, *args, **kwargs)
                return _written(actor, right, name, lambda tx, user: verb(tx, user, made, *args, **kwargs))

            return _noting_refusals(actor, name, attempt)

        _VERBS[call] = right, lambda tx, user, *args, **kwargs: verb(
            tx, user, prepare(user, *args, **kwargs), *args, **kwargs)
        return call

    return decorate


def reading(
    right: Right,
) -> Callable[[Callable[Concatenate[Connection, User, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make ``verb(tx, user, ...)`` a use case ``verb(actor, ...)`` that only reads; a refusal is still recorded."""

    def decorate(verb: Callable[Concatenate[Connection, User, P], R]) -> Callable[Concatenate[Actor, P], R]:
        name = _register(verb, right)

        @wraps(verb)
        def call(actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
            def attempt() -> R:
                with read() as tx:
                    return verb(tx, _permitted(tx, actor, right), *args, **kwargs)

            return _noting_refusals(actor, name, attempt)

        _VERBS[call] = right, verb
        return call

    return decorate


def inside(
    tx: Connection, user: User, call: Callable[Concatenate[Actor, P], R], *args: P.args, **kwargs: P.kwargs
) -> tuple[R, Entry | None]:
    """Do in a transaction that is open already what a use case does in its own, for a user who is known.

    Returns what the use case returns, and the entry for the audit trail that the caller has to write, if there is one.
    What a use case does ``first``, before its transaction, is left to the caller; what it prepares outside is made
    inside. Raises Refused without the right.
    """
    right, verb = _VERBS[call]
    _require(user, right)
    outcome = verb(tx, user, *args, **kwargs)
    if isinstance(outcome, Changed | Unchanged):
        return outcome.value, outcome.entry if isinstance(outcome, Changed) else None
    return outcome, None


def _written(
    actor: Actor, right: Right, name: str, verb: Callable[[Connection, User], Changed[R] | Unchanged[R]]
) -> R:
    with write() as tx:
        user = _permitted(tx, actor, right)
        outcome = verb(tx, user)
        if isinstance(outcome, Changed):
            note_seen(tx, user)
            append(tx, user.name, outcome.entry)
        elif isinstance(outcome, Unchanged):
            tx.rollback()
        else:
            raise TypeError(f"{name} returned {outcome!r}, with no entry for the audit trail")
    return outcome.value


def _register(verb: Callable[..., Any], right: Right) -> str:
    name = f"{verb.__module__.rpartition('.')[2]}.{verb.__name__}"
    USE_CASES[name] = right
    return name


def _permitted(tx: Connection, actor: Actor, right: Right) -> User:
    if isinstance(actor, _Console):
        user: User | None = CONSOLE
    else:
        user = session_user(tx, actor.session_id)
    if user is None:
        raise NotSignedIn("You are not signed in any more: please sign in again.")
    _require(user, right)
    return user


def _require(user: User, right: Right) -> None:
    if user is CONSOLE and right in _CONSOLE_MAY_NOT:
        raise Refused(f"The command line has no person's name to record: sign in to {right}.")
    if not may(user.role, right):
        raise Refused(f"Your role, {user.role}, may not {right}: ask an administrator.")


def _noting_refusals(actor: Actor, name: str, attempt: Callable[[], R]) -> R:
    try:
        return attempt()
    except Refused as refusal:
        with write() as tx:
            who = CONSOLE.name if isinstance(actor, _Console) else session_name(tx, actor.session_id)
            append(tx, who, Entry("refused", name, why=str(refusal)))
        raise
