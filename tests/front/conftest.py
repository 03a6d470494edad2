"""The parts of the offline page, asked in node, and the same questions put to guwah_verify.py."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import guwah_verify
import sealed_anchors as said

ROOT = Path(__file__).resolve().parents[2]

Asking = Callable[..., Any]


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """Put one question to the parts of the page; they run in one node process."""
    node = shutil.which("node")
    assert node, "node is needed; ./dev test brings it"
    built = tmp_path_factory.mktemp("harness") / "harness.mjs"
    esbuild = ROOT / "node_modules/.bin/esbuild"
    options = ("--bundle", "--platform=node", "--format=esm", "--target=es2022", "--log-level=warning")
    command = [str(esbuild), str(ROOT / "tests/front/harness.mjs"), *options, f"--outfile={built}"]
    subprocess.run(command, check=True, cwd=ROOT)
    with subprocess.Popen(
        [node, "--no-warnings", built], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        asking, answers = process.stdin, process.stdout

        def question(name: str, **about: object) -> Any:  # noqa: ANN401 - whatever JSON the answer is
            asking.write(json.dumps({"ask": name, **about}) + "\n")
            asking.flush()
            return json.loads(answers.readline())

        yield question
        asking.close()


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """What guwah_verify.py says of a folder where there is no openssl, as on the page."""
    monkeypatch.setattr(guwah_verify, "openssl_says", lambda *_: None)

    def verdict(path: Path, *keys: str) -> dict[str, Any]:
        printed = io.StringIO()
        options = [option for key in keys for option in ("--key", key)]
        with contextlib.redirect_stdout(printed):
            code = guwah_verify.main([str(path), "--json", *options])
        value: dict[str, Any] = json.loads(printed.getvalue())
        assert (code == 0) is value.get("intact", False)
        return value

    return verdict


@pytest.fixture(scope="session")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An anchored edition, a package and a log, not to be changed."""
    home = tmp_path_factory.mktemp("shelves")
    clocks = tmp_path_factory.mktemp("clocks")
    said.write_edition(home / "edition", clocks)
    said.write_package(home / "package", clocks)
    said.write_log(home / "log", clocks)
    return home


@pytest.fixture
def home(shelves: Path, tmp_path: Path) -> Path:
    """The same, to be spoilt."""
    return Path(shutil.copytree(shelves, tmp_path / "home"))
