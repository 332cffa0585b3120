"""Users: who may sign in, and as what; and the devices on which inspectors change over by PIN."""

import streamlit as st

from core.quality.rights import Right, Role
from core.records import accounts, devices
from core.ui import doing
from core.ui.gate import require_user
from core.ui.page import show_plain
from core.ui.user_acts import draw_code, draw_device, draw_register, draw_user, show_code
from core.ui.when import When
from core.words import tr

ROLES: list[Role] = list(Role)

user = require_user("Users", Right.KEEP_USERS)
st.title("Users")
with st.container(key="users_told"):  # always there, so that the forms below stay where they are
    doing.draw_outcome()
    draw_code()
users, when = accounts.list_users(user.actor), When.at_the_plant(user)

with st.form("users_add", clear_on_submit=True):
    st.subheader("Add a user")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name", key="users_add_name", autocomplete="off")
        role = st.selectbox("Role", ROLES, index=1, key="users_add_role")
        if st.form_submit_button("Add", type="primary", icon=":material/person_add:", key="users_add_submit"):
            doing.attempt(tr("user_added", name=name.strip().lower()),
                          lambda: show_code(name, accounts.invite(user.actor, name, role)))

when.draw_zone()
for account in users:
    draw_user(user, account, when)

st.subheader("Devices at the lines")
show_plain(tr("devices_explained"))
for device in devices.list_devices(user.actor):
    draw_device(user, device, when)
draw_register(user)
