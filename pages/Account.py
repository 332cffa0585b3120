"""My account: a new password, a PIN for the line, and signing out everywhere."""

import streamlit as st

from core.errors import BadInput, Refused
from core.quality.rights import Right
from core.records import accounts, devices
from core.ui import doing
from core.ui.gate import require_user
from core.ui.page import show_plain, show_problem
from core.words import tr

user = require_user("My account", Right.READ)
st.title("My account")
show_plain(tr("account_who", name=user.name, role=user.role.value))
doing.draw_outcome()

with st.form("account_password", width=480):
    st.subheader("Change my password")
    current = st.text_input("Current password", type="password", key="account_current",
                            autocomplete="current-password")
    new = st.text_input("New password", type="password", key="account_new", help=tr("password_rule"),
                        autocomplete="new-password")
    again = st.text_input("New password again", type="password", key="account_again", autocomplete="new-password")
    if st.form_submit_button("Change it and sign in anew", type="primary", key="account_submit"):
        if new != again:
            show_problem(tr("passwords_differ"))
        else:
            try:
                accounts.change_password(user.actor, current, new)
            except (BadInput, Refused) as problem:
                show_problem(str(problem))
            else:
                st.rerun()

if user.may(Right.USE_PIN):
    with st.form("account_pin", width=480, clear_on_submit=True):
        st.subheader("My PIN")
        show_plain(tr("pin_explained"))
        password = st.text_input("Current password", type="password", key="account_pin_current",
                                 autocomplete="current-password")
        pin = st.text_input("PIN", type="password", key="account_pin_new", help=tr("pin_rule"), autocomplete="off")
        if st.form_submit_button("Set my PIN", key="account_pin_submit"):
            doing.attempt(tr("pin_set"), devices.set_pin, user.actor, password, pin)

if st.button("Sign out everywhere", icon=":material/logout:", key="account_everywhere"):
    accounts.sign_out_everywhere(user.actor)
    st.rerun()
