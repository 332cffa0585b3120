"""Which program made a model: a hash of the sources that decide what is learnt."""

import hashlib
from functools import cache
from pathlib import Path

_CORE = Path(__file__).resolve().parent.parent


@cache
def code_version() -> str:
    """Return the first 12 digits of the sha256 of the sources of ``core.vision`` and ``core.imaging``."""
    digest = hashlib.sha256()
    for path in sorted(path for part in ("vision", "imaging") for path in (_CORE / part).glob("*.py")):
        digest.update(f"{path.relative_to(_CORE).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
