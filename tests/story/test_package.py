"""What somebody gets who installs Guwah from a package: the wheel, looked into."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = "guwah/web/"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of all files in a wheel made from this tree."""
    folder = tmp_path_factory.mktemp("dist")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as packed:
        return set(packed.namelist())


def test_a_wheel_carries_every_script_and_the_fonts(wheel: set[str]) -> None:
    islands = (ROOT / "src" / "guwah" / "web" / "islands").glob("*.ts")
    wanted = {f"{WEB}static/built/{each.stem}.js" for each in islands if not each.name.startswith("_")}
    assert len(wanted) > 10
    assert wanted <= wheel
    assert f"{WEB}static/built/fonts.css" in wheel
    assert sum(name.endswith(".woff2") for name in wheel) > 100


def test_a_wheel_carries_what_is_not_python(wheel: set[str]) -> None:
    beside = [
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "guwah").rglob("*")
        if path.suffix in {".html", ".css", ".json", ".toml", ".mo", ".typ", ".txt", ".svg"}
        and "__pycache__" not in path.parts
    ]
    assert len(beside) > 200
    assert [name for name in beside if name not in wheel] == []
    assert {"guwah_verify.py", "guwah_verify.html"} <= wheel
