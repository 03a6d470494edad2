from __future__ import annotations

import re

from guwah.web.qr import qr_code


def test_a_code_is_a_drawing_inside_the_page() -> None:
    drawn = qr_code("seven brass kettles", 'The "kettles"')

    assert drawn.startswith('<span class="qr" role="img" aria-label="The &quot;kettles&quot;"><svg')
    assert "http" not in drawn
    assert "style=" not in drawn
    assert re.search(r'viewBox="0 0 (\d+) \1"', drawn)


def test_other_words_are_another_drawing() -> None:
    assert qr_code("a", "x") != qr_code("b", "x")
