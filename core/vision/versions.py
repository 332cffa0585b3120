"""Model versions on disk: found, checked against their hashes, activated.

    <models>/trunks/<first 12 of sha256>.safetensors
    <models>/<model>/<version>/head.safetensors and card.json, and names.safetensors where defects have names
    <models>/<model>/<version>/learnt.jpg    some of the photographs that it learnt from, where they may be shown
    <models>/<model>/active            the active version's name; without it, the newest is active
    <models>/<model>/retired           the names of versions that may no longer judge, one a line
    <models>/<model>/production        the names of versions that an administrator marked for production, one a line

The installation's own models folder is looked up first, then the models that ship. Nothing here needs torch: a page
that names a version does not wait the seconds that torch takes to load.
"""

import hashlib
import os
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.settings import SHIPPED_MODELS, settings
from core.vision.card import Card, read_card

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_HEAD, _NAMES, _LEARNT = "head.safetensors", "names.safetensors", "learnt.jpg"


class NoModel(BadInput):
    """There is no version of a model yet: what it would judge is collected."""


@dataclass(frozen=True)
class Version:
    """One version of a model: its folder and its card."""

    folder: Path
    card: Card


def model_folders() -> list[Path]:
    """Where models are looked up, the installation's own first."""
    return list(dict.fromkeys((settings().models, SHIPPED_MODELS)))


def check_name(name: str) -> str:
    """Return the name of a model or version if it is one: small letters, digits, dots and dashes; else BadInput."""
    if not _NAME.fullmatch(name):
        raise BadInput(f"{name!r} is not a model's name: use small letters, digits, dots and dashes, at most 64.")
    return name


def list_versions(model: str | None = None) -> list[Version]:
    """Return all versions, oldest first within a model; the installation's own hide shipped ones of the same name."""
    found: dict[tuple[str, str], Version] = {}
    for folder in reversed(model_folders()):
        for path in sorted(folder.glob(f"{model or '*'}/*/card.json")):
            card = read_card(path.read_text(encoding="utf-8"), str(path))
            if card.version in _marked(card.model, "production"):
                card = replace(card, fit_for="production")
            found[card.model, card.version] = Version(path.parent, card)
    return sorted(found.values(), key=lambda v: (v.card.model, _order(v.card.version)))


def _order(version: str) -> tuple[int, str]:
    return (int(version), "") if version.isdigit() else (-1, version)


def active_version(model: str) -> Version:
    """Return the version that judges; BadInput when there is none, NoModel when there never was."""
    check_name(model)
    versions = {v.card.version: v for v in list_versions(model)}
    if not versions:
        raise NoModel(f"There is no model {model!r}: train one, or look at `python -m core models list`.")
    named = _read_marker(model, "active").strip()
    if named:
        if named not in versions:
            raise BadInput(f"The active version of {model} is {named!r}, which is not there: activate another.")
        return versions[named]
    usable = [v for name, v in versions.items() if name not in retired_versions(model)]
    if not usable:
        raise BadInput(f"Every version of {model} is retired: activate one, or train another.")
    return usable[-1]


def find_version(model: str, version: str) -> Version:
    """Return that version; BadInput when it does not exist."""
    for candidate in list_versions(check_name(model)):
        if candidate.card.version == version:
            return candidate
    raise BadInput(f"{model} has no version {version!r}: see `python -m core models list`.")


def activate(model: str, version: str) -> Version:
    """Make a version the one that judges, after checking that it is whole; a retired one comes back."""
    chosen = find_version(model, version)
    check_files(chosen)
    _write_marked(model, "retired", retired_versions(model) - {version})
    write_whole(settings().models / model / "active", f"{version}\n".encode())
    return chosen


def refuse_active(model: str, version: str) -> Version:
    """Return a version that may be retired; BadInput for the one that judges."""
    chosen = find_version(model, version)
    if active_version(model).card.version == version:
        raise BadInput(f"{model}/{version} is the active version: activate another one first.")
    return chosen


def retire(model: str, version: str) -> Version:
    """Say that a version may no longer judge; BadInput while it is the active one."""
    chosen = refuse_active(model, version)
    _write_marked(model, "retired", retired_versions(model) | {version})
    return chosen


def mark_fit(model: str, version: str, fit_for: str) -> Version:
    """Say what a version is fit for from now on, "production" or "demonstration"."""
    chosen = find_version(model, version)
    others = _marked(model, "production") - {version}
    _write_marked(model, "production", others | {version} if fit_for == "production" else others)
    return Version(chosen.folder, replace(chosen.card, fit_for=fit_for))


def retired_versions(model: str) -> frozenset[str]:
    """Return the names of the versions of a model that may no longer judge."""
    return _marked(model, "retired")


def _marked(model: str, kind: str) -> frozenset[str]:
    return frozenset(_read_marker(model, kind).split())


def _write_marked(model: str, kind: str, names: frozenset[str]) -> None:
    write_whole(settings().models / model / kind, "".join(f"{name}\n" for name in sorted(names)).encode())


def _read_marker(model: str, kind: str) -> str:
    for folder in model_folders():
        marker = folder / model / kind
        if marker.is_file():
            return marker.read_text(encoding="utf-8")
    return ""


def next_version(model: str) -> str:
    """Return the name for a new version: one more than the highest number."""
    numbers = [int(v.card.version) for v in list_versions(check_name(model)) if v.card.version.isdigit()]
    return str(max(numbers, default=0) + 1)


def check_files(version: Version) -> None:
    """Raise BadInput unless a version's head, names and trunk are whole and those that its card names."""
    read_head(version)
    names_content(version)
    read_trunk(version.card.trunk_sha256)


def read_trunk(sha256: str) -> bytes:
    """Return the bytes of the trunk of that hash; BadInput when it is absent or damaged."""
    for folder in model_folders():
        path = folder / "trunks" / f"{sha256[:12]}.safetensors"
        if path.is_file():
            return _content(path, sha256)
    raise BadInput(f"The trunk {sha256[:12]} is not among the models: put models/trunks back as it was.")


def read_head(version: Version) -> bytes:
    """Return the bytes of a version's head; BadInput when absent, damaged or another than its card names."""
    return _content(version.folder / _HEAD, version.card.head_sha256)


def names_content(version: Version) -> bytes | None:
    """Return the file of the layer that names defects, None where a version has none; BadInput as ``read_head``."""
    sha256 = version.card.names_sha256
    return None if sha256 is None else _content(version.folder / _NAMES, sha256)


def learnt_picture(version: Version) -> bytes | None:
    """Return the picture of photographs that a version learnt from; None where it has none."""
    path = version.folder / _LEARNT
    return path.read_bytes() if path.is_file() else None


def _content(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"The model file {path} cannot be read: put it back as it was.") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BadInput(f"The model file {path} is damaged or another than its card names: put it back as it was.")
    return content


def save_version(
    card: Card, head: bytes, names: bytes | None = None, models: Path | None = None, learnt: bytes | None = None
) -> Version:
    """Write a version among the installation's models, or others, so that it is either whole or not there.

    BadInput when there is a version of that name already.
    """
    models = models or settings().models
    folder = models / check_name(card.model) / check_name(card.version)
    if folder.exists():
        raise BadInput(f"There is a version {card.name} already: versions are never written over.")
    waiting = models / f".writing-{card.model}-{os.getpid()}.tmp"
    try:
        write_whole(waiting / _HEAD, head)
        if names is not None:
            write_whole(waiting / _NAMES, names)
        if learnt is not None:
            write_whole(waiting / _LEARNT, learnt)
        write_whole(waiting / "card.json", card.to_json().encode())
        folder.parent.mkdir(parents=True, exist_ok=True)
        waiting.rename(folder)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    return Version(folder, card)


def write_on_card(version: Version, split: str, figures: dict[str, Any]) -> Version:
    """Write the figures measured on a split on a version's card, in the place of earlier ones; its weights stay."""
    card = replace(version.card, metrics={**version.card.metrics, split: figures})
    write_whole(version.folder / "card.json", card.to_json().encode())
    return Version(version.folder, card)


def write_leaks(version: Version, found: dict[str, Any]) -> Version:
    """Write what ``leaks.audit`` found in the data set that a version has learnt from on its card."""
    card = replace(version.card, data={**version.card.data, "leaks": found})
    write_whole(version.folder / "card.json", card.to_json().encode())
    return Version(version.folder, card)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is either whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f"{path.name}.tmp")
    with waiting.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
