"""Writing files so that neither a killed process nor a power cut leaves half of one."""

import os
from pathlib import Path


def write_durably(target: Path, content: bytes, temporary: Path) -> None:
    """Write the file under its temporary name, for this user's eyes only, then put it in place of the target."""
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(target)
    sync_folder(target.parent)


def sync_file(file: Path) -> None:
    """Make what another program wrote to this file survive a power cut."""
    with file.open("r+b") as handle:
        os.fsync(handle.fileno())
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make what was renamed or created in this folder survive a power cut."""
    if os.name != "posix":  # elsewhere folders cannot be opened, nor need be
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
