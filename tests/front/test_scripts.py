"""What is said of a front end that is not built, or built from other sources."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from front.scripts import built, complaint, digest, missing, stale  # noqa: E402 - not on the usual path


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A tree with two islands, a part of one, and nothing built."""
    islands = tmp_path / "src" / "guwah" / "web" / "islands"
    islands.mkdir(parents=True)
    for name in ("find.ts", "record.ts", "_alive.ts"):
        (islands / name).write_text(name)
    (tmp_path / "package-lock.json").write_text("{}")
    return tmp_path


def build(clone: Path) -> None:
    built(clone).mkdir(parents=True)
    for name in ("find.js", "record.js", "fonts.css"):
        (built(clone) / name).write_text(name)
    (built(clone) / ".made-from").write_text(digest(clone))


def test_a_clone_says_what_it_lacks(clone: Path) -> None:
    assert missing(clone) == ["find.js", "record.js", "fonts.css"]
    assert "not built" in complaint(clone)
    assert "./dev wheel" in complaint(clone)


def test_a_built_one_has_no_complaint_until_its_sources_change(clone: Path) -> None:
    build(clone)
    assert complaint(clone) == ""
    # A part that is bundled into an island is a source too.
    (clone / "src" / "guwah" / "web" / "islands" / "_alive.ts").write_text("changed")
    assert stale(clone)
    assert "other sources" in complaint(clone)


def test_one_file_that_is_gone_is_enough(clone: Path) -> None:
    build(clone)
    (built(clone) / "record.js").unlink()
    assert "record.js first" in complaint(clone)
