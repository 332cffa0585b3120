"""What a backup is on disk: copies of an installation's files, and last of all a manifest with the sha256 of each.

    manifest.json, cansight.db, audit-anchor, photographs/ab/<sha256>, models/..., and demonstration.json of one

A folder without a manifest is no backup, so one that was interrupted is never taken for whole. The key that signs
cookies is left out: who finds a backup must not be able to sign in, and after a restore everybody signs in anew.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from core.errors import BadInput
from core.records.anchor import ANCHOR
from core.records.files import write_durably
from core.records.images import PHOTOGRAPHS
from core.settings import DEMONSTRATION

MANIFEST, DATABASE, MODELS = "manifest.json", "cansight.db", "models"
FORMAT = 1
_CHUNK = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Manifest:
    """When the backup was begun (ISO 8601, UTC), the number of its schema, and of each file its sha256, by its name
    in the backup."""

    made_at: str
    schema: str
    files: dict[str, str]
    format: int = FORMAT


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make the backup whole; nothing is written into it afterwards."""
    content = json.dumps(asdict(manifest), indent=1).encode()
    write_durably(folder / MANIFEST, content, folder / f"{MANIFEST}.new")


def read_manifest(folder: Path) -> Manifest:
    """Return what the backup in this folder holds; raises BadInput when it is no whole backup or of a newer program."""
    try:
        content = json.loads((folder / MANIFEST).read_text("utf-8"))
        if content["format"] > FORMAT:
            raise BadInput(f"The backup {folder} was made by a newer version of the program: install that version.")
        manifest = Manifest(**content)
        sound = all(_may_be_named(name) and _SHA256.fullmatch(sha256) for name, sha256 in manifest.files.items())
        if not sound or DATABASE not in manifest.files or not (manifest.schema + manifest.made_at).isascii():
            raise ValueError
    except FileNotFoundError as error:
        raise BadInput(f"{folder} is no whole backup, because it has no {MANIFEST}: give the folder of another one."
                       ) from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput(f"{folder / MANIFEST} cannot be read as the list of a backup: give the folder of another one."
                       ) from error
    return manifest


def differing(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Say of each file of the backup that is missing or is not what was copied, in a sentence."""
    for name, sha256 in manifest.files.items():
        try:
            found = sha256_of(folder / name)
        except OSError as error:
            yield f"{name} of the backup cannot be read ({error.strerror})."
            continue
        if found != sha256:
            yield f"{name} of the backup was changed."


def sha256_of(file: Path) -> str:
    """Return the sha256 of a file of any size, in hexadecimal."""
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            found.update(piece)
    return found.hexdigest()


def _may_be_named(name: str) -> bool:
    """Say whether a manifest may name this file: nothing outside the backup, whoever wrote the manifest."""
    parts = name.split("/")
    if name in (DATABASE, ANCHOR, DEMONSTRATION):
        return True
    if parts[0] == PHOTOGRAPHS:
        return len(parts) == 3 and bool(_SHA256.fullmatch(parts[2])) and parts[1] == parts[2][:2]
    plain = all(part and not part.startswith(".") and "\\" not in part and ":" not in part for part in parts)
    return parts[0] == MODELS and len(parts) > 1 and plain
