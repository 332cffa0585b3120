"""Untrusted files: mutated photographs, decompression bombs, and names that want out of the store."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import BadInput
from core.imaging.intake import arrange
from core.quality.sides import FOOD_CAN
from core.records import images, inspections
from tests.browser.serving import ROOT
from tests.imaging.pictures import encoded, picture, zipped
from tests.imaging.test_decode import BOMBS
from tests.records.people import signed_in, taken


def mutated(n: int) -> dict[str, int]:
    done = subprocess.run([sys.executable, "-m", "tests.security.mutated", str(n)], cwd=ROOT, capture_output=True,
                          text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("n", [2_000, pytest.param(10_000, marks=pytest.mark.long)])
def test_mutated_photographs_are_whole_or_refused_whatever_the_model_says(n: int) -> None:
    found = mutated(n)
    assert (found["uncaught"], found["good_from_refused"]) == (0, 0)
    assert found["good"] > 0 and found["refused"] > n / 4 and found["good"] + found["refused"] == n
    assert found["peak_mib"] < 1024


def test_nine_bombs_are_refused_by_their_header() -> None:
    assert len(BOMBS) == 9  # tests/imaging/test_decode.py sees that no pixel of theirs is made


def hostile_names(n: int) -> list[str]:
    """File names that climb, that no disk takes, that name devices or streams; the same at every run."""
    parts = ["..", "../", "..\\", "/etc/", "C:\\", "\\\\server\\share\\", "con", "nul.", "a\0b", "\n", "\u202egpj.exe",
             "%2e%2e/", "....//", "~root/", "$(id)", "`id`", "<script>", "' OR 1=1 --", "'; DROP TABLE audit; --",
             "\ud800", "é", "🥫", "x" * 300, ".", " ", "-rf", "*", "?", "|", "file:///", "1.jpg:stream"]
    chance = random.Random(6)
    return ["".join(chance.choices(parts, k=chance.randint(1, 6))) + chance.choice([".jpg", "", ".zip", "/1.jpg"])
            for _ in range(n)]


def test_two_hundred_hostile_names_make_no_file_outside_the_store(installation: Path, tmp_path: Path) -> None:
    content = encoded(picture(1))
    ines, names = signed_in(), hostile_names(200)
    for name in names:
        arrange([(name, content)], FOOD_CAN)
        arrange([("all.zip", zipped([(name.replace("\ud800", "?"), content)]))], FOOD_CAN)
    can = inspections.start(ines, FOOD_CAN, key="hostile")
    kept = 0
    for number, name in enumerate(names):
        try:
            side = taken(1 + number % 7, photograph=content + bytes([number]), file_name=name)
            inspections.add_sides(ines, can, [side])
            kept += 1
        except BadInput as refusal:
            assert "file's name" in str(refusal)
    assert kept > 50
    store = {images.name_in_folder(images.digest(content + bytes([number]))) for number in range(200)}
    made = {path.relative_to(installation).as_posix() for path in installation.rglob("*") if path.is_file()}
    own = ("cansight.db", "writer.lock", "audit")
    assert {name for name in made if not name.startswith(own)} <= {f"photographs/{name}" for name in store}
    assert {path.name for path in tmp_path.iterdir()} == {installation.name}
