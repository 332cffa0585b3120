"""Taking a can on the inspection page, without a browser."""

import io
import zipfile

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from core.quality.rights import Role
from core.quality.sides import DEFAULT_PRODUCT
from core.quality.verdict import Verdict
from core.records import inspections, sessions, sign_in
from core.records.use_case import Actor
from core.ui import ways_in
from tests.ui.conftest import PASSWORD, photograph, shown
from tests.ui.conftest import sign_in as sign_in_to


def acting(name: str = "inspector") -> Actor:
    return Actor(sign_in.sign_in(name, PASSWORD).id)


def upload(app, files):
    for name, content in files:
        app.file_uploader(key="inspect_files_0").upload(name, content, "image/jpeg")
    return app.run()


def seven(bad: int | None = None) -> list[tuple[str, bytes]]:
    return [(f"{n}.jpg", photograph(n, bad=n == bad)) for n in range(1, 8)]


def test_seven_named_photographs_go_to_their_sides_and_the_can_is_good(open_page, inspector):
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven())
    assert not app.exception
    can = inspections.unfinished(acting())
    assert can.live[0] is Verdict.GOOD
    assert [can.sides[n].file_name for n in range(1, 8)] == [f"{n}.jpg" for n in range(1, 8)]
    assert f"{DEFAULT_PRODUCT.not_seen} are not seen" in shown(app)


def test_a_recorded_photograph_takes_no_memory_for_the_rest_of_the_shift(open_page, inspector, monkeypatch):
    released = []
    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", lambda self, session, file: released.append(file))
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven()[:6])
    assert len(set(released)) == 6
    app.file_uploader(key="inspect_side_7_0").upload("7.jpg", photograph(7), "image/jpeg")
    app.run()
    assert len(set(released)) == 7


def test_widgets_that_take_photographs_take_turns_so_that_a_long_shift_needs_few_of_them(
    open_page, inspector, monkeypatch
):
    monkeypatch.setattr(ways_in, "TURNS", 2)
    app = open_page(Role.INSPECTOR, "Inspect")
    for number, turn in ((1, 0), (2, 1), (3, 0), (4, 1)):
        app.file_uploader(key=f"inspect_files_{turn}").upload(f"{number}.jpg", photograph(number), "image/jpeg")
        app.run()
    assert not app.exception
    assert sorted(inspections.unfinished(acting()).sides) == [1, 2, 3, 4]
    monkeypatch.setattr(ways_in.st, "session_state", {})
    turns = [ways_in._camera_turn(wanted) for wanted in ((None, 1, 0), (None, 1, 0), (7, 2, 0), (7, 2, 1), (8, 1, 0))]
    assert turns == [0, 0, 1, 0, 1]


def test_a_bad_side_makes_the_can_bad_at_once_and_the_rest_may_be_left(open_page, inspector):
    app = open_page(Role.INSPECTOR, "Inspect")
    app.file_uploader(key="inspect_side_4_0").upload("lid.jpg", photograph(4, bad=True), "image/jpeg")
    app.run()
    assert "Bad because side 4 (Lid) is bad" in shown(app)
    assert "remaining sides need not be taken" in shown(app)
    app.button(key="inspect_save").click().run()
    assert not app.exception
    assert [line.verdict for line in inspections.recent(acting())] == [Verdict.BAD]


def test_saving_keeps_the_can_and_makes_room_for_the_next(open_page, inspector):
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven())
    app.button(key="inspect_save").click().run()
    assert "is kept" in shown(app)
    assert inspections.unfinished(acting()) is None
    line = inspections.recent(acting())[0]
    assert (line.verdict, line.number) == (Verdict.GOOD, "C-0001")


def test_the_unfinished_can_is_there_again_for_who_signs_in_anew(open_page, inspector):
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven()[:3])
    again = sign_in_to(type(app).from_file(app._script_path, default_timeout=30).run(), "inspector")
    again.switch_page("pages/Inspect.py").run()
    assert "Not taken yet: sides 4, 5, 6, 7." in shown(again)


def test_photographs_without_a_sides_name_wait_for_one_confirmation(open_page, inspector):
    files = [(f"IMG_{n}.jpg", photograph(n)) for n in range(1, 8)]
    app = upload(open_page(Role.INSPECTOR, "Inspect"), files)
    assert inspector.judged == 0
    app.button(key="arranging_tap_1").click().run()
    app.button(key="arranging_tap_7").click().run()
    app.button(key="arranging_confirm").click().run()
    assert not app.exception
    can = inspections.unfinished(acting())
    assert [can.sides[n].file_name for n in (1, 2, 7)] == ["IMG_7.jpg", "IMG_2.jpg", "IMG_1.jpg"]


def test_two_taps_swap_two_sides_on_the_board_and_judge_them_anew(open_page, inspector):
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven(bad=4))
    app.button(key="inspect_swap_1").click().run()
    app.button(key="inspect_swap_4").click().run()
    can = inspections.unfinished(acting())
    assert (can.sides[1].file_name, can.sides[4].file_name) == ("4.jpg", "1.jpg")
    assert can.live[1].values["side"] == 1
    assert inspector.judged == 9


def test_a_side_taken_again_keeps_the_first_attempt_on_record(open_page, inspector):
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven(bad=2))
    app.file_uploader(key="inspect_side_2_0").upload("again.jpg", photograph(22), "image/jpeg")
    app.run()
    can = inspections.unfinished(acting())
    assert (can.live[0], can.attempts[2]) == (Verdict.GOOD, 2)


def test_the_inspector_is_told_which_photographs_are_on_the_can_already(open_page, inspector):
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven()[:2])
    app.file_uploader(key="inspect_side_3_0").upload("3.jpg", photograph(1), "image/jpeg")
    app.run()
    kept = inspections.unfinished(acting()).sides
    assert inspector.known == {kept[1].photograph: 1, kept[2].photograph: 2}


def test_a_zip_is_as_good_as_its_files(open_page, inspector):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in seven():
            archive.writestr(name, content)
    app = upload(open_page(Role.INSPECTOR, "Inspect"), [("can.zip", packed.getvalue())])
    assert not app.exception
    assert len(inspections.unfinished(acting()).sides) == 7


def test_a_broken_photograph_is_named_and_the_rest_of_the_can_is_kept(open_page, inspector):
    files = seven()
    files[2] = ("3.jpg", b"%PDF-1.7 not a photograph")
    app = upload(open_page(Role.INSPECTOR, "Inspect"), files)
    assert not app.exception
    assert "3.jpg" in shown(app)
    can = inspections.unfinished(acting())
    assert can.live[0] is not Verdict.GOOD
    assert {1, 2, 4, 5, 6, 7} <= {n for n, kept in can.sides.items() if kept.photograph}


def test_the_inspectors_own_eyes_make_a_good_can_bad_and_both_verdicts_are_kept(open_page, inspector):
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven())
    app.button(key="raising_begin").click().run()
    app.button(key="raising_pick_SMD").click().run()
    assert not app.exception
    line = inspections.recent(acting())[0]
    assert (line.model_verdict, line.verdict) == (Verdict.GOOD, Verdict.BAD)
    page = open_can(app, line.id)
    assert "Model" in page and "Bad because inspector saw" in page


def open_can(app, can_id: int) -> str:
    app.query_params["can"] = str(can_id)
    app.switch_page("pages/Can.py").run()
    assert not app.exception
    return shown(app)


def test_the_board_says_when_the_model_is_for_demonstration_and_on_what_it_was_trained(open_page, inspector):
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven())
    words = shown(app)
    assert "Demonstration models (sardine-corner/1, sardine-lid/1, sardine-side/1), not for release" in words
    assert "Rendered" in words
    app.button(key="inspect_save").click().run()
    assert "no version" in open_can(app, inspections.recent(acting())[0].id)  # judged by the stand-in, no model on disk


def test_a_can_that_does_not_exist_gets_a_sentence(open_page):
    for wanted in ("999", "-1", "x", "9" * 30):
        app = open_page(Role.VIEWER if wanted == "999" else None)
        if wanted != "999":
            sign_in_to(app, "viewer")
        app.query_params["can"] = wanted
        app.switch_page("pages/Can.py").run()
        assert not app.exception and "There is no such can" in shown(app)


def test_a_can_given_up_leaves_the_board_empty_and_stays_on_record(open_page, inspector):
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven()[:2])
    app.button(key="inspect_give_up").click().run()
    assert inspections.unfinished(acting()) is None
    assert "Take the first side" in shown(app)


def test_someone_signed_out_in_another_tab_takes_no_more_sides(open_page, inspector):
    app = open_page(Role.INSPECTOR, "Inspect")
    sessions.sign_out(app.session_state["gate.session"].session_id)
    upload(app, seven())
    assert inspector.judged == 0
    assert inspections.unfinished(acting()) is None


def test_who_waits_for_others_is_told_how_many_cans_are_before(open_page, inspector):
    inspector.before, inspector.fails = 3, True  # so that the page stands still while it waits
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven())
    assert "Cans before yours: 3." in shown(app)
    inspector.before, inspector.fails = 0, False
    assert "Cans before yours" not in shown(app.run())
    assert inspections.unfinished(acting()).live[0] is Verdict.GOOD
