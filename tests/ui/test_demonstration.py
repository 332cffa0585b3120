"""What a demonstration shows, and a real installation does not."""

import pytest

from core.quality.rights import Role
from core.settings import DEMONSTRATION
from core.ui.demonstration_offer import COMMAND
from core.words import tr
from tests.ui.conftest import shown
from tests.ui.test_gate import PAGES

BAND = tr("demonstration_band")


def links(app) -> list[str]:
    return [link.proto.label for link in app.get("page_link")]


@pytest.mark.parametrize("page", ["", *PAGES])
def test_every_page_of_a_demonstration_carries_the_band_and_so_does_its_sign_in(open_page, installation, page):
    (installation / DEMONSTRATION).write_text("{}")
    assert BAND in shown(open_page(page=page))
    assert BAND in shown(open_page(Role.ADMIN, page))


def test_a_real_installation_carries_no_band_and_no_story_in_its_menu(open_page):
    app = open_page(Role.ADMIN)
    assert BAND not in shown(app)
    assert "Story" not in links(app)


def test_a_demonstration_has_the_story_in_its_menu(open_page, installation):
    (installation / DEMONSTRATION).write_text("{}")
    assert "Story" in links(open_page(Role.VIEWER))


def test_an_administrator_of_an_installation_without_cans_is_offered_the_demonstration(open_page):
    assert COMMAND in [code.value for code in open_page(Role.ADMIN).code]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_else_is_offered_it(open_page, role):
    assert not open_page(role).code


def test_in_a_real_installation_the_story_says_how_to_start_the_demonstration(open_page):
    app = open_page(Role.VIEWER, "Story")
    assert tr("story_not_here") in shown(app) and COMMAND in [code.value for code in app.code]
