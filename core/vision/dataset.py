"""A folder of photographs in the MVTec AD layout: ``train/<class>/``, ``test/<class>/``, class ``good`` is good.

Masks, where there are any, are ``ground_truth/<class>/<stem>_mask.png``. An optional ``manifest.csv`` with the columns
file and group (and mask) says which photographs show the same object; the columns visible_px, contrast (0..1) and seen
(1 where a person would see it) say how well a defect shows.
"""

import csv
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import cv2
import numpy as np

from core.errors import BadInput
from core.imaging.decode import Photograph, decode

GOOD = "good"
SUFFIXES = {".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"}
SAME_BURST = timedelta(seconds=60)
_TAKEN = re.compile(r"(20\d{6})[_-]?(\d{6})")


@dataclass(frozen=True)
class Picture:
    """One photograph of a data set; ``file`` is its path in the data set, ``group`` the object that it shows.

    ``visibility`` is the defect's contrast times the root of its pixels, ``seen`` whether a person would see it; None
    where that is not known.
    """

    root: Path
    file: str
    kind: str
    sha256: str
    group: str
    mask: str | None = None
    visibility: float | None = None
    seen: bool | None = None

    @property
    def defective(self) -> bool:
        """Whether its folder is another than ``good``."""
        return self.kind != GOOD

    def photograph(self, least: int | None = None) -> Photograph:
        """Return it read, as ``decode`` does; BadInput when it cannot be."""
        return decode(self.file, (self.root / self.file).read_bytes(), least)

    def rgb(self) -> np.ndarray:
        """Return its (H, W, 3) uint8 pixels; BadInput when it cannot be read."""
        return self.photograph().rgb

    def defect(self, height: int, width: int) -> np.ndarray | None:
        """Return its mask as (height, width) bool; None without one, or with one of another size."""
        if self.mask is None:
            return None
        mask = cv2.imread(str(self.root / self.mask), cv2.IMREAD_GRAYSCALE)
        if mask is None or mask.shape != (height, width):
            return None
        return np.asarray(mask > 127)


def read_split(root: Path, split: str) -> list[Picture]:
    """Return a split's photographs in the order of their names; BadInput when there are none."""
    files = _files(root, split)
    if not files:
        raise BadInput(f"{root} has no photographs in {split}/<class>/: give a folder with {split}/good and one folder "
                       "for each kind of defect.")
    manifest = _manifest(root)
    other = {p.relative_to(root).as_posix().split("/", 1)[1].rsplit(".", 1)[0]
             for p in _files(root, "test" if split == "train" else "train")}
    bursts = _bursts(files)
    pictures = []
    for path in files:
        file = path.relative_to(root).as_posix()
        kind = path.parent.name
        row = manifest.get(file, {})
        mask = row.get("mask") or None
        if not row and f"{kind}/{path.stem}" not in other:
            mask = f"ground_truth/{kind}/{path.stem}_mask.png"
        if mask is None or not (root / mask).is_file():
            mask = None
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        pictures.append(Picture(root, file, kind, sha256, row.get("group") or bursts.get(path) or sha256, mask,
                                *(_visible(row) if kind != GOOD else (None, None))))
    return pictures


def check_for_training(pictures: list[Picture]) -> None:
    """Raise BadInput unless there are at least two good and two defective photographs."""
    count = Counter(p.defective for p in pictures)
    if count[False] < 2:
        raise BadInput("There are fewer than two good photographs in train/good: a model needs good and defective "
                       "ones.")
    if count[True] < 2:
        raise BadInput("There are fewer than two defective photographs in train: a model needs good and defective "
                       "ones; give one folder beside train/good for each kind of defect.")


def without_contradictions(pictures: list[Picture]) -> tuple[list[Picture], list[str]]:
    """Return the photographs but those that lie among the good and the defective ones too, and a sentence on each."""
    good = {p.sha256: p.file for p in pictures if not p.defective}
    contradicted = {p.sha256: p.file for p in pictures if p.defective and p.sha256 in good}
    told = [f"{good[sha256]}: {file} is the very same photograph, so one of them is in the wrong folder. Neither was "
            "learnt from." for sha256, file in contradicted.items()]
    return [p for p in pictures if p.sha256 not in contradicted], told


def in_both(some: list[Picture], others: list[Picture]) -> list[tuple[str, str]]:
    """Return the pairs of file names, one from each list, that hold the very same photograph."""
    known = {p.sha256: p.file for p in others}
    return [(p.file, known[p.sha256]) for p in some if p.sha256 in known]


def fingerprint(pictures: list[Picture]) -> str:
    """Return a sha256 that is the same for the same photographs in the same classes, and for no others."""
    lines = sorted(f"{p.kind} {p.sha256}" for p in pictures)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _files(root: Path, split: str) -> list[Path]:
    if not root.is_dir():
        raise BadInput(f"There is no folder {root}: give the data set's folder.")
    return sorted(p for p in root.glob(f"{split}/*/*") if p.suffix.lower() in SUFFIXES and p.is_file())


def _manifest(root: Path) -> dict[str, dict[str, str]]:
    path = root / "manifest.csv"
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if "file" not in (rows.fieldnames or []):
                raise BadInput(f"{path} has no column 'file': its columns are file,split,type,label,group,mask.")
            return {row["file"]: row for row in rows}
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path} cannot be read ({error}): save it as CSV in UTF-8.") from error


def _visible(row: dict[str, str]) -> tuple[float | None, bool | None]:
    try:
        return float(row["contrast"]) * float(row["visible_px"]) ** 0.5, row["seen"] == "1"
    except (KeyError, TypeError, ValueError):
        return None, None


def _bursts(files: list[Path]) -> dict[Path, str]:
    """Photographs whose names carry times less than a minute apart show the same object."""
    taken = []
    for path in files:
        found = _TAKEN.search(path.stem)
        if found:
            try:
                taken.append((datetime.strptime("".join(found.groups()), "%Y%m%d%H%M%S"), path))
            except ValueError:
                continue
    groups: dict[Path, str] = {}
    last, name = datetime.min, ""
    for when, path in sorted(taken):
        if when - last > SAME_BURST:
            name = f"burst {when.isoformat()}"
        groups[path], last = name, when
    return groups
