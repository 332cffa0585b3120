"""The gate, accounts and the audit trail."""

ENGLISH: dict[str, str] = {
    # the gate
    "page_failed": "Something went wrong on our side. What was kept is safe: reload the page and go on.",
    "not_your_right": "Your role ({role}) does not open this page. Ask an administrator if it should.",
    "setup_code_where": "Nobody has an account yet. The setup code stands in the terminal where Cansight was started.",
    "sign_in_empty": "Give your name and your password.",
    "sign_in_pin_empty": "Choose your name and type your PIN.",
    "password_rule": "10 to 128 characters; common passwords are refused.",
    # signatures
    "sign_release": "You sign the release of a held lot as {name}: the record keeps name, time and meaning.",
    "sign_release_part": "You sign the release of part of a held lot as {name}: the record keeps name, time and "
                         "meaning.",
    "sign_lowering": "You sign the lowering of a critical defect as {name}: the record keeps name, time and meaning.",
    "sign_password": "Your password again",
    # accounts and the audit trail
    "passwords_differ": "The two passwords differ: type them again.",
    "account_who": "You are {name}, {role}. A new password ends all your sessions.",
    "user_added": "{name} was added.",
    "user_code": "One-time code of {name}: hand it over now, it is shown this once. Under \"I have a one-time code\" "
                 "they choose their own password, within a day.",
    "user_role": "{name} is {role} now; their sessions were ended.",
    "user_reset": "The password and PIN of {name} are worth nothing any more; their sessions were ended.",
    "user_reset_help": "Ends their sessions and gives a one-time code, with which they choose a new password.",
    "user_turned": "{word}: done for {name}.",
    "user_delete_sure": "Delete for good: records keep the name, nobody gets it again",
    "user_deleted": "{name} was deleted; their sessions were ended.",
    "user_seen": "last seen {at}",
    "user_unseen": "never signed in",
    "user_failed": "failed tries in 24 hours: {n}",
    "devices_explained": "On a registered device inspectors and reviewers change over with their name and PIN.",
    "device_name_hint": "Line 1, at the seamer",
    "device_done": "This browser is {name} now. Reload the page once.",
    "device_registered": "registered by {by} on {day}",
    "device_retired": "{name} takes no PIN any more; the sessions on it were ended.",
    "pin_explained": "For registered devices at the lines. Others never see it being typed, and never use yours.",
    "pin_rule": "Six digits that neither repeat nor count.",
    "pin_set": "Your PIN is set.",
    "audit_empty": "Nothing is recorded of that. Leave the field empty to see everything.",
    "audit_limit": "The newest {n} rows. `python -m core verify` checks the whole trail.",
}
