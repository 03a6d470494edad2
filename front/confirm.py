"""Let a speaker confirm translations one by one; writes who did into the catalogue (law 11).

    python front/confirm.py LANGUAGE HANDLE [WORD]

LANGUAGE is a folder of src/guwah/web/locale; HANDLE is a name only the group knows the speaker by, for the
catalogue is public; WORD shows only strings whose English holds it. `y` confirms, `q` ends, anything else
goes on. Nobody confirms a string twice, and a translation changed later has to be confirmed anew.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polib

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "src" / "guwah" / "web" / "locale"
_HANDLE = re.compile(r"[\w.-]{1,40}")
_MOST = 2


def _words(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _reviewing() -> ModuleType:
    sys.path.insert(0, str(ROOT / "src"))
    from guwah.web import review

    return review


def confirmed_by(entry: polib.POEntry) -> tuple[str, ...]:
    """Return who confirmed the words as they stand now."""
    by: tuple[str, ...] = _reviewing().stated(entry.tcomment, entry.msgid, _words(entry)).by
    return by


def confirm(entry: polib.POEntry, handle: str) -> None:
    """Write one more speaker to an entry; a third changes nothing."""
    by = [*confirmed_by(entry), handle][:_MOST]
    bound = _reviewing().digest(entry.msgid, _words(entry))
    entry.tcomment = f"review: {'two' if len(by) == _MOST else 'one'}:{','.join(by)} {bound}"


def main(language: str, handle: str, word: str = "") -> int:
    """Ask about every string this speaker has not confirmed; the catalogue is saved after each answer."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if not path.is_file() or not _HANDLE.fullmatch(handle):
        sys.stderr.write(
            "There is no such language, or the handle has other signs than letters, digits . _ -\n"
        )
        return 2
    catalogue = polib.pofile(str(path), wrapwidth=108)
    for entry in catalogue:
        by = confirmed_by(entry)
        if handle in by or len(by) == _MOST or word.lower() not in entry.msgid.lower():
            continue
        sys.stdout.write(f"\n{entry.msgid}\n" + "".join(f"  {each}\n" for each in _words(entry)))
        answer = input("right? [y/n/q] ").strip().lower()
        if answer == "q":
            break
        if answer == "y":
            confirm(entry, handle)
            catalogue.save(str(path))
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in {3, 4}:
        sys.stderr.write(__doc__)
        raise SystemExit(2)
    raise SystemExit(main(*sys.argv[1:]))
