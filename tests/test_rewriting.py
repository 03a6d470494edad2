"""What is rewritten ahead is what pytest would have made itself, and it takes it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

import rewriting

MODULE = """
def test_sum():
    told = 1 + 1
    assert told == {wanted}
"""


def test_pytest_takes_what_was_rewritten_ahead(
    pytestconfig: pytest.Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "test_sum.py"
    module.write_text(MODULE.format(wanted=3), "utf-8")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kept = rewriting.rewritten(module, pytestconfig)
    taken = rewrite._read_pyc(module, kept)
    assert taken is not None
    room: dict[str, object] = {}
    exec(taken, room)  # noqa: S102 - the module above
    test = room["test_sum"]
    assert callable(test)
    with pytest.raises(AssertionError, match="assert 2 == 3"):
        test()

    module.write_text(MODULE.format(wanted=2), "utf-8")
    assert rewrite._read_pyc(module, kept) is None, "a changed module is not taken from there"


def test_every_module_is_in_one_share(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    names = ["test_a.py", "test_b.py", "below/test_c.py"]
    for name in [*names, "cast.py"]:
        (tmp_path / name).write_text("", "utf-8")
    found = rewriting.modules([str(tmp_path), str(tmp_path / "below"), "tests/none::test_x"])
    assert found == sorted(tmp_path / name for name in names)
