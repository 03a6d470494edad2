"""What `./dev` refuses and finds before it runs anything."""

from __future__ import annotations

import json
import socket
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from browsing import CHROMIUM, free_port

HERE = Path(__file__).resolve().parents[1]


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The workshop's program as a module, at home in an empty folder."""
    # Beside `dev` nothing compiled is left.
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    loader = SourceFileLoader("workshop", str(HERE / "dev"))
    spec = spec_from_loader("workshop", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    monkeypatch.setattr(module, "HERE", tmp_path)
    for name in ("install", "compile_messages", "build_front"):
        monkeypatch.setattr(module, name, lambda *_: None)
    return module


@pytest.fixture
def ran(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    kept: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "run", lambda *words, **_: kept.append(tuple(map(str, words))))
    return kept


def leave_sign(home: Path, port: int) -> Path:
    """Leave what a server leaves in a vault."""
    sign = home / ".demo" / "vault" / "serving.json"
    sign.parent.mkdir(parents=True)
    sign.write_text(json.dumps({"port": port, "key": "00" * 32}), "utf-8")
    return sign


def test_a_demo_that_still_runs_is_not_thrown_away(
    dev: ModuleType, ran: list[tuple[str, ...]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as served:
        port = served.getsockname()[1]
        sign = leave_sign(tmp_path, port)
        with pytest.raises(SystemExit):
            dev.demo()
    assert sign.exists()
    assert ran == []
    assert f"A demo still runs at http://localhost:{port}" in capsys.readouterr().err


@pytest.mark.parametrize("sign", ["nobody there", "not a sign", "none"])
def test_a_demo_that_ended_is_thrown_away(
    dev: ModuleType, ran: list[tuple[str, ...]], tmp_path: Path, sign: str
) -> None:
    if sign != "none":
        left = leave_sign(tmp_path, free_port())
        if sign == "not a sign":
            left.write_bytes(b"[]")
    dev.demo()
    assert not (tmp_path / ".demo").exists()
    assert ran[0][-1] == "demo"


@pytest.mark.parametrize("name", CHROMIUM)
def test_any_chromium_that_starts_is_enough(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert dev.CHROMIUM == CHROMIUM
    monkeypatch.setattr(dev, "works", lambda *words: words == (name, "--version"))
    monkeypatch.setattr(dev, "apt", lambda *_: pytest.fail("nothing is to be installed"))
    monkeypatch.setattr(dev, "as_root", lambda *_: pytest.fail("nothing is to be installed"))
    dev.need_chromium()


def test_without_any_the_one_of_playwright_is_fetched_or_the_stop_says_what_to_do(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "apt", lambda *_: False)
    monkeypatch.setattr(dev, "as_root", lambda *_: False)
    monkeypatch.setattr(dev, "works", lambda *words: "playwright" in words)
    dev.need_chromium()
    monkeypatch.setattr(dev, "works", lambda *_: False)
    with pytest.raises(SystemExit):
        dev.need_chromium()
    assert "playwright install --with-deps chromium" in capsys.readouterr().err
