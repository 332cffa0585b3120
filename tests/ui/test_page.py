"""What people wrote is shown as they wrote it, never as markup."""

import pytest

from core.ui.page import plain_label


@pytest.mark.parametrize(("text", "label"), [
    (":red-badge[GOOD]", r"\:red\-badge\[GOOD\]"),
    ("![x](http://a.b/c.png)", r"\!\[x\]\(http\://a\.b/c\.png\)"),
    ("Wall 10 o'clock", "Wall 10 o'clock"),
    ("**bold** $x$", r"\*\*bold\*\* \$x\$"),
])
def test_a_label_keeps_every_character_and_no_meaning(text, label):
    assert plain_label(text) == label
