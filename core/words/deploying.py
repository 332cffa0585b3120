"""Whether an installation is fit to be reached from other machines."""

ENGLISH: dict[str, str] = {
    "check_fit": "All {n} points are fit. Options given to `streamlit run` itself are not seen here.",
    "check_unfit": "{unfit} of {n} points are unfit: mend them before other machines may reach this installation.",
    "check_address_fit": "The app listens on {address}, or speaks TLS itself.",
    "check_address_unfit": "The app listens on {address} without TLS, so passwords can be read on the way: set "
                           "server.address to localhost and put a TLS proxy before it.",
    "check_hosts_fit": "Only these host names are answered: {hosts}.",
    "check_hosts_unfit": "Any host name is answered: set STREAMLIT_SERVER_ALLOWED_HOSTS to the name people open.",
    "check_xsrf_fit": "Requests of other sites are refused.",
    "check_xsrf_unfit": "Requests of other sites are let in: leave server.enableXsrfProtection and server.enableCORS "
                        "on.",
    "check_errors_fit": "Pages show no details of errors.",
    "check_errors_unfit": "Pages show details of errors: set client.showErrorDetails to none.",
    "check_agents_fit": "Streamlit's agent API is off.",
    "check_agents_unfit": "Streamlit's agent API is on, and nothing here needs it: set server.enableAgentApi to false.",
    "check_proxies_fit": "X-Forwarded-For is believed of named proxies alone.",
    "check_proxies_unfit": "X-Forwarded-For is believed of everyone, so the limit on failed tries of an address can be "
                           "got around: name the proxies in FORWARDED_ALLOW_IPS.",
    "check_user_fit": "The program runs as an ordinary user of this machine.",
    "check_user_unfit": "The program runs as root: run it as a user of its own, who owns the data folder and no more.",
    "check_demonstration_fit": "This is no demonstration.",
    "check_demonstration_unfit": "This is a demonstration, whose records are made up: start with a new data folder.",
    "check_files_fit": "Other users of this machine cannot read {folder}.",
    "check_files_unfit": "Other users of this machine can reach {files} in {folder}: chmod -R go= {folder}",
    "check_key_fit": "The session key is 32 bytes or more, and this user's alone.",
    "check_key_unfit": "{problem}",
    "check_tls_key_fit": "The TLS key {file} is this user's alone.",
    "check_tls_key_unfit": "The TLS key {file} is missing or others can read it: chmod 600 {file}",
    "check_installed_fit": "There is an installation.",
    "check_installed_unfit": "Nothing is installed here yet: start the app once, and create the first administrator.",
    "check_set_up_fit": "The first administrator was created.",
    "check_set_up_unfit": "Nobody was created yet: open the page on this machine and use the setup code.",
    "check_admins_fit": "{n} administrators can stand in for each other.",
    "check_admins_unfit": "Administrators who can sign in: {n}. Make a second one, who can help the first.",
    "check_backup_fit": "The newest backup is of {made}.",
    "check_backup_unfit": "The newest backup is of {made}, older than {days} days: python -m core backup DIR",
}
