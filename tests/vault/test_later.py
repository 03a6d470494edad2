"""Functions by name: those that the apps name exist, and a command starts without what it does not do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guwah.vault.later import later

SOURCES = Path(__file__).resolve().parents[2] / "src"
# Found in `ready()` of every app: imported one by one, as their first call would.
_CALL_ALL = """
from unittest import mock
import guwah.vault.later as room
named = []
real = room.later
room.later = lambda path: (named.append(path), real(path))[1]
from guwah.vault.setup import prepare_django
prepare_django()
import guwah.outbox.deliver
from django.utils.module_loading import import_string
print(len([import_string(path) for path in named]))
"""
_START = """
import sys
from guwah.vault.setup import prepare_django
prepare_django()
heavy = ("guwah.instruments.redaction", "docx", "guwah.steps.evidence.flows")
print([name for name in sys.modules if name.startswith(heavy)])
"""


def _said_by(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SOURCES
    )
    return done.stdout.strip()


def test_the_function_is_called_with_what_was_given() -> None:
    assert later("os.path.join")("a", "b") == "a/b"
    assert later("builtins.sorted")([1, 2], reverse=True) == [2, 1]


def test_a_wrong_name_is_told_at_the_call() -> None:
    nobody = later("guwah.vault.later.nobody")
    with pytest.raises(ImportError):
        nobody()


def test_every_function_that_an_app_names_is_there() -> None:
    assert int(_said_by(_CALL_ALL)) >= 8


def test_a_command_starts_without_finders_and_readers() -> None:
    assert _said_by(_START) == "[]"
