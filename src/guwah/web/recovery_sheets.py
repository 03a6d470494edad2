"""Recovery sheets as pages to print: one sheet a page, numbered words, what to do in five languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from guwah.instruments.languages.direction import direction
from guwah.vault.sheets import word_number
from guwah.web import statics
from guwah.web.qr import qr_code
from guwah.web.review import SOURCE_LANGUAGE, review_state
from guwah.web.shell import PAGE_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.vault.recovery import Prepared

_STYLE = "guwah/sheets.css"
# As they stand in the catalogues; a sheet prints all of them in every language (law 11).
_ONE = gettext_noop("This single sheet, with a copy of the vault’s folder, opens the vault.")
_SOME = gettext_noop(
    "Any %(needed)s of the %(shares)s sheets, with a copy of the vault’s folder, open the vault. "
    "Fewer tell nothing."
)
_KEEP = gettext_noop(
    "Keep this sheet where nobody comes upon it: not beside the computer, not beside another sheet, "
    "in no photo and in no file."
)
_OPEN = gettext_noop(
    "To open the vault: put the copy of its folder on a computer with Guwah, run “guwah recovery open” and "
    "type the words in their order. The first four letters of each are enough."
)
_WITHOUT = gettext_noop(
    "Without Guwah: any SLIP-39 program puts the sheets together, and the programs age and SQLCipher do the "
    "rest. The page “opened-without-us” of Guwah’s documents says how."
)
_BY_NUMBER = gettext_noop(
    "Whoever does not read Latin letters may type the small numbers behind the words instead, all of them "
    "and in their order."
)
_CODE = gettext_noop(
    "The square holds the same words for a camera. A telephone that reads it has them: use only a device "
    "without a network."
)
_ASKED = gettext_noop("Give it only to somebody you know and can see. Nobody who writes to you needs it.")


@dataclass(frozen=True, slots=True)
class Told:
    """What to do with a sheet, in one language.

    Attributes:
        tag: BCP 47 tag.
        direction: `ltr` or `rtl`.
        sentences: in the order they are printed.
        checked: whether two speakers confirmed every sentence.
    """

    tag: str
    direction: str
    sentences: tuple[str, ...]
    checked: bool


def render(prepared: Prepared, vault_id: str, *, alone: bool) -> str:
    """Return the HTML of all sheets of a set.

    Args:
        prepared: the sheets.
        vault_id: printed in part, so that sheets of two vaults are not mixed up.
        alone: for a file that stands by itself, with its style inside; else for a page of the server.
    """
    words = [
        {
            "sheet": sheet,
            "qr": qr_code(" ".join(sheet.words), f"Sheet {sheet.number}"),
            "words": [
                {"place": place, "word": word, "number": word_number(word)}
                for place, word in enumerate(sheet.words, start=1)
            ],
        }
        for sheet in prepared.sheets
    ]
    context = {
        "style": _inside()
        if alone
        else format_html('<link rel="stylesheet" href="{}">', statics.address(_STYLE)),
        "recovery": prepared.recovery,
        "vault": vault_id[:8],
        "sheets": words,
        "told": list(_told(prepared)),
    }
    with translation.override(SOURCE_LANGUAGE):
        return render_to_string("recovery_sheets.html", context)


def _inside() -> SafeString:
    style = (statics.FOLDER / _STYLE).read_text("utf-8")
    return format_html("<style>{}</style>", mark_safe(style))  # noqa: S308 - our own file


def _told(prepared: Prepared) -> Iterator[Told]:
    numbers = {"needed": prepared.recovery.needed, "shares": prepared.recovery.shares}
    first = _ONE if prepared.recovery.shares == 1 else _SOME
    asked = (first, _KEEP, _OPEN, _BY_NUMBER, _CODE, _WITHOUT, _ASKED)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            sentences = tuple(gettext(each) % numbers for each in asked)
        tag = PAGE_TAGS.get(code, code)
        checked = code == SOURCE_LANGUAGE or all(review_state(code, each).confirmed for each in asked)
        yield Told(tag, direction(tag), sentences, checked)
