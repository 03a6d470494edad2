"""Who and what a use reaches: audiences by width, how the person appears, languages as ranges."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from guwah.instruments import vocabularies
from guwah.instruments.permissions.model import ANY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from guwah.instruments.permissions.model import Use

STATE = "concerned_state"
PUBLIC = "public"
NO_WORDS = "zxx"  # BCP 47: material without words has no language to be limited to
# A text may name the person, the place and the date, also when nobody wrote down in which form.
CHANNELS_OF_WORDS = frozenset({"name", "place", "date"})


@cache
def _fact(list_name: str, code: str, fact: str) -> object:
    if not vocabularies.is_code(list_name, code):
        return None
    return vocabularies.term(list_name, code).facts.get(fact)


def _codes_in(list_name: str, code: str | None, fact: str) -> tuple[str, ...]:
    found = _fact(list_name, code, fact) if code is not None else None
    return tuple(found) if isinstance(found, list) else ()


@cache
def _widths() -> dict[str, int]:
    order = [code for code in vocabularies.codes("consent_audiences") if code != STATE]
    return {code: width for width, code in enumerate(order)}


def audiences_reached(use: Use) -> frozenset[str]:
    """Return the audience of the use and those its action reaches by its nature.

    A letter of the UN to the State reaches the State; a public report reaches everyone.
    """
    return frozenset({use.audience, *_codes_in("consent_actions", use.action, "reaches")})


def is_publication(use: Use) -> bool:
    """Return whether the use puts something before everyone, or its action is one of publishing."""
    return bool(_fact("consent_actions", use.action, "publication")) or PUBLIC in audiences_reached(use)


def is_outward(use: Use) -> bool:
    """Return whether the use leaves the group that keeps the case; an unknown audience is outside."""
    inside = all(_fact("consent_audiences", each, "reach") == "inside" for each in audiences_reached(use))
    by_nature = bool(_fact("consent_actions", use.action, "outward"))
    return not inside or by_nature or is_publication(use)


def audience_granted(granted: Collection[str], audience: str) -> bool:
    """Return whether a granted audience is the asked one or a wider one.

    The list runs from narrow to wide. The State complained of is covered only when it is named itself.
    """
    if audience == STATE:
        return STATE in granted
    if ANY in granted:
        return audience in _widths()
    asked = _widths().get(audience)
    return asked is not None and any(_widths().get(each, -1) >= asked for each in granted)


def audience_forbidden(forbidden: Collection[str] | None, use: Use) -> bool:
    """Return whether a forbidden audience is among those who would get it.

    Everyone includes each body, and every audience outside includes those inside. Bodies beside each
    other do not include each other: "not the press" says nothing about a court.
    """
    if forbidden is None or ANY in forbidden:
        return True
    return any(_includes(reached, each) for reached in audiences_reached(use) for each in forbidden)


def _includes(reached: str, forbidden: str) -> bool:
    if reached == forbidden or reached not in {*_widths(), STATE}:
        return True
    if forbidden == STATE:
        return False
    wider = _widths().get(reached, len(_widths())) > _widths().get(forbidden, -1)
    inner = _fact("consent_audiences", forbidden, "reach") == "inside"
    return wider and (inner or reached == PUBLIC)


def state_may_read(forbidden: Collection[str] | None, use: Use) -> bool:
    """Return whether a ban on the State stands beside a use that the State can read as part of everyone."""
    return forbidden is not None and STATE in forbidden and PUBLIC in audiences_reached(use)


def language_granted(granted: Collection[str], language: str) -> bool:
    """Return whether a granted tag is the asked one or a range over it (RFC 4647 §3.3.1): `kk`, `kk-Cyrl`."""
    asked = _tag(language)
    return (
        language == NO_WORDS
        or ANY in granted
        or any(asked[: len(_tag(each))] == _tag(each) for each in granted)
    )


def language_forbidden(forbidden: Collection[str] | None, language: str | None) -> bool:
    """Return whether the asked language may be a forbidden one: same language, no other script stated."""
    if forbidden is None or ANY in forbidden or language is None:
        return True
    return any(_may_be(_tag(each), _tag(language)) for each in forbidden)


def _may_be(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    scripts = {_script(one), _script(other)} - {""}
    return one[0] == other[0] and len(scripts) < 2  # noqa: PLR2004 - two scripts stated, and not the same


def _script(tag: tuple[str, ...]) -> str:
    return next((part for part in tag[1:] if len(part) == 4 and part.isalpha()), "")  # noqa: PLR2004 - RFC 5646 §2.2.3


# Scripts BCP 47's registry tells to leave out for these languages; stored tags may carry them all the same.
USUAL_SCRIPT = {"en": "latn", "ru": "cyrl"}


def _tag(language: str) -> tuple[str, ...]:
    parts = language.lower().split("-")
    return tuple(part for part in parts if part != USUAL_SCRIPT.get(parts[0]))


def _channel(form: str) -> object:
    return _fact("consent_identity_forms", form, "channel")


@cache
def _openness() -> dict[str, int]:
    """In each channel the list runs from showing the person to hiding her: a lower number shows more."""
    return {code: place for place, code in enumerate(vocabularies.codes("consent_identity_forms"))}


def forms_shown(use: Use) -> tuple[str, ...]:
    """Return the stated forms, and those the medium shows by itself where the use does not say otherwise."""
    stated = {_channel(each) for each in use.identity}
    by_medium = _codes_in("media", use.medium, "shows")
    return (*use.identity, *(each for each in by_medium if _channel(each) not in stated))


def _as_open(one: str, other: str) -> bool:
    # A form the list does not know has no channel, so it is as open as no other.
    channel = _channel(one)
    return channel is not None and channel == _channel(other) and _openness()[one] <= _openness()[other]


def form_granted(granted: Iterable[str], form: str) -> bool | None:
    """Return whether a granted form shows at least as much; none when its channel was not spoken about."""
    spoken = [each for each in granted if _channel(each) == _channel(form)]
    if any(_as_open(each, form) for each in spoken):
        return True
    if _fact("consent_identity_forms", form, "shows") == "nothing":
        return True
    return False if spoken else None


def form_left_open(granted: Collection[str], use: Use) -> bool:
    """Return whether the grant limits a name, place or date form that the use does not state at all.

    What is not stated is taken as shown in full.
    """
    stated = {_channel(each) for each in use.identity}
    silent = (CHANNELS_OF_WORDS & {_channel(each) for each in granted}) - stated
    fullest = {_channel(code): code for code in reversed(_openness())}
    return any(form_granted(granted, fullest[each]) is not True for each in silent)


def form_forbidden(forbidden: Collection[str] | None, use: Use) -> bool | None:
    """Return whether the use shows a forbidden form; none when the use does not say how she appears there.

    Forbidding one way to show the person forbids every way that shows more; forbidding to hide her, or a
    stand-in, forbids just that.
    """
    if forbidden is None or ANY in forbidden or not use.identity:
        return True
    if any(_shows(each, form) for each in forbidden for form in forms_shown(use)):
        return True
    silent = CHANNELS_OF_WORDS - {_channel(each) for each in use.identity}
    return None if any(_channel(each) in silent for each in forbidden) else False


def _shows(forbidden: str, form: str) -> bool:
    person = _fact("consent_identity_forms", forbidden, "shows") == "person"
    return form == forbidden or (person and _as_open(form, forbidden))
