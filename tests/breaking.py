"""Breaking off in the middle of a flow, as when the power goes: nothing after that step is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest


class _PowerCut(BaseException):
    pass


@contextmanager
def power_cut(monkeypatch: pytest.MonkeyPatch, module: str, step: str) -> Iterator[None]:
    """Have what is done inside break off where a module would call one of its functions."""

    def cut(*_given: object, **_named: object) -> None:
        raise _PowerCut

    with monkeypatch.context() as broken:
        broken.setattr(import_module(module), step, cut)
        with pytest.raises(_PowerCut):
            yield
