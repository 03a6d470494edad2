"""The pages of testimony in a vault of 1,000 sessions of 400 turns: each at p50, p95 and the longest.

Usage: ./dev bench reading   (GUWAH_BENCH_SESSIONS: how many; GUWAH_BENCH_FOLDER keeps the vault)
"""

from __future__ import annotations

import os
import tempfile
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ground.talks import TURNS, opened
from ground.timing import HEAD, spread
from ground.vaults import signed_in
from guwah.vault.setup import prepare_django

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.test import Client

    from guwah.accounts.models import Member

ROUNDS = 40
PAIRS = 10
"""Texts that have another beside them."""
_SOUGHT = ("oven", "Zhuldyzai", "炉灶", "қазандардың", "oven Zhuldyzai")


def relate(member: Member) -> None:
    """Say of the first three texts of some cases that they say the same, and set them side by side."""
    from guwah.accounts.models import Case
    from guwah.steps.testimony import flows
    from guwah.steps.testimony.layers.tables import Alignment
    from guwah.steps.testimony.models import Layer

    if Alignment.objects.count() >= 2 * PAIRS:
        return
    for case in Case.objects.order_by("pk")[:PAIRS]:
        one, other, third = Layer.objects.filter(case=case).order_by("pk")[:3]
        for each in (other, third):
            if each.translated_from_id is None:
                flows.relate(member, each, one)
            flows.propose(member, one, each)


def _beside() -> tuple[list[str], list[str]]:
    """Return the addresses of two and of three texts side by side, one of each for every original."""
    from guwah.steps.testimony.models import Layer

    two, three = list[str](), list[str]()
    for first in Layer.objects.filter(translated_from=None, translations__isnull=False).distinct():
        second, third = first.translations.order_by("pk")[:2]
        two.append(f"/cases/{first.case_id}/testimony/{first.pk}/?with={second.pk}")
        three.append(f"{two[-1]}&with={third.pk}")
    return two, three


def _kinds(member: Member) -> Iterator[tuple[str, list[str]]]:
    """Yield each kind of page with the addresses that are asked for."""
    from guwah.accounts.models import Case
    from guwah.steps.testimony import flows
    from guwah.steps.testimony.models import Layer
    from guwah.steps.testimony.search.narrowing import Within

    layers = list(Layer.objects.order_by("-pk")[:ROUNDS])
    homes = [f"/cases/{each.case_id}/testimony/" for each in layers]
    readers = [f"{home}{each.pk}/" for home, each in zip(homes, layers, strict=True)]
    two, three = _beside()
    asked = [flows.look_for(member, words, Within()).pk for words in _SOUGHT]
    cases = Case.objects.values_list("pk", flat=True)
    yield "case", [f"/cases/{case}/" for case in cases]
    yield "texts of a case", [f"/cases/{case}/testimony/" for case in cases]
    yield "reader", readers
    yield "reader, words found in it", [f"{each}?find=oven" for each in readers]
    yield "reader, where a hit leads", [f"{each}?at=s1-t300#s1-t300" for each in readers]
    for name, page in (("first", 1), ("middle", 2), ("last", 4)):
        yield f"side by side, {name} part", [f"{each}&page={page}" for each in two] * (ROUNDS // len(two))
    yield "three side by side", three * (ROUNDS // len(three))
    yield "edit page", [f"{each}edit/s1-t200/" for each in readers]
    yield "texts before and after", [f"{each}revisions/" for each in readers]
    yield "two of them compared", [f"{each}compare/" for each in readers]
    yield "who checked it", [f"{each}review/" for each in readers]
    yield "words that changed", [f"{each}changed/" for each in readers]
    yield "texts that say the same", [f"{each.partition('?')[0]}related/" for each in two] * 4
    yield "search page", ["/search/"] * ROUNDS
    yield "answer of a search", [f"/search/{number}/" for number in asked] * (ROUNDS // len(asked))


class _Editor:
    """Keeps edits of one turn by the form of its page, one after another."""

    def __init__(self, client: Client, layer: Any, turn: int) -> None:  # noqa: ANN401 - models load after Django
        self._client, self._layer, self._turn = client, layer, turn
        self._home = f"/cases/{layer.case_id}/testimony/{layer.pk}/"

    def keep(self, do: str = "keep", added: str = " And one.", after: int = 0) -> Callable[[], object]:
        """Return what keeps the form as it stands now, with a few words more, by one of its buttons.

        Args:
            do: the button.
            added: what is typed behind the words.
            after: so many turns behind the one that is edited.
        """
        from guwah.steps.testimony.editing.forms import EditForm
        from guwah.steps.testimony.links import name_of

        revision = self._layer.revisions.latest("number")
        block = revision.blocks.select_related("session").order_by("start")[self._turn + after]
        form = EditForm.of(block, revision.text[block.start : block.end], revision.number)
        sent = {name: form[name].value() or "" for name in form.fields}
        sent |= {"words": sent["words"] + added, "do": do}
        return partial(self._sent, f"{self._home}edit/{name_of(block)}/", sent)

    def undo(self) -> Callable[[], object]:
        """Return what takes the last edit back."""
        revision = self._layer.revisions.latest("number")
        return partial(self._sent, f"{self._home}revisions/back/", {"base": revision.number})

    def _sent(self, address: str, sent: dict[str, Any]) -> None:
        answered = self._client.post(address, sent)
        kept = self._layer.revisions.filter(number=int(sent["base"]) + 1).exists()
        if answered.status_code != HTTPStatus.FOUND or not kept:
            raise SystemExit(f"{address}: not kept")


def _edits(client: Client) -> None:
    """Keep edits of every kind, in texts alone and in such as stand beside others."""
    from guwah.steps.testimony.models import Layer

    alone = list(Layer.objects.filter(translated_from=None, translations=None).order_by("-pk")[:ROUNDS])
    beside = list(Layer.objects.exclude(translations=None).distinct())
    for told, layers in (("", alone), (" beside two others", beside)):
        editors = [_Editor(client, each, TURNS // 2) for each in layers]
        again = editors * (ROUNDS // len(editors))
        _print(f"an edit kept{told}", (each.keep() for each in again))
        _print(f"a turn split{told}", (each.keep("split", "\n\nThen no more.") for each in again))
        _print(f"two turns joined{told}", (each.keep("merge", " Still.", 1) for each in again))
        _print(f"an edit undone{told}", (each.undo() for each in again))


def _print(name: str, works: Iterable[Callable[[], object]]) -> None:
    print(f"{name:36}{spread(works)}", flush=True)


def ask(member: Member) -> None:
    """Ask for every page, then keep edits."""
    client = signed_in(member)
    print(f"{'':36}{HEAD}")
    for name, addresses in _kinds(member):
        if client.get(addresses[0]).status_code != HTTPStatus.OK:
            raise SystemExit(f"{name}: not answered")
        _print(name, [partial(client.get, each) for each in addresses])
    _edits(client)


def main() -> None:
    """Fill or open, ask, print."""
    sessions = int(os.environ.get("GUWAH_BENCH_SESSIONS", "1000"))
    prepare_django()
    with tempfile.TemporaryDirectory() as throw_away:
        member = opened(Path(os.environ.get("GUWAH_BENCH_FOLDER", throw_away)), sessions)
        relate(member)
        ask(member)


if __name__ == "__main__":
    main()
