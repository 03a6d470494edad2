"""A pattern that is compiled late does what one does that is compiled at once."""

from __future__ import annotations

import copy
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.late_pattern import late

SHAPE = r"(?P<it>[a-c]+)-?"


@given(st.text("abcABC-x\n"), st.sampled_from([re.NOFLAG, re.IGNORECASE]))
def test_it_answers_like_a_pattern(text: str, flags: re.RegexFlag) -> None:
    now, then = re.compile(SHAPE, flags), late(SHAPE, flags)
    for _ in range(2):
        assert [match.span("it") for match in then.finditer(text)] == [
            match.span("it") for match in now.finditer(text)
        ]
        assert then.sub("_", text) == now.sub("_", text)
        assert bool(then.fullmatch(text)) == bool(now.fullmatch(text))
    assert (then.pattern, then.flags, then.groupindex) == (now.pattern, now.flags, now.groupindex)


def test_it_is_compiled_at_its_first_use_only(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def count(shape: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(shape)
        return real(shape, flags)

    monkeypatch.setattr(re, "compile", count)
    pattern = late("x+")
    assert not compiled
    assert pattern.search("axx")
    assert pattern.search("a") is None
    assert compiled == ["x+"]


def test_a_fault_in_the_shape_is_told_at_the_first_use() -> None:
    broken = late("(")
    with pytest.raises(re.error):
        broken.search("")


def test_it_has_nothing_a_pattern_has_not() -> None:
    with pytest.raises(AttributeError):
        late("x").nothing  # type: ignore[attr-defined] # noqa: B018 - asked for on purpose
    assert copy.copy(late("x")).search("x")


def test_no_long_shape_is_compiled_when_the_finders_are_imported() -> None:
    code = (
        "import re, sys\n"
        "compiled, real = [0], re.compile\n"
        "def count(shape, flags=0):\n"
        "    if 'instruments' in sys._getframe(1).f_code.co_filename:\n"
        "        compiled.append(len(shape))\n"
        "    return real(shape, flags)\n"
        "re.compile = count\n"
        "import guwah.instruments.redaction, guwah.instruments.deliveries\n"
        "print(max(compiled))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 0 < int(done.stdout) < 400, "a long shape should be compiled late"
