"""Errors that a person caused or can mend; each message is a whole sentence for that person."""


class BadInput(Exception):
    """Something given to the program is not usable; the message says what to do (exit status 2)."""


class Refused(Exception):
    """The acting user may not do this."""


class NotSignedIn(Refused):
    """There is no acting user any more: signed out, disabled, deleted or expired."""
