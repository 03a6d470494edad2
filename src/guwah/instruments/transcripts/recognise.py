"""Finds out the format of a file by what stands in it; the ending of its name is asked last: it may lie."""

import re
from pathlib import PurePosixPath

from guwah.instruments.transcripts.columns import header_of
from guwah.instruments.transcripts.encodings import announced
from guwah.instruments.transcripts.errors import NotUnderstood

_LOOKED_AT = 64 * 1024  # bytes at the beginning; no format needs more to show what it is
_ENDINGS = {
    ".vtt": "webvtt",
    ".webvtt": "webvtt",
    ".docx": "docx",
    ".srt": "srt",
    ".eaf": "elan",
    ".textgrid": "textgrid",
    ".cha": "chat",
    ".csv": "csv",
    ".tsv": "csv",
    ".otr": "whisper-json",
    ".tei": "tei",
    ".trs": "trs",
    ".txt": "labelled-text",
}
_ZIP = b"PK\x03\x04"
_LINE_END = re.compile("\r\n?")
_INVISIBLE = "\ufeff \t\r\n\v\f"

_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}[,.]\d{1,3}"
# A whole line of two times and an arrow; inside brackets it would be a time stamp of labelled text.
_CUE_TIMES = re.compile(rf"^[ \t]*{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}(?=[ \t\r\n]|\Z)", re.MULTILINE)
# Meeting programs write "0:0:3.4 --> 0:0:6.1" above a name and its words: a text with labels, no captions.
_UNPADDED = re.compile(r"^\d{1,2}:\d:\d{1,2}\.\d+ --> ", re.MULTILINE)
_ABOVE = 10
"""Lines with something in them that may stand above the first cue: a title, who translated, a number."""

_SBV_TIMES = re.compile(r"\d{1,2}:\d\d:\d\d\.\d{3},\d{1,2}:\d\d:\d\d\.\d{3}[ \t]*[\r\n]")
_FRAMES = re.compile(r"\{\d+\}\{\d+\}")

_PROLOG = re.compile(
    r"\s+|<\?(?s:.*?)\?>|<!--(?s:.*?)-->|<!DOCTYPE\s[^\[>]*(?:\[(?s:.*?)\]\s*)?>", re.IGNORECASE
)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?P<name>[A-Za-z_][\w.-]*)(?=[\s/>])")
_ROOTS = {
    "ANNOTATION_DOCUMENT": "elan",
    "TEI": "tei",
    "TEI.2": "tei",
    "teiCorpus": "tei",
    "Trans": "trs",
    "akomaNtoso": "akoma-ntoso",
}
# Utterances as TEI has them, under a root of somebody's own or under none.
_UTTERANCE = re.compile(rb"<u\s[^<>]*?\bwho\s*=")
_OHMS_ROOT = "ROOT"
_OHMS = re.compile(r"nunncenter/ohms|<record[\s>]")
_OHMS_VERSION = re.compile(r"<version>\s*(?P<major>\d+)")
_OHMS_CUES = re.compile(rb"<vtt_transcript(?:_alt)?>\s*(?:<!\[CDATA\[\s*)?[^<\s]")
_OHMS_WITH_CUES = 6

_JSON = re.compile(r'(?:\[\s*)?\{\s*"(?:[^"\\]|\\.)*"\s*:')
_PRAAT = re.compile(r'(?:File type\s*=\s*)?"oo(?:Text|Binary)File')
_PRAAT_BY_TIME = '"Praat chronological TextGrid text file"'
_CHAT = re.compile(r"@(?:UTF8|Begin|PID:|Window:|Font:)")

_AS_CUES = "Export it as WebVTT or SRT in the program it was written in"
_AS_TEXT = "Save it as text in the program it was written in"
_AS_TEI = "Export it as TEI, ELAN or WebVTT in the program it was written in"
_UNREAD_ROOTS = {
    "basic-transcription": ("an EXMARaLDA transcription", _AS_TEI),
    "segmented-transcription": ("an EXMARaLDA transcription", _AS_TEI),
    "folker-transcription": ("a FOLKER transcription", _AS_TEI),
    "CHAT": ("a CHAT transcript in XML", "Save it as .cha"),
    "tt": ("TTML subtitles", _AS_CUES),
    "timedtext": ("YouTube captions in XML", _AS_CUES),
    "transcript": ("YouTube captions in XML", _AS_CUES),
    "html": ("a web page", _AS_TEXT),
    "package": ("an Office document in one file of XML", "Save it as DOCX"),
    "document": ("an OpenDocument text in one file of XML", "Save it as DOCX"),
    "wordDocument": ("a Word 2003 document", "Save it as DOCX"),
}


def recognise(raw: bytes, name: str = "") -> str:
    """Find out the format of a file: by its content, then by the ending of its name, else labelled text.

    Args:
        raw: The whole file.
        name: Its name; the ending counts only where the content shows no format.

    Returns:
        One of `FORMATS`. Whether this house can read it is asked of the registry.

    Raises:
        NotUnderstood: `unread-format` for a format that shows itself and is none of `FORMATS`.
    """
    if raw.startswith(_ZIP):
        return "docx"
    head = _head(raw)
    # Markup first: captions may stand inside it.
    for look in (_markup, _captions, _other_text):
        found = look(head, raw)
        if found:
            return found
    by_name = _ENDINGS.get(PurePosixPath(name).suffix.casefold())
    if by_name is None and header_of(head) is not None:
        return "csv"
    # A table under the name of a text is a table: its first line says so.
    return "csv" if by_name == "labelled-text" and header_of(head) is not None else by_name or "labelled-text"


def unread(what: str, instead: str) -> NotUnderstood:
    """Build what is said of a format that is known and not read.

    Args:
        what: The format with its article.
        instead: What to do, as the beginning of a sentence.
    """
    message = f"This is {what}; it cannot be read here, and is not taken for a text. {instead}, and add that."
    return NotUnderstood("unread-format", message, line=1, column=1, offset=0)


def _head(raw: bytes) -> str:
    """Return the beginning as text, as far as any encoding that needs no guess makes it one."""
    bom, encoding = announced(raw) or (b"", "utf-8")
    text = raw[len(bom) : _LOOKED_AT].decode(encoding, errors="replace")
    return _LINE_END.sub("\n", text).lstrip(_INVISIBLE)


def _captions(head: str, _raw: bytes) -> str | None:
    if head.startswith("WEBVTT"):
        return "webvtt"
    if head.startswith("[Script Info]"):
        raise unread("a file of ASS or SSA subtitles", _AS_CUES)
    if _SBV_TIMES.match(head):
        raise unread("a file of SBV captions", _AS_CUES)
    if _FRAMES.match(head):
        raise unread("a file of MicroDVD subtitles, timed by the frames of a film", _AS_CUES)
    return "srt" if _begins_with_cues(head) and not _UNPADDED.search(head) else None


def _begins_with_cues(head: str) -> bool:
    """Tell whether cues begin near the top; further down they are an example in somebody's words."""
    first = _CUE_TIMES.search(head)
    return first is not None and sum(map(bool, map(str.strip, head[: first.start()].split("\n")))) <= _ABOVE


def _markup(head: str, raw: bytes) -> str | None:
    if not head.startswith("<"):
        return None
    at = 0
    while gone := _PROLOG.match(head, at):
        at = gone.end()
    root = _ROOT.match(head, at)
    if root is None:
        return None
    name = root["name"]
    if name in _ROOTS:
        return _ROOTS[name]
    if name == _OHMS_ROOT and _OHMS.search(head, at):
        return _ohms(head, raw)
    if name != "CHAT" and _is_closed(name, raw) and _UTTERANCE.search(raw):
        return "tei"
    _refuse(name, raw, alone=not at)
    if head.startswith("<?xml") or _is_closed(name, raw):
        raise unread("a file of XML of a kind that is not known here", _AS_TEXT)
    return None


def _refuse(name: str, raw: bytes, *, alone: bool) -> None:
    """Refuse a root that is known and not read; one that stands alone may be a transcriber's sign."""
    for known, (what, instead) in _UNREAD_ROOTS.items():
        if known.casefold() == name.casefold() and (not alone or _is_closed(name, raw)):
            raise unread(what, instead)


def _is_closed(name: str, raw: bytes) -> bool:
    """Tell whether the file ends as markup does; a transcriber's sign at its beginning does not."""
    return raw.rstrip().endswith(f"{name}>".encode())


def _ohms(head: str, raw: bytes) -> str:
    version = _OHMS_VERSION.search(head)
    newer = version is not None and int(version["major"]) >= _OHMS_WITH_CUES
    return "ohms6" if newer or _OHMS_CUES.search(raw) else "ohms5"


def _other_text(head: str, _raw: bytes) -> str | None:
    if _PRAAT.match(head):
        if "ooBinaryFile" in head[:40]:
            raise unread("a binary file of Praat", 'In Praat, use "Save as text file"')
        if "TextGrid" not in head[:300]:
            raise unread("a file of Praat that holds no TextGrid", "Save the TextGrid in Praat")
        return "textgrid"
    if head.startswith(_PRAAT_BY_TIME):
        return "textgrid"
    if _CHAT.match(head) and re.search(r"^@Begin\b", head, re.MULTILINE):
        return "chat"
    if _JSON.match(head):
        # Cut off or not: what begins so is nobody's words.
        return "whisper-json"
    return None
