"""The key that signs cookies: made at first start, known to this installation only."""

import os
import secrets
import stat

from core.errors import BadInput
from core.records.database import writer_lock
from core.records.files import write_durably
from core.settings import settings

KEY_BYTES = 32


def cookie_key() -> str:
    """Return the key in hexadecimal, made when there is none.

    Raises BadInput when the file is too short or others on this machine can read it.
    """
    file = settings().data / "cookie-key"
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with writer_lock():
            if not file.exists():
                write_durably(file, secrets.token_hex(KEY_BYTES).encode(), file.with_suffix(".new"))
    if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise BadInput(f"Others on this machine can read the key {file}: delete it and start again for a new one.")
    key = file.read_bytes()
    if len(key) < 2 * KEY_BYTES or not key.isalnum() or len(set(key)) < 8:
        raise BadInput(f"The key {file} is too weak to sign with: delete it and start again for a new one.")
    return key.decode("ascii")
