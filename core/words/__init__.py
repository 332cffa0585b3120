"""Reason codes into sentences, for page, command line and report alike. Records keep the code, never the sentence.

One module a subject, each with its own sentences; no code stands in two of them.
"""

from importlib import import_module
from pkgutil import iter_modules

from core.quality.verdict import Reason

_SUBJECTS = tuple(import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))

ENGLISH: dict[str, str] = {code: words for subject in _SUBJECTS for code, words in subject.ENGLISH.items()}


def tr(code: str, /, **values: object) -> str:
    """Return the sentence of a code, filled with its values; KeyError for an unknown code, which a test rules out."""
    return ENGLISH[code].format(**values)


def sentence(reason: Reason) -> str:
    """Return a reason in words."""
    code, values = reason.code, dict(reason.values)
    if code == "can_review":
        values["why"] = tr(str(values.pop("because")), **values).rstrip(".")
    if code in ("can_review", "can_bad") and values["more"]:
        code += "_more"
    if code == "can_incomplete" and values["missing_count"] != 1:
        code += "_many"
    return tr(code, **values)
