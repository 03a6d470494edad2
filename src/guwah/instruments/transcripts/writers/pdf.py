"""Writes PDF with Typst: for reading on paper, every script in its own direction, nothing on the disk."""

import json
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files

from guwah.instruments.languages import script_of
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.machine import HEAD, begins
from guwah.instruments.transcripts.model import Mark, Session, Transcript
from guwah.instruments.transcripts.writers.script_lines import ScriptLine, script_lines
from guwah.instruments.transcripts.writers.word_xml import is_rtl
from guwah.instruments.transcripts.writers.written import Written

# Package of fonts -> the folder in it. Whoever has none of them has the fonts of the machine.
_PACKAGES = (
    ("fontpkg_noto_sans", "files"),
    ("fontpkg_noto_sans_arabic", "files"),
    ("cvttf_NotoSansCJK_Regular", ""),
)
# Families that hold every letter of a script that our languages need, the best first.
_FAMILIES = {
    "Latn": ("Noto Sans", "Segoe UI", "DejaVu Sans", "Arial"),
    "Cyrl": ("Noto Sans", "Segoe UI", "DejaVu Sans", "Arial"),
    "Arab": ("Noto Sans Arabic", "Noto Naskh Arabic", "UKIJ Tuz Tom", "Microsoft Uighur", "Segoe UI"),
    "Hani": ("Noto Sans CJK SC", "Noto Sans CJK TC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC"),
}
# A date or number in right-to-left words is turned round unless it is isolated (UAX 9, §2.4).
_NUMBERS = re.compile(r"[0-9][0-9./:–−-]*[0-9]")
_NO_TYPESETTER = (
    "PDF is made with Typst, which is not installed here. Install Guwah with it: pip install 'guwah[pdf]'."
)
_NO_FONT = (
    "No font of this machine holds every letter of the script {script}. Install Guwah with its fonts, "
    "pip install 'guwah[pdf]', or Noto Sans of that script."
)

_PAGE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, description: data.about, date: none)
#set page(paper: "a4", margin: (x: 24mm, y: 22mm), numbering: "1", number-align: center)
#set smartquote(enabled: false)
#set text(font: data.fonts, size: 10.5pt, fallback: false)
#set par(leading: 0.7em, spacing: 0.95em, justify: false)
#let piece(one) = if one.note { footnote(one.words) } else { one.words }
#for line in data.lines {
  set text(dir: if line.rtl { rtl } else { ltr })
  set text(lang: "zh", region: "cn") if line.han
  set align(if line.rtl { right } else { left })
  let words = line.pieces.map(piece).join()
  if line.kind == "title" {
    v(0.8em)
    heading(level: 1, outlined: true, words)
  } else if line.kind == "turn" {
    par({ strong(line.label); [ ]; words })
  } else if line.kind in ("event", "matter", "preamble", "people") {
    par(text(fill: luma(90), words))
  } else {
    par(words)
  }
}
"""


def write(transcript: Transcript) -> Written:
    """Write a transcript as PDF, notes as footnotes; it is for people, no program reads it back.

    The words are handed to the typesetter as data, so that none of them is taken for markup. It names no
    date and no author.

    Raises:
        NotUnderstood: `no-typesetter` where Typst is not installed, `no-font` where no font holds a script.
    """
    try:
        from typst import Fonts
        from typst import compile as typeset
    except ImportError as missing:
        raise NotUnderstood("no-typesetter", _NO_TYPESETTER) from missing
    lines = [_told(line, notes) for line, notes in _with_notes(transcript)]
    folders = _folders()
    fonts = Fonts(
        include_system_fonts=len(folders) < len(_PACKAGES), include_embedded_fonts=False, font_paths=folders
    )
    told = {
        "title": next((one.title for one in transcript.sessions if one.title), "Transcript"),
        # A viewer shows it, and whoever takes the words out of the file finds it there too.
        "about": HEAD if begins(transcript.text) else None,
        "fonts": _chosen(fonts.families(), transcript),
        "lines": lines,
    }
    inputs = {"data": json.dumps(told, ensure_ascii=False)}
    data: bytes = typeset(_PAGE.encode(), sys_inputs=inputs, font_paths=fonts, format="pdf")
    return Written(data)


def _folders() -> list[str]:
    found = []
    for package, folder in _PACKAGES:
        try:
            found.append(str(files(package) / folder))
        except ModuleNotFoundError:
            # The fonts of the machine are looked at instead.
            continue
    return found


def _chosen(there: Sequence[str], transcript: Transcript) -> list[str]:
    """Return the families to use, in order; those of the scripts the text is in must be there."""
    chosen: list[str] = []
    needed = {script_of(line) for line in transcript.text.splitlines()} & set(_FAMILIES)
    for script, families in _FAMILIES.items():
        found = [family for family in families if family in there]
        if script in needed and not found:
            raise NotUnderstood("no-font", _NO_FONT.format(script=script))
        chosen += [family for family in found if family not in chosen]
    return chosen


def _with_notes(transcript: Transcript) -> Iterator[tuple[ScriptLine, list[Mark]]]:
    """Yield each line with the notes that refer to it; who speaks is told under the title."""
    left = [mark for mark in reversed(transcript.marks) if mark.start == mark.end]
    sessions = list(transcript.sessions)
    for line in (one for one in script_lines(transcript) if one.kind != "empty"):
        begins = bool(sessions) and line.kind != "preamble"
        if begins and line.kind != "title":
            yield from _people(sessions.pop(0))
        held = []
        while line.at is not None and left and left[-1].start <= line.at + len(line.words):
            held.append(left.pop())
        yield line, held
        if begins and line.kind == "title":
            yield from _people(sessions.pop(0))
    if left:
        yield ScriptLine("more", "", "", len(transcript.text)), left[::-1]


def _people(session: Session) -> Iterator[tuple[ScriptLine, list[Mark]]]:
    for one in session.participants:
        said = [part for part in (one.name if one.name != one.label else None, one.role) if part]
        if said:
            yield ScriptLine("people", "", f"{one.label}: {', '.join(said)}"), []


def _told(line: ScriptLine, notes: Sequence[Mark]) -> dict[str, object]:
    script = script_of(line.words or line.label)
    rtl = is_rtl(script)
    pieces: list[dict[str, object]] = []
    reached = 0
    for note in notes:
        at = max(reached, min(len(line.words), note.start - (line.at or 0)))
        pieces.append({"note": False, "words": _isolated(line.words[reached:at], rtl=rtl)})
        pieces.append({"note": True, "words": note.attributes.get("words", "")})
        reached = at
    pieces.append({"note": False, "words": _isolated(line.words[reached:], rtl=rtl)})
    label = _isolated(f"{line.label}:", rtl=rtl) if line.label else ""
    return {"kind": line.kind, "label": label, "rtl": rtl, "han": script == "Hani", "pieces": pieces}


def _isolated(words: str, *, rtl: bool) -> str:
    return _NUMBERS.sub("\u2066\\g<0>\u2069", words) if rtl else words
