"""What an administrator does with users and devices: one row each, and a one-time code that is shown once."""


import streamlit as st

from core.quality.rights import Role
from core.quality.session_rules import DEVICE_LIVES
from core.records import accounts, devices
from core.ui import cookies, doing
from core.ui.gate import SignedIn
from core.ui.page import show_plain
from core.ui.when import When
from core.words import tr

_CODE = "users.code"


def show_code(name: str, code: str) -> None:
    """Have ``draw_code`` show a user's one-time code, once."""
    st.session_state[_CODE] = (name.strip().lower(), code)


def draw_code() -> None:
    """Show the code of the last act and forget it."""
    kept = st.session_state.pop(_CODE, None)
    if kept:
        with st.container(border=True, key="users_code"):
            show_plain(tr("user_code", name=kept[0]), icon=":material/key:")
            st.code(kept[1], language=None)


def draw_user(user: SignedIn, account: accounts.Account, when: When) -> None:
    """Draw one user and, in a popover, what can be done with them."""
    name = account.name
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"users_row_{name}"):
        with st.container(gap=None, width="stretch"):
            show_plain(name, icon=":material/person_off:" if account.disabled else ":material/person:")
            st.text(" · ".join(_facts(account, when)))
        with st.popover("Change", icon=":material/edit:"):
            _draw_role(user, account)
            if _button("Reset password", "reset", name, help=tr("user_reset_help")):
                doing.attempt(tr("user_reset", name=name),
                              lambda: show_code(name, accounts.reset_password(user.actor, name)))
            turn, word = (accounts.enable, "Enable") if account.disabled else (accounts.disable, "Disable")
            for label, what, act in (
                (word, "turn", turn), ("End all sessions", "end", accounts.end_sessions_of),
                *([("Unlock", "unlock", accounts.unlock)] if account.locked else []),
            ):
                if _button(label, what, name):
                    doing.attempt(tr("user_turned", name=name, word=label), act, user.actor, name)
            sure = st.toggle(tr("user_delete_sure"), key=f"users_sure_{name}")
            if _button("Delete", "delete", name, disabled=not sure):
                doing.attempt(tr("user_deleted", name=name), accounts.delete, user.actor, name)


def draw_device(user: SignedIn, device: devices.Device, when: When) -> None:
    """Draw one registered device."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"users_device_{device.id}"):
        show_plain(device.name, icon=":material/tablet_android:")
        st.text(tr("device_registered", by=device.registered_by, day=when.day(device.registered_at)), width="stretch")
        if st.button("Retire", key=f"users_retire_{device.id}"):
            doing.attempt(tr("device_retired", name=device.name), devices.retire, user.actor, device.id)


def draw_register(user: SignedIn) -> None:
    """Draw the form that registers the very device on which it is filled in."""
    with st.form("users_register", clear_on_submit=True), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name of this device", key="users_register_name", autocomplete="off",
                             placeholder=tr("device_name_hint"))
        if st.form_submit_button("Register this device", icon=":material/add_to_home_screen:",
                                 key="users_register_submit"):
            doing.attempt(tr("device_done", name=name.strip()), lambda: cookies.give_cookie(
                cookies.DEVICE, devices.register(user.actor, name), DEVICE_LIVES))


def _facts(account: accounts.Account, when: When) -> list[str]:
    facts = [account.role.value]
    facts += [word for word, holds in (("disabled", account.disabled), ("locked", account.locked),
                                       ("waits for the one-time code", account.waits_for_code)) if holds]
    facts.append(tr("user_seen", at=when.minute(account.last_seen_at)) if account.last_seen_at else tr("user_unseen"))
    if account.failed_tries:
        facts.append(tr("user_failed", n=account.failed_tries))
    return facts


def _draw_role(user: SignedIn, account: accounts.Account) -> None:
    roles: list[Role] = list(Role)
    wanted = st.selectbox("Role", roles, index=roles.index(account.role), key=f"users_role_{account.name}")
    if _button("Give this role", "set_role", account.name):
        doing.attempt(tr("user_role", name=account.name, role=wanted.value),
                      accounts.set_role, user.actor, account.name, wanted)


def _button(label: str, what: str, name: str, *, help: str | None = None, disabled: bool = False) -> bool:  # noqa: A002
    return st.button(label, key=f"users_{what}_{name}", width="stretch", help=help, disabled=disabled)
