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

from guwah.vault.setup import prepare_django
from pages import HEAD, spread
from search import TURNS, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from guwah.accounts.models import Member

ROUNDS = 40
PAIRS = 10
"""Texts that have another beside them."""
_SOUGHT = ("oven", "Zhuldyzai", "炉灶", "қазандардың", "oven Zhuldyzai")


def relate(member: Member) -> None:
    """Say of the first texts of some cases that they say the same, and set them side by side."""
    from guwah.accounts.models import Case
    from guwah.steps.testimony import flows
    from guwah.steps.testimony.layers.tables import Alignment
    from guwah.steps.testimony.models import Layer

    if Alignment.objects.exists():
        return
    for case in Case.objects.order_by("pk")[:PAIRS]:
        one, other = Layer.objects.filter(case=case).order_by("pk")[:2]
        flows.relate(member, other, one)
        flows.propose(member, one, other)


def _kinds(member: Member) -> Iterator[tuple[str, list[str]]]:
    """Yield each kind of page with the addresses that are asked for."""
    from guwah.accounts.models import Case
    from guwah.steps.testimony import flows
    from guwah.steps.testimony.layers.tables import Alignment
    from guwah.steps.testimony.models import Layer
    from guwah.steps.testimony.search.narrowing import Within

    layers = list(Layer.objects.order_by("-pk")[:ROUNDS])
    homes = [f"/cases/{each.case_id}/testimony/" for each in layers]
    readers = [f"{home}{each.pk}/" for home, each in zip(homes, layers, strict=True)]
    beside = [
        f"/cases/{each.one.layer.case_id}/testimony/{each.one.layer_id}/?with={each.other.layer_id}"
        for each in Alignment.objects.select_related("one__layer", "other__layer")
    ]
    asked = [flows.look_for(member, words, Within()).pk for words in _SOUGHT]
    yield (
        "texts of a case",
        [f"/cases/{case}/testimony/" for case in Case.objects.values_list("pk", flat=True)],
    )
    yield "reader", readers
    yield "reader, words found in it", [f"{each}?find=oven" for each in readers]
    yield "reader, where a hit leads", [f"{each}?at=s1-t300#s1-t300" for each in readers]
    yield "side by side", beside * (ROUNDS // len(beside))
    yield "edit page", [f"{each}edit/s1-t200/" for each in readers]
    yield "texts before and after", [f"{each}revisions/" for each in readers]
    yield "search page", ["/search/"] * ROUNDS
    yield "answer of a search", [f"/search/{number}/" for number in asked] * (ROUNDS // len(asked))


def _save(client: Client, layer: Any, turn: int) -> Callable[[], object]:  # noqa: ANN401 - models load after Django
    """Return what keeps a turn in other words."""
    from guwah.steps.testimony.editing.forms import EditForm
    from guwah.steps.testimony.links import name_of

    revision = layer.revisions.latest("number")
    block = revision.blocks.select_related("session").order_by("start")[turn]
    address = f"/cases/{layer.case_id}/testimony/{layer.pk}/edit/{name_of(block)}/"
    form = EditForm.of(block, revision.text[block.start : block.end], revision.number)
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"words": f"{sent['words']} And oven number {turn}.", "do": "keep"}

    def saving() -> None:
        if client.post(address, sent).status_code != HTTPStatus.FOUND:
            raise SystemExit(f"{address}: not kept")

    return saving


def ask(member: Member) -> None:
    """Ask for every page, then keep edits."""
    from django.conf import settings
    from django.test import Client

    from guwah.steps.testimony.layers.tables import Alignment
    from guwah.steps.testimony.models import Layer
    from guwah.vault.keyring import KEYRING

    # Filling takes longer than anybody may be away before the vault locks itself.
    KEYRING.touch()
    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    print(f"{'':32}{HEAD}")
    for name, addresses in _kinds(member):
        if client.get(addresses[0]).status_code != HTTPStatus.OK:
            raise SystemExit(f"{name}: not answered")
        print(f"{name:32}{spread([partial(client.get, each) for each in addresses])}")
    alone = list(Layer.objects.order_by("-pk")[:ROUNDS])
    pairs = [each.one.layer for each in Alignment.objects.select_related("one__layer")[:PAIRS]]
    for name, layers in (("an edit kept", alone), ("an edit kept, beside another", pairs)):
        print(f"{name:32}{spread([_save(client, each, TURNS // 2) for each in layers])}")


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
