"""The files of one can find their sides, and none is lost silently."""

import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from core.imaging import intake
from core.imaging.decode import MAX_FILE_BYTES, decode
from core.imaging.intake import MAX_CAN_FILES, Arrangement, arrange, read_folder, unpack
from core.imaging.names import plain_name, side_named
from core.quality.sides import FOOD_CAN
from tests.imaging.pictures import encoded, picture, taken, zipped

PHOTOGRAPHS = [encoded(picture(seed, 66, 64)) for seed in range(10)]


def placed(arrangement: Arrangement) -> dict[int, str]:
    return {side: name for side, (name, _) in arrangement.by_side.items()}


def given_names(*names: str) -> list[tuple[str, bytes]]:
    return [(name, PHOTOGRAPHS[index]) for index, name in enumerate(names)]


def test_files_named_for_their_sides_go_there_and_nothing_is_guessed() -> None:
    arrangement = arrange(given_names("7.jpg", "side 3.png", "Lid.JPG", "wall-10-oclock.jpg", "02.jpeg", "Side_5.jpg",
                                      "6-wall-6-oclock.jpg"), FOOD_CAN)
    assert placed(arrangement) == {1: "wall-10-oclock.jpg", 2: "02.jpeg", 3: "side 3.png", 4: "Lid.JPG",
                                   5: "Side_5.jpg", 6: "6-wall-6-oclock.jpg", 7: "7.jpg"}
    assert not arrangement.guessed and arrangement.problems == ()


@pytest.mark.parametrize("name, side", [
    ("Wall 10 o’clock.jpg", 1), ("wall 4 o'clock", 7), ("LID.png", 4), ("folder/../4.jpg", 4), ("C:\\can\\1.jpg", 1),
    ("side４.jpg", 4), ("8.jpg", None), ("0.jpg", None), ("IMG_0003.jpg", None), ("²", 2), ("", None),
    ("1" * 500, None), ("4 5.jpg", None), ("5-lid.jpg", None),
])
def test_a_name_names_a_side_or_none(name: str, side: int | None) -> None:
    assert side_named(name, FOOD_CAN) == side


def test_a_label_that_two_sides_share_names_neither() -> None:
    twins = replace(FOOD_CAN, sides=tuple(replace(side, label="Wall") for side in FOOD_CAN.sides))
    assert side_named("wall.jpg", twins) is None and side_named("2-wall.jpg", twins) == 2


def test_the_others_fill_the_free_sides_in_natural_order_of_their_names() -> None:
    arrangement = arrange(given_names("IMG_10.jpg", "IMG_9.jpg", "1.jpg"), FOOD_CAN, taken=(2, 3))
    assert placed(arrangement) == {1: "1.jpg", 4: "IMG_9.jpg", 5: "IMG_10.jpg"}
    assert arrangement.guessed and arrangement.problems == ()


def test_the_time_of_capture_goes_before_the_name_where_every_photograph_has_it() -> None:
    files = [("a.jpg", taken(1, "2026:05:01 10:00:09")), ("b.jpg", taken(2, "2026:05:01 10:00:01", "+02:00")),
             ("c.jpg", taken(3, "2026:05:01 10:00:05"))]
    assert placed(arrange(files, FOOD_CAN)) == {1: "b.jpg", 2: "c.jpg", 3: "a.jpg"}
    assert placed(arrange([*files, ("d.jpg", PHOTOGRAPHS[0])], FOOD_CAN)) == {
        1: "a.jpg", 2: "b.jpg", 3: "c.jpg", 4: "d.jpg"}


def test_the_same_photograph_for_two_sides_is_refused_naming_both() -> None:
    arrangement = arrange([("1.jpg", PHOTOGRAPHS[0]), ("2.jpg", PHOTOGRAPHS[0]), ("3.jpg", PHOTOGRAPHS[1])], FOOD_CAN)
    assert placed(arrangement) == {1: "1.jpg", 3: "3.jpg"}
    assert len(arrangement.problems) == 1
    assert "“2.jpg” is the same photograph as “1.jpg”" in arrangement.problems[0]


def test_the_same_photograph_twice_under_one_name_is_placed_once() -> None:
    for name in ("a", "..", "IMG_1.jpg"):
        arrangement = arrange([(name, PHOTOGRAPHS[0])] * 2, FOOD_CAN)
        assert list(arrangement.by_side) == [1] and len(arrangement.problems) == 1


def test_two_files_for_one_side_keep_the_first_and_name_both() -> None:
    arrangement = arrange(given_names("4.jpg", "lid.png"), FOOD_CAN)
    assert placed(arrangement) == {4: "4.jpg"}
    assert "“lid.png” and “4.jpg” are both named for side 4" in arrangement.problems[0]


def test_a_file_for_a_side_that_is_taken_does_not_replace_it() -> None:
    arrangement = arrange(given_names("4.jpg"), FOOD_CAN, taken=(4,))
    assert arrangement.by_side == {} and "take side 4 again" in arrangement.problems[0]


def test_the_eighth_file_is_left_over_in_a_sentence() -> None:
    arrangement = arrange(given_names(*(f"photo {number}.jpg" for number in range(1, 9))), FOOD_CAN)
    assert list(arrangement.by_side) == [1, 2, 3, 4, 5, 6, 7]
    assert len(arrangement.problems) == 1 and "“photo 8.jpg” is left over" in arrangement.problems[0]


def test_a_bad_file_is_named_and_the_rest_of_the_can_is_kept() -> None:
    files = [("a.jpg", PHOTOGRAPHS[1]), ("b.jpg", b"%PDF-1.4"), ("c.jpg", PHOTOGRAPHS[2][:-50]), ("d.jpg", b"")]
    arrangement = arrange(files, FOOD_CAN)
    assert placed(arrangement) == {1: "a.jpg"}
    assert [problem.split("”")[0] for problem in arrangement.problems] == ["“b.jpg", "“c.jpg", "“d.jpg"]


def test_a_bad_file_that_names_its_side_goes_there_so_that_the_side_says_what_is_wrong() -> None:
    arrangement = arrange([("1.jpg", PHOTOGRAPHS[1]), ("2.jpg", b"%PDF-1.4"), ("3.jpg", b""), ("4.jpg", b"")], FOOD_CAN)
    assert list(arrangement.by_side) == [1, 2, 3, 4] and arrangement.problems == ()


def test_odd_names_are_shown_safely() -> None:
    assert plain_name("../../etc/🥫 can.jpg") == "🥫 can.jpg"
    assert plain_name("a\x00b\u202egpj.exe") == "a�b�gpj.exe"
    assert plain_name("\ud800.jpg").encode()
    assert plain_name("..") == plain_name("") == plain_name("/") == "a file without a name"
    long = plain_name("x" * 3000 + ".jpg")
    assert len(long) == 80 and long.endswith(".jpg")


def test_a_zip_is_unpacked_among_the_files() -> None:
    inside = zipped([("can/1.jpg", PHOTOGRAPHS[1]), ("__MACOSX/can/2.jpg", b"x"), ("can/.DS_Store", b"x"),
                     ("can/", b""), ("../../4.jpg", PHOTOGRAPHS[4]), ("/5.jpg", PHOTOGRAPHS[5]), ("can.json", b"{}")])
    arrangement = arrange([("seven.zip", inside), ("2.jpg", PHOTOGRAPHS[2])], FOOD_CAN)
    assert placed(arrangement) == {1: "1.jpg", 2: "2.jpg", 4: "4.jpg", 5: "5.jpg"}
    assert arrangement.problems == ()


def test_a_zip_inside_a_zip_is_not_opened() -> None:
    nested = zipped([("deep.zip", zipped([("1.jpg", PHOTOGRAPHS[1])])), ("2.jpg", PHOTOGRAPHS[2])])
    arrangement = arrange([("outer.zip", nested)], FOOD_CAN)
    assert placed(arrangement) == {2: "2.jpg"} and "“deep.zip” is a ZIP" in arrangement.problems[0]


def zip_refusal(content: bytes) -> str:
    with pytest.raises(BadInput, match=r"^“can\.zip” ") as caught:
        unpack("can.zip", content)
    return str(caught.value)


def test_a_locked_a_damaged_and_an_oddly_compressed_zip_are_refused() -> None:
    whole = zipped([("1.jpg", PHOTOGRAPHS[1])], zipfile.ZIP_STORED)
    locked = bytearray(whole)
    locked[6] |= 1
    locked[whole.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in zip_refusal(bytes(locked))
    assert "damaged" in zip_refusal(whole[:-10])
    changed = bytearray(whole)
    changed[200] ^= 1
    assert "damaged" in zip_refusal(bytes(changed))
    assert "unusual" in zip_refusal(zipped([("1.jpg", PHOTOGRAPHS[1])], zipfile.ZIP_LZMA))


def test_seventeen_files_and_a_list_of_thousands_are_refused() -> None:
    assert len(unpack("can.zip", zipped([(f"{n}.jpg", b"x") for n in range(16)]))) == 16
    assert "more than 16 files" in zip_refusal(zipped([(f"{n}.jpg", b"x") for n in range(17)]))
    assert "more than 16 files" in zip_refusal(zipped([(f".{n}", b"") for n in range(3000)]))


def test_an_entry_that_unpacks_without_end_is_cut_and_then_refused_by_its_name() -> None:
    bomb = zipped([("1.jpg", b"\xff\xd8\xff" + bytes(40_000_000)), ("2.jpg", PHOTOGRAPHS[2])])
    assert len(bomb) < 100_000
    assert len(unpack("can.zip", bomb, room=20_000_000)[0][1]) == MAX_FILE_BYTES + 1
    arrangement = arrange([("can.zip", bomb)], FOOD_CAN)
    assert list(arrangement.by_side) == [1, 2] and len(arrangement.by_side[1][1]) == MAX_FILE_BYTES + 1
    with pytest.raises(BadInput, match=r"“1\.jpg” is larger than 12 MB"):
        decode(*arrangement.by_side[1])


def test_a_zip_that_lies_about_its_sizes_is_stopped_all_the_same() -> None:
    lying = bytearray(zipped([("1.jpg", b"\xff\xd8\xff" + bytes(40_000_000))]))
    at = lying.index(b"PK\x01\x02") + 24
    lying[at:at + 4] = struct.pack("<I", 1000)
    lying[22:26] = struct.pack("<I", 1000)
    try:
        assert len(unpack("can.zip", bytes(lying))[0][1]) <= MAX_FILE_BYTES + 1
    except BadInput as error:
        assert "damaged" in str(error)


def test_all_zips_together_unpack_to_a_limited_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MAX_UNPACKED_BYTES", 3 * len(PHOTOGRAPHS[0]))
    files = [(f"{n}.zip", zipped([(f"{n}.jpg", PHOTOGRAPHS[n])])) for n in range(1, 8)]
    arrangement = arrange(files, FOOD_CAN)
    assert 1 <= len(arrangement.by_side) < 4
    assert len(arrangement.by_side) + len(arrangement.problems) == 7
    assert "unpacks to more than" in arrangement.problems[0]


def test_more_than_a_can_can_be_is_not_read() -> None:
    arrangement = arrange([(f"{n}.txt", str(n).encode()) for n in range(MAX_CAN_FILES + 3)], FOOD_CAN)
    assert sum("too much was given" in problem for problem in arrangement.problems) == 3


def test_a_zip_that_is_too_large_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MAX_ZIP_BYTES", 1000)
    assert "is larger than" in zip_refusal(zipped([("1.jpg", PHOTOGRAPHS[1])]))


def test_an_empty_zip_says_so() -> None:
    assert "“e.zip” holds no photographs" in arrange([("e.zip", zipped([]))], FOOD_CAN).problems[0]


CONTENTS = [*PHOTOGRAPHS[:4], b"", b"no picture", PHOTOGRAPHS[5][:300],
            zipped([("3.jpg", PHOTOGRAPHS[6]), ("rubbish.bin", b"x")]), zipped([("3.jpg", PHOTOGRAPHS[7])])[:-9]]
NAMES = st.one_of(st.sampled_from(["1.jpg", "lid.jpg", "4.png", "a.jpg", "../2.jpg", "🥫.jpg"]), st.text(max_size=100))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, st.sampled_from(CONTENTS)), max_size=12),
       st.sets(st.integers(1, 7)))
def test_every_file_is_on_a_side_or_named_in_a_problem(files: list[tuple[str, bytes]], occupied: set[int]) -> None:
    arrangement = arrange(files, FOOD_CAN, occupied)
    inside = [entry for name, content in files for entry in
              ([("3.jpg", b""), ("rubbish.bin", b"")] if content == CONTENTS[-2] else [(name, content)])]
    assert len(arrangement.by_side) + len(arrangement.problems) == len(inside)
    said = "\n".join([*placed(arrangement).values(), *arrangement.problems])
    assert all(plain_name(name) in said for name, _ in inside)
    assert not occupied & set(arrangement.by_side) and set(arrangement.by_side) <= set(range(1, 8))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 255))
def test_a_hostile_zip_raises_nothing_but_bad_input(noise: bytes, at: int, value: int) -> None:
    content = bytearray(zipped([("a/1.jpg", noise), ("2.jpg", bytes(50))]))
    content[at % len(content)] = value
    try:
        assert all("/" not in name for name, _ in unpack("z.zip", bytes(content)))
    except BadInput as error:
        assert "“z.zip”" in str(error)


def test_a_folder_is_read_in_natural_order_without_the_lists_beside_the_photographs(tmp_path: Path) -> None:
    for name in ("10.jpg", "9.jpg", "can.json", "notes.TXT", ".hidden.jpg", "broken.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "heatmaps").mkdir()
    assert [name for name, _ in read_folder(tmp_path)] == ["9.jpg", "10.jpg", "broken.pdf"]


def test_a_folder_that_is_absent_or_of_many_cans_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_folder(tmp_path / "absent")
    for number in range(MAX_CAN_FILES + 1):
        (tmp_path / f"{number}.jpg").touch()
    with pytest.raises(BadInput, match="33 files"):
        read_folder(tmp_path)
