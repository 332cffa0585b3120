"""Model versions on disk: damaged, swapped or half-written ones never judge."""

import json
import random
from pathlib import Path

import pytest

from core.errors import BadInput
from core.vision.network import Trunk
from core.vision.versions import (
    activate,
    active_version,
    find_version,
    list_versions,
    next_version,
    retire,
    save_version,
)
from core.vision.weights import load_head, load_trunk, save_trunk
from tests.vision.conftest import read_card


def test_a_trained_version_loads(own_models: Path) -> None:
    version = active_version("plates")
    assert version.card.name == "plates/1"
    load_head(version)
    load_trunk(version.card.trunk_sha256)


def flip(path: Path, at: int, bit: int) -> None:
    with path.open("r+b") as content:
        content.seek(at)
        byte = content.read(1)[0]
        content.seek(at)
        content.write(bytes([byte ^ 1 << bit]))


@pytest.mark.parametrize("place", [0.0, 0.0001, 0.3, 0.77, 0.9999999])
@pytest.mark.parametrize("file", ["head", "trunk"])
def test_a_flipped_bit_anywhere_refuses(own_models: Path, file: str, place: float) -> None:
    version = active_version("plates")
    path = version.folder / "head.safetensors"
    if file == "trunk":
        path = own_models / "trunks" / f"{version.card.trunk_sha256[:12]}.safetensors"
    flip(path, int(place * path.stat().st_size), 2)
    with pytest.raises(BadInput, match="damaged"):
        load_head(version)
        load_trunk(version.card.trunk_sha256)


def test_three_hundred_flipped_bits_in_the_weights_each_refuse(own_models: Path) -> None:
    version, chance = active_version("plates"), random.Random(7)
    trunk = own_models / "trunks" / f"{version.card.trunk_sha256[:12]}.safetensors"
    loaded = []
    for number in range(300):
        path = trunk if number % 2 else version.folder / "head.safetensors"
        place = chance.randrange(path.stat().st_size), chance.randrange(8)
        flip(path, *place)
        try:
            load_trunk(version.card.trunk_sha256) if number % 2 else load_head(version)
        except BadInput:
            flip(path, *place)
            continue
        loaded.append((path.name, *place))
    assert loaded == []
    load_head(version)
    load_trunk(version.card.trunk_sha256)


def test_a_cut_off_head_refuses(own_models: Path) -> None:
    version = active_version("plates")
    path = version.folder / "head.safetensors"
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(BadInput, match="damaged"):
        load_head(version)


def test_a_head_whose_trunk_is_absent_refuses(own_models: Path) -> None:
    card = read_card(own_models)
    (own_models / "trunks" / f"{str(card['trunk_sha256'])[:12]}.safetensors").unlink()
    with pytest.raises(BadInput, match="not among the models"):
        load_trunk(str(card["trunk_sha256"]))


def test_another_trunk_under_the_right_name_refuses(own_models: Path) -> None:
    card = read_card(own_models)
    other = save_trunk(Trunk())
    (own_models / "trunks" / f"{other[:12]}.safetensors").replace(
        own_models / "trunks" / f"{str(card['trunk_sha256'])[:12]}.safetensors")
    with pytest.raises(BadInput, match="another than its card names"):
        load_trunk(str(card["trunk_sha256"]))


@pytest.mark.parametrize("fault", [
    "not json", {"thresholds": {"good_below": 0.5, "bad_from": 0.5}}, {"fit_for": "everything"}, {"size": 3},
    {"heat": {"level": 0.0, "spread": 0.0}}, {"surprise": 1}, {"thresholds": None},
])
def test_a_damaged_card_refuses(own_models: Path, fault: object) -> None:
    path = own_models / "plates" / "1" / "card.json"
    path.write_text(fault if isinstance(fault, str) else json.dumps({**read_card(own_models), **dict(fault)}))
    with pytest.raises(BadInput, match="damaged"):
        active_version("plates")


def test_the_newest_version_judges_until_another_is_activated(own_models: Path) -> None:
    first = active_version("plates")
    for number in ("2", "10"):
        card = {**read_card(own_models), "version": number}
        folder = own_models / "plates" / number
        folder.mkdir()
        (folder / "card.json").write_text(json.dumps(card))
        (folder / "head.safetensors").write_bytes((first.folder / "head.safetensors").read_bytes())
    assert [v.card.version for v in list_versions("plates")] == ["1", "2", "10"]
    assert active_version("plates").card.version == "10"
    assert next_version("plates") == "11"
    activate("plates", "1")
    assert active_version("plates").card.version == "1"


def test_a_damaged_version_cannot_be_activated(own_models: Path) -> None:
    (own_models / "plates" / "1" / "head.safetensors").write_bytes(b"nothing")
    with pytest.raises(BadInput, match="damaged"):
        activate("plates", "1")
    assert not (own_models / "plates" / "active").exists()


def test_the_active_version_cannot_be_retired_and_a_retired_one_does_not_judge(own_models: Path) -> None:
    with pytest.raises(BadInput, match="activate another"):
        retire("plates", "1")
    second = own_models / "plates" / "2"
    second.mkdir()
    (second / "card.json").write_text(json.dumps({**read_card(own_models), "version": "2"}))
    activate("plates", "1")
    retire("plates", "2")
    (own_models / "plates" / "active").unlink()
    assert active_version("plates").card.version == "1"
    with pytest.raises(BadInput, match=r"damaged|cannot be read"):
        activate("plates", "2")


def test_a_marker_that_names_a_missing_version_refuses(own_models: Path) -> None:
    (own_models / "plates" / "active").write_text("9\n")
    with pytest.raises(BadInput, match="activate another"):
        active_version("plates")


@pytest.mark.parametrize("name", ["../plates", "", "Plates", "a/b", "x" * 65, ".hidden"])
def test_a_name_that_is_none_refuses(name: str) -> None:
    with pytest.raises(BadInput, match="not a model's name"):
        active_version(name)


def test_an_unknown_model_or_version_refuses(own_models: Path) -> None:
    with pytest.raises(BadInput, match="no model"):
        active_version("plate")
    with pytest.raises(BadInput, match="no version"):
        find_version("plates", "7")


def test_a_version_is_never_written_over_and_never_there_by_half(
    own_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = active_version("plates").card
    with pytest.raises(BadInput, match="never written over"):
        save_version(card, b"head")
    import dataclasses

    import core.vision.versions as versions
    calls = []

    def fail_on_the_second(path: Path, content: bytes) -> None:
        calls.append(path)
        if len(calls) == 2:
            raise KeyboardInterrupt
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    monkeypatch.setattr(versions, "write_whole", fail_on_the_second)
    with pytest.raises(KeyboardInterrupt):
        save_version(dataclasses.replace(card, version="2"), b"head")
    assert [v.card.version for v in list_versions("plates")] == ["1"]
    assert sorted(p.name for p in own_models.iterdir()) == ["plates", "trunks"]
