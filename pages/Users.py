"""Users: who may sign in, and as what."""

import streamlit as st

from core.quality.rights import Right, Role
from core.records import accounts
from core.ui import doing
from core.ui.gate import require_user
from core.ui.page import show_plain
from core.ui.when import When
from core.words import tr

ROLES: list[Role] = list(Role)

user = require_user("Users", Right.KEEP_USERS)
st.title("Users")
doing.draw_outcome()
users, when = accounts.list_users(user.actor), When.at_the_plant(user)

with st.form("users_add", clear_on_submit=True):
    st.subheader("Add a user")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name", key="users_add_name", autocomplete="off")
        role = st.selectbox("Role", ROLES, index=1, key="users_add_role")
        password = st.text_input("Password", type="password", key="users_add_password", help=tr("password_rule"),
                                 autocomplete="new-password")
        if st.form_submit_button("Add", type="primary", icon=":material/person_add:", key="users_add_submit"):
            doing.attempt(tr("user_added", name=name), accounts.add_user, user.actor, name, role, password)

for account in users:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"users_row_{account.name}"):
        show_plain(account.name, icon=":material/person_off:" if account.disabled else ":material/person:")
        states = [word for word, holds in (("disabled", account.disabled), ("locked", account.locked)) if holds]
        st.text(" · ".join([account.role.value, *states, f"since {when.day(account.created_at)}"]))
        with st.popover("Change", icon=":material/edit:"):
            wanted = st.selectbox("Role", ROLES, index=ROLES.index(account.role),
                                  key=f"users_role_{account.name}")
            if st.button("Give this role", key=f"users_set_role_{account.name}", width="stretch"):
                doing.attempt(tr("user_role", name=account.name, role=wanted.value),
                              accounts.set_role, user.actor, account.name, wanted)
            fresh = st.text_input("New password", type="password", key=f"users_password_{account.name}",
                                  help=tr("password_rule"), autocomplete="new-password")
            if st.button("Set this password", key=f"users_reset_{account.name}", width="stretch"):
                doing.attempt(tr("user_password", name=account.name),
                              accounts.reset_password, user.actor, account.name, fresh)
            turn, word = (accounts.enable, "Enable") if account.disabled else (accounts.disable, "Disable")
            if st.button(word, key=f"users_turn_{account.name}", width="stretch"):
                doing.attempt(tr("user_turned", name=account.name, word=word), turn, user.actor, account.name)
            if account.locked and st.button("Unlock", key=f"users_unlock_{account.name}", width="stretch"):
                doing.attempt(tr("user_turned", name=account.name, word="Unlock"),
                              accounts.unlock, user.actor, account.name)
