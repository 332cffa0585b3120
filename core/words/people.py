"""The gate, accounts and the audit trail."""

ENGLISH: dict[str, str] = {
    # the gate
    "page_failed": "Something went wrong on our side. What was kept is safe: reload the page and go on.",
    "not_your_right": "Your role ({role}) does not open this page. Ask an administrator if it should.",
    "setup_code_where": "Nobody has an account yet. The setup code stands in the terminal where Cansight was started.",
    "password_rule": "10 to 128 characters; common passwords are refused.",
    # accounts and the audit trail
    "passwords_differ": "The two passwords differ: type them again.",
    "account_who": "You are {name}, {role}. A new password ends all your sessions.",
    "user_added": "{name} may sign in now.",
    "user_role": "{name} is {role} now; their sessions were ended.",
    "user_password": "{name} has a new password; their sessions were ended.",
    "user_turned": "{word}: done for {name}.",
    "audit_empty": "Nothing is recorded of that. Leave the field empty to see everything.",
    "audit_limit": "The newest {n} rows. `python -m core verify` checks the whole trail.",
}
