"""Defect codes and their severities.

This project's own mapping of USDA 7 CFR 42 (42.106, 42.107, 42.112, 42.113), CFIA "Metal can defects", the AFDO pocket
guide, Codex CAC/GL 17-1993 and 21 CFR 113.60. The program advises; a person disposes.
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a defect matters; ``REVIEW`` until a person has named it."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    REVIEW = "review"


@dataclass(frozen=True)
class Defect:
    """One entry of the table: where it is seen, how severe it is, and what makes it more or less so."""

    code: str
    name: str
    seen_on: str
    severity: Severity
    escalation: str = ""


_TABLE = (
    ("SWL", "Swell, flipper or springer", "lid, corners", Severity.CRITICAL, "never relax"),
    ("LEK", "Leak or product stain", "all", Severity.CRITICAL, "never relax"),
    ("PUN", "Puncture, hole or fracture", "all", Severity.CRITICAL, ""),
    ("SMF", "Incomplete or false seam, vee, droop", "rim", Severity.CRITICAL, ""),
    ("SCF", "Score line or rivet fracture", "lid", Severity.CRITICAL, ""),
    ("TYP", "Wrong can or end", "all", Severity.CRITICAL, "none permitted"),
    ("CRU", "Crushed or collapsed", "all", Severity.MAJOR, "leak or bulge: critical"),
    ("SMD", "Dent on the double seam", "rim", Severity.MAJOR,
     "seam pulled past the countersink, leak or bulge: critical"),
    ("BKL", "Buckled or peaked end", "lid, corners", Severity.MAJOR, "not into the seam: minor"),
    ("DNS", "Sharp body dent or crease", "sides", Severity.MAJOR, "plate fractured: critical"),
    ("RPT", "Pitted rust", "all", Severity.MAJOR, "perforated: critical"),
    ("TAB", "Pull ring missing or broken", "lid", Severity.MAJOR, "score fractured: SCF"),
    ("SCL", "Score line missing or incomplete", "lid", Severity.MAJOR, ""),
    ("CUT", "Cut seam or abrasion", "rim, sides", Severity.MAJOR, ""),
    ("COD", "Code missing or wrong", "lid", Severity.MAJOR, ""),
    ("DNT", "Smooth body dent", "sides", Severity.MINOR, "touches the seam: SMD"),
    ("RST", "Surface rust", "all", Severity.MINOR, "wipes off, or only on the seam: no defect"),
    ("PNL", "Panelled side", "sides", Severity.MINOR, "ridges: major"),
    ("CIL", "Code illegible or misplaced", "lid", Severity.MINOR, ""),
    ("LBL", "Label or print torn or scratched", "sides", Severity.MINOR, "markings lost: major"),
    ("COT", "Coating scratched or blistered", "all", Severity.MINOR, "bare corroded metal: major"),
    ("DRT", "Dirty, oily or wet", "all", Severity.MINOR, ""),
    ("UNK", "Anomaly, not yet named", "any", Severity.REVIEW, "a person names it"),
)

DEFECTS: dict[str, Defect] = {row[0]: Defect(*row) for row in _TABLE}
