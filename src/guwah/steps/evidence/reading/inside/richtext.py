"""Rich Text (RTF 1.9.1), inside the jail: its words, and what it tells besides; nothing in it is run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from guwah.steps.evidence.reading.inside.saying import CannotRead

LARGEST: Final = 200_000_000
LONGEST_TEXT: Final = 12_000_000
MOST_SESSIONS: Final = 10_000
DEEPEST: Final = 5_000
# A word with its number, a byte, a sign, a bracket, or letters as they stand.
_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])"
    rb"|[\r\n\x00]+|([^\\{}\r\n\x00]+)",
    re.DOTALL,
)
_SIGNS: Final = {
    **dict.fromkeys(("par", "line", "sect", "row"), "\n"),
    **dict.fromkeys(("tab", "cell", "nestcell"), "\t"),
    "page": "\f", "emdash": "—", "endash": "–", "bullet": "•", "emspace": " ", "enspace": " ",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d", "zwnj": "\u200c",
    "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
_ESCAPED: Final = {"~": "\u00a0", "_": "\u2011", "-": "", "\r": "\n", "\n": "\n"}
# Groups that hold no words of the text. What begins with \* is left out as well, unless it is named below.
_SILENT: Final = frozenset({
    "colortbl", "stylesheet", "pict", "objdata", "objclass", "objname", "fldinst", "filetbl", "nonshppict",
    "themedata", "datastore", "listtable", "listoverridetable", "bkmkstart", "bkmkend", "xe", "tc",
})  # fmt: skip
_TOLD: Final = frozenset({
    "title", "subject", "author", "manager", "company", "operator", "category", "keywords", "comment",
    "doccomm", "hlinkbase", "generator", "template", "propname", "staticval", "objclass",
})  # fmt: skip
_TIMES: Final = frozenset(["creatim", "revtim", "printim", "buptim"])
_CLOCK: Final = frozenset(["yr", "mo", "dy", "hr", "min", "sec"])
_NUMBERS: Final = frozenset(["version", "edmins", "nofpages", "nofwords", "nofchars", "rsidroot"])
_OPENED_APART: Final = frozenset(
    {"generator", "template", "propname", "rsidtbl", "fonttbl", "userprops", "shppict"}
)
# \fcharset of a font -> code page (RTF 1.9.1, "Font Table").
_CHARSETS: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
_PAGES: Final = {936: "gb18030", 65001: "utf-8", 10000: "mac_roman"}


def metadata(file: BinaryIO) -> dict[str, object]:
    """Return who wrote it, when and with what, every number of an editing session, and what is embedded."""
    read = _read(file)
    found: dict[str, object] = {"information": read.told, "times": read.times, "numbers": read.numbers}
    found |= {"editing sessions": read.sessions, "embedded objects": read.objects, "pictures": read.pictures}
    return {name: value for name, value in found.items() if value}


def text(file: BinaryIO) -> str:
    """Return the words: what is hidden or struck out as well, without what fields are told to do."""
    return _read(file).words().strip("\n")


def _read(file: BinaryIO) -> _Reader:
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise CannotRead("needs-too-much")
    if not raw.startswith(b"{\\rtf"):
        raise CannotRead("not-readable")
    reader = _Reader()
    reader.read(raw)
    return reader


@dataclass(frozen=True, slots=True)
class _Group:
    r"""What holds within one pair of brackets.

    Attributes:
        name: of the group that is told of or silent; empty for words of the text.
        page: code page of its bytes.
        stands_for: how many letters follow a `\u` for readers that cannot read it.
        apart: whether `\\*` has just been read.
    """

    name: str = ""
    page: str = "cp1252"
    stands_for: int = 1
    apart: bool = False


@dataclass(slots=True)
class _Reader:
    """Reads through once and keeps what it finds."""

    told: dict[str, list[str]] = field(default_factory=dict)
    times: dict[str, dict[str, int]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    sessions: list[int] = field(default_factory=list)
    objects: int = 0
    pictures: int = 0
    _kept: list[str] = field(default_factory=list)
    _length: int = 0
    _bytes: bytearray = field(default_factory=bytearray)
    _group: _Group = field(default_factory=_Group)
    _outer: list[_Group] = field(default_factory=list)
    _fonts: dict[int, str] = field(default_factory=dict)
    _font: int = 0
    _page: str = "cp1252"
    _over: int = 0
    _begun: bool = False

    def read(self, raw: bytes) -> None:
        """Read it from its beginning to the bracket that ends it."""
        at = 0
        while at < len(raw):
            found = _TOKEN.match(raw, at)
            if found is None:
                # A lone backslash at the very end.
                break
            at = found.end()
            word, number, byte, sign, bracket, letters = found.groups()
            if word is not None:
                at += self._word(word.decode("ascii"), None if number is None else int(number))
            elif byte is not None:
                self._put(bytes((int(byte, 16),)))
            elif sign is not None:
                self._sign(sign.decode("latin-1"))
            elif letters is not None:
                self._put(letters)
            elif bracket is not None and not self._bracket(bracket):
                break
        self._flush()

    def words(self) -> str:
        r"""Return the words; halves of letters are put together (`\u` counts in halves)."""
        return "".join(self._kept).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _bracket(self, bracket: bytes) -> bool:
        self._flush()
        self._over = 0
        if bracket == b"{":
            if len(self._outer) > DEEPEST:
                raise CannotRead("nested-too-deep")
            self._outer.append(self._group)
            self._begun = True
        else:
            # There is one: reading begins with a bracket and ends where the last is closed.
            self._group = self._outer.pop()
        return bool(self._outer)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._group = replace(self._group, apart=True)
        elif sign in {"\\", "{", "}"}:
            self._put(sign.encode("ascii"))
        else:
            self._say(_ESCAPED.get(sign, ""))

    def _word(self, word: str, number: int | None) -> int:
        """Heed a word; return how many raw bytes follow it that are no text."""
        if word == "bin":
            return max(0, number or 0)
        self._over = 0 if word != "u" else self._over
        if word == "u" and number is not None:
            self._say(chr(number & 0xFFFF))
            self._over = self._group.stands_for
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif number is not None and self._numbered(word, number):
            self._begun = False
        elif self._begun or self._group.apart:
            self._named(word)
        self._begun = self._group.apart
        return 0

    def _named(self, word: str) -> None:
        """Heed the first word of a group, which says what the group is."""
        self.pictures += word == "pict"
        self.objects += word == "objdata"
        silent = word in _SILENT or (self._group.apart and word not in _OPENED_APART)
        if silent or word in _TOLD or word in _TIMES or word in {"fonttbl", "rsidtbl", "info", "userprops"}:
            self._flush()
            self._group = replace(self._group, name=word)
        self._group = replace(self._group, apart=False)

    def _numbered(self, word: str, number: int) -> bool:
        """Heed a word that only its number makes something of; say whether it was one."""
        group = self._group
        if word == "ansicpg":
            self._page = _PAGES.get(number, f"cp{number}")
            self._turn(replace(group, page=self._page))
        elif word == "uc":
            self._group = replace(group, stands_for=min(max(0, number), 255))
        elif word == "f":
            self._font = number
            self._turn(replace(group, page=self._fonts.get(number, self._page)))
        elif word == "fcharset":
            self._fonts[self._font] = _CHARSETS.get(number, self._page)
        elif word == "rsid":
            self.sessions += [number] if len(self.sessions) < MOST_SESSIONS else []
        elif word in _NUMBERS:
            self.numbers[word] = number
        elif word in _CLOCK and group.name in _TIMES:
            self.times.setdefault(group.name, {})[word] = number
        else:
            return False
        return True

    def _turn(self, group: _Group) -> None:
        if group.page != self._group.page:
            self._flush()
        self._group = group

    def _put(self, data: bytes) -> None:
        self._begun = False
        passed = min(self._over, len(data))
        self._over -= passed
        self._bytes += data[passed:]

    def _flush(self) -> None:
        data, self._bytes = bytes(self._bytes), bytearray()
        if data:
            try:
                words = data.decode(self._group.page, "replace")
            except LookupError:
                words = data.decode("cp1252", "replace")
            self._keep(words)

    def _say(self, words: str) -> None:
        self._flush()
        self._keep(words)

    def _keep(self, words: str) -> None:
        name = self._group.name
        self._length += len(words)
        if self._length > LONGEST_TEXT:
            raise CannotRead("too-much-output")
        if not name:
            self._kept.append(words)
        elif name in _TOLD and words.strip():
            self.told.setdefault(name, []).append(words)
