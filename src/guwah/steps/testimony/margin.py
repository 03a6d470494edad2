"""What other steps show beside the words and offer to do with them; they register, testimony imports none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.steps.testimony.editing.tables import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.utils.functional import _StrPromise

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Revision

# States of words that stand somewhere: all but those that a person confirmed to be gone.
STANDING = ("exact", "seen", "changed", "lost")


@dataclass(frozen=True)
class View:
    """The part of a text that somebody is looking at: code points `start` to `end` of a revision."""

    member: Member
    case: Case
    revision: Revision
    start: int
    end: int

    @cached_property
    def held(self) -> bool:
        """Whether any words in it are held: asked once, where every provider would ask for its own."""
        here = Standing.objects.filter(revision=self.revision, start__lt=self.end, end__gt=self.start)
        return here.filter(state__in=STANDING).exists()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something decided or said about a stretch.

    Attributes:
        start: first code point of the revision.
        end: one past the last.
        kind: how the stretch is shown: `claim conflict cut condition personal touched selected term spot`, or
            empty for a note in the margin only.
        hue: colour of the note in the margin: a hue of the design system.
        title: first line of the note, already in the reader's language.
        words: second line, may be empty.
        url: where the note leads, may be empty.
        number: what the page calls it; shown after the words of a claim.
        quiet: shown in the words alone, without a note: the same was noted above it.
    """

    start: int
    end: int
    kind: str
    hue: str
    title: str
    words: str = ""
    url: str = ""
    number: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do with selected words.

    Attributes:
        name: short name, also the reader's keyboard name of it (`claim`, `cut`, `consent`, `note`).
        label: words on the button.
        icon: icon of the design system.
        url_name: route that takes the number of the case; `?anchor=` is added to its address.
        permission: who is offered it.
        rank: buttons stand in the order of their ranks; the lowest is the first.
    """

    name: str
    label: str | _StrPromise
    icon: str
    url_name: str
    permission: Permission
    rank: int


def within(view: View) -> dict[str, Any]:
    """Return what a query of rows with an `anchor` asks for to find those whose words stand in a view now."""
    if not view.held:
        # Answered without asking the database.
        return {"pk__in": ()}
    return {
        "anchor__now__revision": view.revision,
        "anchor__now__start__lt": view.end,
        "anchor__now__end__gt": view.start,
        "anchor__now__state__in": STANDING,
    }


def placed(now: Standing, kind: str, title: str) -> dict[str, Any]:
    """Return place, kind and title of a remark on held words; where they changed, the title says so.

    Words that are gone are no stretch any more: what stood on them is a note in the margin only.
    """
    if now.state == now.State.LOST:
        title = gettext("%(what)s: these words are gone") % {"what": title}
    elif now.state == now.State.CHANGED:
        title = gettext("%(what)s: these words changed") % {"what": title}
    elif now.respoken:
        title = gettext("%(what)s: somebody else says this now") % {"what": title}
    return {"start": now.start, "end": now.end, "kind": kind if now.end > now.start else "", "title": title}


_providers: list[Callable[[View], Iterable[Remark]]] = []
_actions: dict[str, Action] = {}


def register(provider: Callable[[View], Iterable[Remark]]) -> None:
    """Add to every reader's margin; called once, from a step's `AppConfig.ready`.

    The provider is called once a page and should ask the database once. It checks what the member may
    see itself, and returns only remarks that touch the view.
    """
    if provider not in _providers:
        _providers.append(provider)


def register_action(action: Action) -> None:
    """Offer something to do with selected words; called once, from a step's `AppConfig.ready`."""
    _actions[action.name] = action


def remarks(view: View) -> list[Remark]:
    """Return what every step has to say about a part of a text, in the order of the words."""
    found = (remark for provider in _providers for remark in provider(view))
    return sorted(found, key=lambda remark: (remark.start, remark.end))


def actions(member: Member, case: Case) -> list[Action]:
    """Return what a member may do with words of a case, in the order of the buttons."""
    allowed = (each for each in _actions.values() if may(member, each.permission, case))
    return sorted(allowed, key=lambda action: (action.rank, action.name))


def action(name: str) -> Action | None:
    """Return an action by its name."""
    return _actions.get(name)


register_action(Action("cut", _("Cut"), "cut", "testimony-cut", Permission.CUT_MAKE, 30))
register_action(Action("note", _("Note"), "note", "testimony-note", Permission.TESTIMONY_IMPORT, 40))
register_action(Action("term", _("Term"), "language", "term-new", Permission.TESTIMONY_IMPORT, 45))
