"""What an administrator has to know of the installation: the room that is left, and how old the last backup is."""

import streamlit as st

from core.quality.rights import Right
from core.records import backup, clock, room
from core.ui.gate import SignedIn
from core.ui.page import show_plain
from core.ui.when import When
from core.words import tr

_SCARCE, _OLD_DAYS = 0.15, 7


def draw_room(user: SignedIn, when: When) -> None:
    """Draw it for those who keep backups; what wants doing has a warning's icon."""
    if not user.may(Right.KEEP_BACKUPS):
        return
    st.subheader("This installation")
    free, made = room.free_share(), backup.last_made(user.actor)
    show_plain(tr("room_scarce" if free < _SCARCE else "room_left", free=100 * free, least=100 * room.LEAST_FREE),
               icon=":material/warning:" if free < _SCARCE else ":material/hard_drive:")
    if made is None:
        show_plain(tr("backup_never"), icon=":material/warning:")
        return
    days = (clock.now() - made).days
    show_plain(tr("backup_age", days=days, at=when.minute(made)),
               icon=":material/warning:" if days >= _OLD_DAYS else ":material/backup:")
