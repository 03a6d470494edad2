"""What is said on a call, in the caller's and the witness's language side by side (law 11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from guwah.instruments.languages.direction import direction
from guwah.web.review import SOURCE_LANGUAGE, review_state
from guwah.web.shell import PAGE_TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Point:
    """Something that is said on a call.

    Attributes:
        code: what is stored.
        heading: what the caller looks for on the sheet.
        words: the English that is translated and read aloud; an ellipsis is filled in while speaking.
        flags: codes of `consent_quality_flags` that are true once it was said.
    """

    code: str
    heading: _StrPromise
    words: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A use that is asked for by itself; a yes allows what the sentence says and nothing more.

    Attributes:
        code: what is stored.
        words: the English that is translated and read aloud.
        actions: codes of `consent_actions`.
        audiences: codes of `consent_audiences`.
        identity: codes of `consent_identity_forms`, where the sentence says how she appears.
        media: codes of `media`, where the sentence says in which.
        outward: whether it leaves the group, so that what she wants left out is cut first.
    """

    code: str
    words: str
    actions: tuple[str, ...]
    audiences: tuple[str, ...]
    identity: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    outward: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A language of the sheet.

    Attributes:
        code: Django's code of the language.
        tag: BCP 47 tag.
        direction: `ltr` or `rtl`.
        name: the language's own name.
        checked: whether two speakers confirmed every sentence of the sheet in it.
    """

    code: str
    tag: str
    direction: str
    name: str
    checked: bool


POINTS = (
    Point(
        "who",
        gettext_lazy("Who I am"),
        gettext_noop(
            "My name is … . I call for … . We write down what people tell us and keep it safe. "
            "We are no authority."
        ),
        ("documenter_identified",),
    ),
    Point(
        "recorded",
        gettext_lazy("It is recorded"),
        gettext_noop(
            "I would like to record this call, so that nothing you say is lost. You may say no, and you "
            "may tell me at any time to stop."
        ),
        ("recording_announced",),
    ),
    Point(
        "whom",
        gettext_lazy("For whom"),
        gettext_noop(
            "What you say stays locked with us. I ask you about every use by itself: what it is for and who "
            "will see it. What everybody can read, the State can read too."
        ),
        ("purpose_explained", "audience_explained"),
    ),
    Point(
        "leave_out",
        gettext_lazy("What to leave out"),
        gettext_noop(
            "Is there anything that nobody else must learn: a name, a place, a number, something that "
            "happened? It is cut out everywhere, also when you tell me later."
        ),
    ),
    Point(
        "danger",
        gettext_lazy("Who else is in danger"),
        gettext_noop(
            "Can you speak now, and does nobody listen? Who else could be in danger because of what you say?"
        ),
    ),
    Point(
        "recognise",
        gettext_lazy("How we know each other"),
        gettext_noop(
            "Let us agree on a question that only you can answer, and on one that only I can answer. "
            "By them we know each other the next time."
        ),
    ),
    Point(
        "next", gettext_lazy("When I call next"), gettext_noop("I call you again on … at …, by your clock.")
    ),
    Point(
        "if_not",
        gettext_lazy("What if not"),
        gettext_noop(
            "If I cannot reach you then: what shall I do first, whom may I ask about you, and whom never?"
        ),
    ),
    Point(
        "end",
        gettext_lazy("Before we end"),
        gettext_noop(
            "You may take back anything you allowed, with one call. I cannot promise that this will help "
            "anybody."
        ),
        ("withdrawal_explained", "no_promise"),
    ),
)
ASKS = (
    Ask(
        "record",
        gettext_noop("May I record this call and keep the recording locked away?"),
        ("record", "keep"),
        ("case_team",),
        media=("audio",),
    ),
    Ask(
        "write",
        gettext_noop("May we write it down word by word and translate it, inside our group?"),
        ("transcribe", "translate"),
        ("case_team",),
    ),
    Ask(
        "partners",
        gettext_noop("May we show it to the groups that work with us?"),
        ("share_network",),
        ("trusted_partner",),
        outward=True,
    ),
    Ask(
        "un",
        gettext_noop("May we give it to experts of the United Nations who keep your name from the State?"),
        ("un_confidential",),
        ("un_mechanism",),
        outward=True,
    ),
    Ask(
        "publish",
        gettext_noop(
            "May we publish your words without your name, so that everybody can read them, the State too?"
        ),
        ("publish_text",),
        ("public",),
        ("anonymous",),
        ("text",),
        outward=True,
    ),
    Ask("again", gettext_noop("May I call you again?"), ("contact_me",), ("case_team",)),
)
SENTENCES = tuple(each.words for each in (*POINTS, *ASKS))


def columns(caller: str, witness: str) -> list[Column]:
    """Return the languages of a sheet; the English joins them where one of them is not confirmed."""
    codes = list(dict.fromkeys((caller, witness)))
    if not all(confirmed(code, SENTENCES) for code in codes) and SOURCE_LANGUAGE not in codes:
        codes.append(SOURCE_LANGUAGE)
    return [_column(code) for code in codes]


def english_column() -> Column:
    """Return the column of the English, which needs nobody's confirmation."""
    return _column(SOURCE_LANGUAGE)


def confirmed(language: str, sentences: Sequence[str]) -> bool:
    """Say whether two speakers confirmed these sentences in a language; English is what they translate."""
    return language == SOURCE_LANGUAGE or all(review_state(language, each).confirmed for each in sentences)


def said_in(language: str, words: str) -> str:
    """Return a sentence of the sheet in a language."""
    with translation.override(language):
        return gettext(words)


def _column(code: str) -> Column:
    tag = PAGE_TAGS.get(code, code)
    name = dict(settings.LANGUAGES)[code]
    return Column(code, tag, direction(tag), str(name), confirmed(code, SENTENCES))
