"""Tags of every template, loaded by the settings: words and their signs, badges, icons, dates, islands."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy

from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.instruments.languages.direction import direction, isolate
from guwah.instruments.vocabularies import label
from guwah.steps.claims.queries import current_statuses
from guwah.steps.testimony.around import Around, around
from guwah.steps.testimony.layers.reviewing import CHECKED, state_of
from guwah.steps.testimony.tongues import called as language_called
from guwah.web import lines, statics, turns
from guwah.web.marked_words import marked
from guwah.web.sentences import ALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.functional import _StrPromise

    from guwah.steps.testimony.layers.beside import Line
    from guwah.steps.testimony.layers.reviewing import Reviewed
    from guwah.steps.testimony.models import Anchor, Layer

register = template.Library()

CASE_PAGES = (
    ("case", gettext_lazy("Overview")),
    ("evidence", gettext_lazy("Evidence")),
    ("testimony", gettext_lazy("Testimony")),
    ("people", gettext_lazy("People")),
    ("chronology", gettext_lazy("Chronology")),
    ("conflicts", gettext_lazy("Conflicts")),
    ("consent", gettext_lazy("Consent")),
    ("editions", gettext_lazy("Editions")),
    ("appeals", gettext_lazy("Appeals")),
    ("vigil", gettext_lazy("Vigil")),
)
AXES: Mapping[str, _StrPromise] = {
    "liberty": gettext_lazy("Liberty"),
    "whereabouts": gettext_lazy("Whereabouts"),
    "contact": gettext_lazy("Contact"),
    "life": gettext_lazy("Life"),
    "risk": gettext_lazy("Risk"),
}
# kind: (hue, icon, word). A kind is never shown by its hue alone.
BADGES: Mapping[str, tuple[str, str, _StrPromise]] = {
    "claim": ("claim", "claim", gettext_lazy("Claim")),
    "conflict": ("conflict", "conflict", gettext_lazy("Cannot all be true")),
    "cut": ("withheld", "cut", gettext_lazy("Cut")),
    "withheld": ("withheld", "withheld", gettext_lazy("Withheld at the speaker’s wish")),
    "given": ("given", "given", pgettext_lazy("consent", "Given")),
    "open": ("open", "open", gettext_lazy("Condition not yet met")),
    "refused": ("refused", "refused", pgettext_lazy("consent", "Refused")),
    "machine": ("machine", "machine", gettext_lazy("Machine-made, not checked")),
    "unheard": ("unheard", "unheard", gettext_lazy("Not heard")),
    "sealed": ("sealed", "sealed", gettext_lazy("Sealed")),
    "risk": ("risk", "risk", gettext_lazy("At risk")),
    "done": ("given", "done", pgettext_lazy("outcome", "Done")),
    "failed": ("refused", "failed", pgettext_lazy("outcome", "Failed")),
    "not-tried": ("unheard", "waiting", pgettext_lazy("outcome", "Not tried")),
    "invented": ("open", "info", gettext_lazy("Invented")),
}
CONSENT_KINDS = {
    "given": "given",
    "renewed": "given",
    "not_needed": "given",
    "given_conditional": "open",
    "requested": "open",
    "unclear": "open",
    "frozen": "open",
    "reversal_under_control": "risk",
}
# Law 11: in these lists an unconfirmed translation is printed with the English beside it.
GRAVE_LISTS = (
    "consent_",
    "sensitivity_",
    "third_party_",
    "checkin_",
    "escalation_",
    "status_",
    "custody",
    "withheld_",
)


@register.simple_tag
def island(name: str) -> SafeString:
    """Return the script element of an island, or nothing while it has not been built."""
    path = f"built/{name}.js"
    if not statics.exists(path):
        return SafeString()
    return format_html('<script type="module" src="{}"></script>', statics.address(path))


@register.simple_tag
def has_island(name: str) -> bool:
    """Say whether an island has been built, for a page that does otherwise without it."""
    return statics.exists(f"built/{name}.js")


@register.simple_tag
def built_styles(name: str) -> SafeString:
    """Return the link to a built style sheet, or nothing while it has not been built."""
    path = f"built/{name}.css"
    return _sheet(path) if statics.exists(path) else SafeString()


@register.simple_tag
def styles(*names: str) -> SafeString:
    """Return the links to style sheets of our own, in order."""
    return format_html_join("\n", "{}", ((_sheet(f"guwah/{name}.css"),) for name in names))


@register.simple_tag
def own_file(path: str) -> str:
    """Return the address of a file below web/static."""
    return statics.address(path)


def _sheet(path: str) -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', statics.address(path))


@register.simple_tag
def place(name: str, *arguments: object) -> str:
    """Return the address of a page, or an empty string where this installation has no such page."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


@register.simple_tag
def words_around(anchor: Anchor) -> Around:
    """Return what was said before and after held words."""
    return around(anchor)


@register.simple_tag
def case_ways(case_id: object) -> list[tuple[str, str, str]]:
    """Return (name, address, label) of the pages of a case that exist here."""
    found = ((name, place(name, case_id), str(words)) for name, words in CASE_PAGES)
    return [each for each in found if each[1]]


@register.simple_tag(takes_context=True)
def case_statuses(context: Mapping[str, Any], case: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - accounts.Case
    """Return the current, sourced status of the person of a case, an entry for each axis."""
    request = context.get("request")
    if request is None or not getattr(case, "pk", None) or not may(request.user, Permission.CLAIM_SEE, case):
        return []
    return [
        {
            "axis": str(AXES.get(row.axis, row.axis)),
            "words": label(f"status_{row.axis}", row.code, _vocabulary_tag(get_language() or "en")).text,
            "as_of": row.as_of,
            # What it rests on was set aside since: the entry stays, and says so.
            "unfounded": row.claim is not None and row.claim.unfounded,
        }
        for row in current_statuses(case)
    ]


@register.simple_tag
def bdi(text: object, language: str = "", css: str = "") -> SafeString:
    """Return text isolated from its neighbours, with its language and direction where that is known."""
    attributes = {"lang": language, "dir": direction(language) if language else "", "class": css}
    written = format_html_join("", ' {}="{}"', (each for each in attributes.items() if each[1]))
    return format_html("<bdi{}>{}</bdi>", written, text)


@register.simple_tag
def sentence(kind: str, code: str) -> str:
    """Return what a code of `acts`, `faults` or `notices` is called, or the code itself."""
    return str(ALL[kind].get(code, code))


@register.filter(name="hex")
def hexadecimal(digest: bytes) -> str:
    """Return bytes as lower-case hexadecimal digits."""
    return bytes(digest).hex()


@register.filter
def called(tag: str) -> str:
    """Name a language in the language of the page; a tag no list knows stays as it is."""
    return language_called(tag, get_language() or "en")


@register.simple_tag
def edtf_words(edtf: object) -> SafeString:
    """Return a date in words of the page's language, isolated, with the exact value as its title."""
    from guwah.instruments.dates.words import in_words

    if not edtf:
        return format_html('<span class="soft">{}</span>', gettext("date not known"))
    language = get_language() or "en"
    return format_html(
        '<bdi class="date" lang="{}" dir="{}" title="{}">{}</bdi>',
        language,
        direction(language),
        edtf,
        in_words(str(edtf), language),
    )


@register.simple_tag
def term(list_name: str, code: str) -> SafeString:
    """Return the label of a controlled term in the page's language, English where there is none."""
    asked = get_language() or "en"
    found = label(list_name, code, _vocabulary_tag(asked))
    shown = bdi(found.text, found.language if found.language != asked else "")
    if found.reviewed or found.language == "en" or not list_name.startswith(GRAVE_LISTS):
        return shown
    return format_html('{} <span class="soft">({})</span>', shown, bdi(label(list_name, code).text, "en"))


def _vocabulary_tag(language: str) -> str:
    return "zh-Hans" if language == "zh-hans" else language


@cache
def _drawing(name: str) -> str:
    source = (statics.FOLDER / "guwah" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return source.removeprefix('<svg viewBox="0 0 24 24">').strip().removesuffix("</svg>")


@register.simple_tag
def icon(name: str, words: str = "", css: str = "") -> SafeString:
    """Return a drawing of static/guwah/icons in line; silent for a screen reader unless it has words."""
    # The drawing is a file of ours, not somebody's text.
    drawing = mark_safe(_drawing(name))  # noqa: S308 - our own icon file
    said = format_html('role="img" aria-label="{}"', words) if words else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" focusable="false" {}>{}</svg>', css, said, drawing
    )


@register.simple_tag
def badge(kind: str, words: str = "", url: str = "") -> SafeString:
    """Return a badge: icon, word and bordered ground of one of `BADGES`; a link when it has an address."""
    hue, drawing, usual = BADGES[kind]
    inside = format_html("{}<span>{}</span>", icon(drawing), words or usual)
    if url:
        return format_html('<a class="badge hue-{}" href="{}">{}</a>', hue, url, inside)
    return format_html('<span class="badge hue-{}">{}</span>', hue, inside)


@register.simple_tag
def text_state(layer: Layer) -> SafeString:
    """Return how far a text has been checked, in a badge; nothing for a person's text that nobody checked.

    Pages of many texts set `state` on each layer, so that the database is asked once.
    """
    state: Reviewed | None = getattr(layer, "state", None)
    if state is None:
        state = state_of(layer)
    if state.review is None:
        return badge("machine") if state.machine else SafeString()
    who, day = str(state.review.made_by), state.review.made_at.date().isoformat()
    told = {"whom": isolate(who), "day": isolate(day)}
    if state.code == CHECKED:
        return badge("done", gettext("checked by %(whom)s, %(day)s") % told)
    words = badge("open", gettext("changed since %(whom)s checked it, %(day)s") % told)
    return format_html("{} {}", badge("machine"), words) if state.machine else words


@register.simple_tag
def claim_badge(number: object, url: str = "", *, conflict: bool = False) -> SafeString:
    """Return the badge that stands for a claim, marked when it takes part in a conflict."""
    words = gettext("Claim %(number)s") % {"number": number}
    if conflict:
        words = gettext("Claim %(number)s, in a conflict") % {"number": number}
    return badge("conflict" if conflict else "claim", words, url)


@register.simple_tag
def consent_badge(state: str) -> SafeString:
    """Return the badge of a consent state; what is neither given nor open is shown as refused."""
    return badge(CONSENT_KINDS.get(state, "refused"), term("consent_states", state))


@register.simple_tag
def outcome_badge(outcome: str) -> SafeString:
    """Return the badge of a recorded outcome: done, failed or not tried (law 8)."""
    return badge(outcome.replace("_", "-").replace(" ", "-"))


@register.simple_tag
def words(text: str, start: int = 0, ranges: Iterable[Any] = ()) -> SafeString:
    """Return the words of a block with every range shown, the characters themselves untouched.

    Args:
        text: the words as they stand in the layer, marks included.
        start: code point of the layer at which they begin.
        ranges: objects or mappings with `start`, `end`, `kind` and, where they have them, `code`,
            `number` and `url` of `guwah.web.runs.Range`.

    What is added for readers (the name of a mark, the number of a claim) carries `data-aside`, so that the
    islands can count characters without it.
    """
    return marked(text, start, ranges)


@register.simple_tag(takes_context=True)
def turn(context: template.Context, one: Mapping[str, Any]) -> SafeString:
    """Return a turn, see `guwah.web.turns.turn`; number and addresses of the text are the page's own."""
    return turns.turn(one, _frame(context))


@register.simple_tag(takes_context=True)
def paragraph(context: template.Context, one: Mapping[str, Any]) -> SafeString:
    """Return a paragraph in the same way, see `guwah.web.turns.paragraph`."""
    return turns.paragraph(one, _frame(context))


def _frame(context: template.Context) -> turns.Frame:
    """Return what the turns of a page share."""
    names = ("layer", "revision", "edit_url", "choose_url")
    return turns.Frame.of(*(str(context.get(name) or "") for name in names))


@register.simple_tag(takes_context=True)
def beside_line(context: template.Context, line: Line) -> SafeString:
    """Return a line of texts side by side, see `guwah.web.lines.line`; addresses are the page's own."""
    edit, choose = (str(context.get(name) or "") for name in ("edit_url", "choose_url"))

    def other(row: Mapping[str, Any], frame: turns.Frame) -> str:
        # Few parts are neither turn nor paragraph: they have a template.
        given = {str(name): value for name, value in context.flatten().items()}
        own = {"row": row, "layer": frame.layer, "revision": frame.revision}
        return render_to_string("testimony/part.html", given | own)

    frames = [
        turns.Frame.of(cell.column.layer.pk, cell.column.revision.pk, *(() if at else (edit, choose)))
        for at, cell in enumerate(line.cells)
    ]
    icons = {name: icon(name) for name in ("done", "open", "cut")}
    return lines.line(line, frames, lines.Page(icons, other, may_align=bool(context.get("may_align"))))
