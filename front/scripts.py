"""What of the front end is built, and whether from these sources: a package that lacks it must say so."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def built(root: Path = ROOT) -> Path:
    """Return the folder into which the front end is built."""
    return root / "src" / "guwah" / "web" / "static" / "built"


def missing(root: Path = ROOT) -> list[str]:
    """Return the files that pages ask for and nobody has built, in order: one per island, and the fonts."""
    islands = (root / "src" / "guwah" / "web" / "islands").glob("*.ts")
    wanted = [f"{each.stem}.js" for each in sorted(islands) if not each.name.startswith("_")]
    return [name for name in (*wanted, "fonts.css") if not (built(root) / name).is_file()]


def digest(root: Path = ROOT) -> str:
    """Return the SHA-256 of everything the front end is made from."""
    sources = [*sorted((root / "src/guwah/web/islands").glob("*.ts")), root / "package-lock.json"]
    sources += sorted((root / "front").glob("*.mjs"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def stale(root: Path = ROOT) -> bool:
    """Say whether what is built was made from other sources than those that lie here."""
    mark = built(root) / ".made-from"
    return not mark.exists() or mark.read_text() != digest(root)


def complaint(root: Path = ROOT) -> str:
    """Return what is wrong with the front end as it would be packed, and what to do; empty if nothing is."""
    gone = missing(root)
    if gone:
        return (
            f"The scripts of the pages are not built ({len(gone)} files missing, {gone[0]} first). This "
            "package works by plain forms only: no keys while typing, no recording, no fonts. To have them, "
            "run `./dev wheel`, or `npm ci && npm run build` and build again."
        )
    if stale(root):
        return "The scripts of the pages were built from other sources than these. Run `./dev wheel`."
    return ""
