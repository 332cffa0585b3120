"""My account: a new password, and signing out everywhere."""

import streamlit as st

from core.errors import BadInput
from core.quality.rights import Right
from core.records import accounts
from core.ui.gate import require_user
from core.ui.page import show_plain, show_problem
from core.words import tr

user = require_user("My account", Right.READ)
st.title("My account")
show_plain(tr("account_who", name=user.name, role=user.role.value))

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
            except BadInput as problem:
                show_problem(str(problem))
            else:
                st.rerun()

if st.button("Sign out everywhere", icon=":material/logout:", key="account_everywhere"):
    accounts.sign_out_everywhere(user.actor)
    st.rerun()
