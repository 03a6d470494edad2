"""Collect every string of the interface and bring the message catalogues up to it; needs no GNU gettext.

    python front/extract.py           writes src/guwah/web/locale/*/LC_MESSAGES/django.po anew
    python front/extract.py --missing prints what has no translation yet, one JSON object a line

Templates are read by Django's own `templatize`, Python by its syntax tree. Entries stand in the order of
the files they first occur in; no line numbers, dates or names, so that a catalogue changes only where
words change. What no longer occurs is dropped; a sentence whose English changed begins again, empty and
unchecked (law 11).
"""

from __future__ import annotations

import ast
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polib
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).resolve().parents[1] / "src"
LOCALE = SOURCE / "guwah" / "web" / "locale"
# Unicode CLDR, plural rules: kk and ug "one, other"; ru "one, few, many" (its "other" is for fractions).
PLURALS = {
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "zh_Hans": "nplurals=1; plural=0;",
    "kk": "nplurals=2; plural=(n != 1);",
    "ug": "nplurals=2; plural=(n != 1);",
}
REVIEW = "review: "
# Neither is shown on a page: what is generated, and what answers at a terminal.
_APART = {"migrations", "cli", "commands.py"}
_WIDTH = 108
# Which arguments of a call are context, message and plural.
_KINDS = {"gettext": "m", "ngettext": "mp", "pgettext": "cm", "npgettext": "cmp"}
# What a flow or an instrument refuses with: its second argument is told to people in their language by the
# filter `told`. Commands answer in English.
_PROBLEMS = {"Refused", "WrongUse", "NotUnderstood", "LogNotWritten", "KeysHalfChanged"}
# What a finder saw: its third argument is told beside the words.
_SEEN = "Rule"
_ALIASES = {"_": "gettext", "_l": "gettext", "gettext_noop": "gettext"}
_VITAL = (
    (re.compile(r"\{%\s*vital\s"), "{% translate "),
    (re.compile(r"\{%\s*vitalblock(?=[\s%])"), "{% blocktranslate trimmed"),
    (re.compile(r"\{%\s*endvitalblock\s*%\}"), "{% endblocktranslate %}"),
)
_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({_STRING}(?:\s*,\s*{_STRING})*)")


@dataclass(frozen=True, slots=True)
class Message:
    """One string to translate: English, its plural and its context where it has them."""

    text: str
    plural: str = ""
    context: str = ""


def _message(function: str, strings: list[str]) -> Message:
    named = dict(zip(_KINDS[function], strings, strict=False))
    return Message(named["m"], named.get("p", ""), named.get("c", ""))


def in_template(source: str) -> Iterator[Message]:
    """Yield what a template asks to have translated, `vital` and `vitalblock` included."""
    for pattern, usual in _VITAL:
        source = pattern.sub(usual, source)
    for call in _CALL.finditer(templatize(source)):
        strings = [ast.literal_eval(each) for each in re.findall(_STRING, call[2])]
        yield _message(_ALIASES.get(call[1], call[1]), strings)


def in_python(source: str) -> Iterator[Message]:
    """Yield what a module asks to have translated; `_` counts, whatever it stands for."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda each: (each.lineno, each.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        function = _ALIASES.get(name, name.removesuffix("_lazy"))
        if function in _KINDS:
            wanted = call.args[: len(_KINDS[function])]
        elif name in _PROBLEMS:
            function, wanted = "gettext", call.args[1:2]
        elif name == _SEEN:
            function, wanted = "gettext", call.args[2:3]
        else:
            continue
        strings = [each.value for each in wanted if isinstance(each, ast.Constant)]
        if strings and len(strings) == len(wanted):
            yield _message(function, [str(each) for each in strings])


def collect(source: Path = SOURCE) -> dict[Message, list[str]]:
    """Return every message with the files it occurs in, relative to the checkout, in their order."""
    found: dict[Message, list[str]] = {}
    files = [*source.rglob("templates/**/*.html"), *source.rglob("templates/**/*.txt"), *source.rglob("*.py")]
    for path in sorted(files):
        if _APART & {*path.parts}:
            continue
        text = path.read_text(encoding="utf-8")
        place = path.relative_to(source.parent).as_posix()
        for message in in_python(text) if path.suffix == ".py" else in_template(text):
            places = found.setdefault(message, [])
            if place not in places:
                places.append(place)
    return found


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _entry(message: Message, places: list[str], old: polib.POEntry | None, forms: int) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.text,
        msgctxt=message.context or None,
        tcomment=f"{REVIEW}none",
        occurrences=[(place, "") for place in places],
        flags=["python-format"] if "%(" in message.text + message.plural else [],
    )
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = dict.fromkeys(range(forms), "")
    if old is not None and (old.msgid_plural or "") == message.plural:
        entry.msgstr = old.msgstr
        if message.plural:
            entry.msgstr_plural = {each: old.msgstr_plural.get(each, "") for each in range(forms)}
        if _still_reviewed(entry, old.tcomment):
            entry.tcomment = old.tcomment
    return entry


def _still_reviewed(entry: polib.POEntry, comment: str) -> bool:
    sys.path.insert(0, str(SOURCE))
    from guwah.web.review import stated

    words = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return bool(stated(comment, entry.msgid, words).by)


def merged(language: str, messages: dict[Message, list[str]]) -> polib.POFile:
    """Return the catalogue of a language brought up to the messages, keeping what was translated."""
    path = catalogue_path(language)
    kept = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {(entry.msgid, entry.msgctxt or ""): entry for entry in kept}
    catalogue = polib.POFile(wrapwidth=_WIDTH, check_for_duplicates=True)
    catalogue.header = "Words of the interface. How they are checked, and by whom: docs/languages.md."
    catalogue.metadata = {
        "Project-Id-Version": "guwah",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    forms = int(PLURALS[language].removeprefix("nplurals=")[0])
    for message, places in messages.items():
        catalogue.append(_entry(message, places, known.get((message.text, message.context)), forms))
    return catalogue


def missing(catalogue: polib.POFile) -> list[polib.POEntry]:
    """Return the entries without a whole translation."""
    return [entry for entry in catalogue if not entry.translated()]


def main(arguments: list[str]) -> int:
    """Write the catalogues, or print what they miss; the answer is 1 when something is missing."""
    messages = collect()
    lacking = 0
    for language in PLURALS:
        catalogue = merged(language, messages)
        without = missing(catalogue)
        lacking += len(without)
        if "--missing" in arguments:
            for entry in without:
                row = {"language": language, "context": entry.msgctxt or "", "text": entry.msgid}
                sys.stdout.write(json.dumps(row | {"plural": entry.msgid_plural}, ensure_ascii=False) + "\n")
            continue
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        sys.stdout.write(f"{language}: {len(catalogue)} strings, {len(without)} without translation\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
