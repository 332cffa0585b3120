"""A reinspection says on its page which can it inspects again, and each inspection leads to the others."""

from core.quality.rights import Role
from core.records import inspections
from core.records.use_case import console
from tests.records.people import signed_in
from tests.records.photographs import old_can
from tests.ui.conftest import shown


def test_who_inspects_names_the_can_on_the_reinspections_page_and_both_lead_to_each_other(open_page):
    ines = signed_in()
    first, again = old_can(ines, "first", [1] * 7), old_can(ines, "again", [1] * 7, purpose="reinspection")
    app = open_page(Role.INSPECTOR, "Can", can=str(again))
    choice = app.selectbox(key=f"reinspecting_{again}")
    assert choice.value is None and len(choice.options) == 2
    choice.set_value(first).run()
    assert not app.exception and inspections.load(console(), again).reinspects_id == first
    assert "Other inspections of this can:" in shown(app)
    app.query_params["can"] = str(first)
    app.run()
    assert not app.exception and "Other inspections of this can:" in shown(app)
    assert not [one for one in app.selectbox if str(one.key).startswith("reinspecting")]


def test_a_viewer_only_reads_it(open_page):
    ines = signed_in()
    old_can(ines, "first", [1] * 7)
    again = old_can(ines, "again", [1] * 7, purpose="reinspection")
    app = open_page(Role.VIEWER, "Can", can=str(again))
    assert not app.exception and not [one for one in app.selectbox if str(one.key).startswith("reinspecting")]
