"""What a demonstration shows, and a real installation does not."""

import pytest

from core.quality.rights import Role
from core.settings import DEMONSTRATION
from core.words import tr
from tests.ui.conftest import shown
from tests.ui.test_gate import PAGES

BAND = tr("demonstration_band")


@pytest.mark.parametrize("page", ["", *PAGES])
def test_every_page_of_a_demonstration_carries_the_band_and_so_does_its_sign_in(open_page, installation, page):
    (installation / DEMONSTRATION).write_text("{}")
    assert BAND in shown(open_page(page=page))
    assert BAND in shown(open_page(Role.ADMIN, page))


def test_a_real_installation_carries_no_band(open_page):
    assert BAND not in shown(open_page(Role.ADMIN))
