"""An invented talk about a bakery's oven with much to withhold, in two languages, and hands to publish it."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from guwah.instruments.redaction.spans import Spans
from guwah.steps.consent import flows as consent
from guwah.steps.editions import flows
from guwah.steps.testimony.flows import cut
from kept import Kept, keep

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from cast import Cast
    from guwah.steps.consent.models import Condition, ConsentRecord
    from guwah.steps.editions.flows.building import Prepared
    from guwah.steps.editions.models import Edition

TALK = """Conversation 1

Rahat: How did it go with the licence?

Zeynep: They closed our oven in the spring. I saw Kamal Bekov stamp the paper.

Rahat: And in the winter?

Zeynep: My brother coughed blood all winter and hid it from everybody.

Rahat: May we print this?

Zeynep: You may print it. But cut the part about my brother first.

Rahat: Agreed, nobody will read of him.

Zeynep: Ring me on +7 000 555 43 21. I live at Tandyr Street 14, and I was born on 3 May 1970.

Rahat: Thank you.

Zeynep: The licence is still with Kamal Bekov today.
"""
RUSSIAN = """Conversation 1

Рахат: Как было с лицензией?

Зейнеп: Весной нашу печь закрыли. Я видела, как Камал Беков поставил печать.

Рахат: А зимой?

Зейнеп: Мой брат всю зиму кашлял кровью и скрывал это.

Рахат: Можно это напечатать?

Зейнеп: Можно. Только сначала вырежьте место о моём брате.

Рахат: Хорошо, никто о нём не прочтёт.

Зейнеп: Звоните +7 000 555 43 21. Я живу на улице Тандыр, дом 14, и родилась 3 мая 1970 года.

Рахат: Спасибо.

Зейнеп: Лицензия до сих пор у Камала Бекова.
"""
ASKED = "You may print it. But cut the part about my brother first."
MEANT = "My brother coughed blood all winter and hid it from everybody."
MEANT_IN_RUSSIAN = "Мой брат всю зиму кашлял кровью и скрывал это."
ANSWERED = "Agreed, nobody will read of him."
PHONE = "+7 000 555 43 21"
# Whatever these say must be in no byte: a cut, its request and answer, a number, an address, a birth date.
NEVER = (
    "coughed",
    "brother",
    "nobody will read",
    "кашлял",
    "кровью",
    "вырежьте",
    "прочтёт",
    "555 43 21",
    "5554321",
    "Tandyr",
    "Тандыр",
    "3 May 1970",
    "1970",
    "Bekov",
    "Беков",
)
_TURN = re.compile(r"\w+", re.UNICODE)


@dataclass
class Oven:
    """A case with the talk and its Russian, ready to be consented to."""

    cast: Cast
    talk: Kept
    russian: Kept | None = None
    records: dict[str, ConsentRecord] = field(default_factory=dict)

    def grant(self, name: str = "g1", **changes: object) -> ConsentRecord:
        record = {
            "id": name,
            "kind": "grant",
            "by": "Zeynep",
            "state": "given_conditional",
            "material": f"source:{self.talk.layer.source.number}",
            "actions": ["publish_text"],
            "audiences": ["public"],
            "identity": ["anonymous"],
            "media": ["text"],
            "languages": ["*"],
            "conditions": [{"code": "redact_first", "params": {"category": "health"}}],
        }
        given = {key: value for key, value in {**record, **changes}.items() if value is not None}
        anchor = self.talk.at(ASKED) if ASKED in self.talk.revision.text else None
        self.records[name] = consent.take(self.cast.chiara, self.cast.case, given, anchor).record
        return self.records[name]

    def condition(self, name: str = "g1") -> Condition:
        return self.records[name].conditions.get()

    def mark(self, quote: str = MEANT, kept: Kept | None = None) -> None:
        consent.mark_meant(self.cast.chiara, self.condition(), (kept or self.talk).at(quote))

    def cut(self, quote: str = MEANT, reason: str = "health", kept: Kept | None = None) -> None:
        cut(self.cast.chiara, self.cast.case, (kept or self.talk).at(quote), reason, "witness")

    def ready(self) -> Oven:
        """Grant, mark and cut: nothing stands in the way any more."""
        self.grant()
        self.mark()
        self.cut()
        return self

    def prepare(self, audience: str = "public") -> Prepared:
        return flows.prepare(self.cast.boris, self.cast.case, audience)

    def build(self, audience: str = "public") -> Edition:
        return flows.build(self.cast.boris, self.cast.case, audience)


def read(cast: Cast, *texts: Kept) -> None:
    """Have somebody read whole texts and let their words go out."""
    for kept in texts:
        everything = Spans.of([(0, len(kept.revision.text))])
        consent.clear(cast.chiara, cast.case, kept.revision, everything)


def oven(cast: Cast, talk: str = TALK, russian: str | None = RUSSIAN) -> Oven:
    """Keep the talk and, if wanted, its translation; somebody has read both."""
    original = keep(cast, "The oven", talk)
    read(cast, original)
    if russian is None:
        return Oven(cast, original)
    translated = keep(cast, "The oven in Russian", russian, "translation")
    translated.layer.translated_from = original.layer
    translated.layer.language = "ru"
    translated.layer.save()
    read(cast, translated)
    return Oven(cast, original, translated)


def read_all(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def forms(words: str) -> Iterable[bytes]:
    """Yield the ways in which words may hide in bytes."""
    for said in {words, words.lower(), words.upper(), words.replace(" ", "")}:
        yield said.encode()
        yield said.encode("utf-16-le")
        yield said.encode("utf-16-be")
        yield quote(said).encode()
        yield "".join(f"&#{ord(letter)};" for letter in said).encode()
        yield "".join(f"\\u{ord(letter):04x}" for letter in said).encode()
        yield base64.b64encode(said.encode()).rstrip(b"=")[:-1]
        yield said.encode().hex().encode()


def holds(files: Mapping[str, bytes], words: str) -> list[str]:
    """Return the files in which words stand, in their name or in any form in their bytes."""
    wanted = list(forms(words))
    return [
        path for path, data in files.items() if any(form in data or form in path.encode() for form in wanted)
    ]


def words_of(text: str) -> set[str]:
    """Return the words of a text, small letters."""
    return {word.lower() for word in _TURN.findall(text)}
