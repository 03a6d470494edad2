"""The reader over one long text and its translation: each of its pages at p95, and how long alignment takes.

Usage: ./dev bench reader   (GUWAH_BENCH_TURNS: how many, default 10,000; GUWAH_BENCH_FOLDER keeps the vault)
"""

from __future__ import annotations

import os
import tempfile
import time
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ground.timing import p95
from ground.vaults import open_vault, signed_in
from guwah.vault.setup import prepare_django

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.accounts.models import Case, Member

ROUNDS = 40
SESSION = 400  # turns
MARKED = 7  # every so many turns has a mark
# Words of two invented talks about a market; number and length of every turn differ.
OURS = "stall scales sacks flour yard winter keys ledger inspector morning counted carried signed waited"
THEIRS = "лавка весы мешки мука двор зима ключи тетрадь инспектор утром считали носили подписали ждали"


def text(turns: int, said: str, names: tuple[str, str]) -> str:
    """Write a talk of so many turns; both texts have the same numbers in the same turns."""
    words, lines = said.split(), []
    for turn in range(turns):
        if turn % SESSION == 0:
            lines.append(f"\nConversation {turn // SESSION + 1}\n")
        some = [words[(turn * 7 + step * step) % len(words)] for step in range(5 + turn * 31 % 23)]
        mark = " [unclear]" if turn % MARKED == 0 else ""
        lines.append(f"{names[turn % 2]}: {' '.join(some)} {turn}{mark}.")
    return "\n".join(lines) + "\n"


def fill(turns: int) -> tuple[Member, Case]:
    """Write the two texts and relate them."""
    from guwah.accounts.members import _create
    from guwah.accounts.models import Case, CaseMembership
    from guwah.accounts.permissions import Role
    from guwah.steps.testimony import flows

    member = _create("owner", "Owner", Role.OWNER)
    case = Case.objects.create(title="The market of Tasaryk", opened_by=member, invented=True)
    CaseMembership.objects.create(case=case, member=member, role=Role.COORDINATOR.value)
    original = _kept(member, case, "talk.txt", text(turns, OURS, ("Rahat", "Zeynep")), "en")
    other = _kept(member, case, "other.txt", text(turns, THEIRS, ("Рахат", "Зейнеп")), "ru")
    flows.relate(member, other.layer, original.layer)
    started = time.perf_counter()
    flows.propose(member, original.layer, other.layer)
    print(f"aligned in {time.perf_counter() - started:.1f} s")
    return member, case


def _kept(member: Member, case: Case, name: str, words: str, language: str) -> Any:  # noqa: ANN401 - what the flow answers; it loads after Django
    from io import BytesIO

    from guwah.steps.evidence.flows import add_file
    from guwah.steps.testimony.flows import import_transcript

    item = add_file(member, case, BytesIO(words.encode()), name).item
    started = time.perf_counter()
    kept = import_transcript(member, case, item, language=language)
    print(f"{name} taken in in {time.perf_counter() - started:.1f} s")
    return kept


def _kinds(case: Case, turns: int) -> Iterator[tuple[str, str, int]]:
    """Yield for each kind of page: name, address with a place for a number, how many there are."""
    from guwah.steps.testimony.models import Layer
    from guwah.steps.testimony.queries import PAGE

    first, second = Layer.objects.filter(case=case).order_by("pk")
    root = f"/cases/{case.pk}/testimony/{first.pk}/"
    parts = max(1, turns // PAGE)
    yield "texts of the case", f"/cases/{case.pk}/testimony/", 1
    yield "one part", root + "?page={}", parts
    yield "one part side by side", f"{root}?with={second.pk}&page={{}}", parts
    yield "find a number", root + "?find={}", turns
    yield "find a word of every turn", root + "?find=stall&page={}", parts
    yield (
        "find in the other script",
        f"/cases/{case.pk}/testimony/{second.pk}/?find=%D0%BC%D1%83%D0%BA%D0%B0+{{}}",
        turns,
    )
    yield "find what is not there", root + "?find=hailstorm+{}", turns
    yield "texts that say the same", f"{root}related/", 1


def ask(member: Member, case: Case, turns: int) -> None:
    """Ask for every page again and again, each time another one of its kind."""
    client = signed_in(member)
    for name, address, count in _kinds(case, turns):
        asked = [address.format(1 + each * count // ROUNDS) for each in range(ROUNDS)]
        if client.get(asked[0]).status_code != HTTPStatus.OK:
            raise SystemExit(f"{name}: not answered")
        print(f"{name:32} {p95([partial(client.get, each) for each in asked])}")


def main() -> None:
    """Fill, ask for each page again and again, print."""
    turns = int(os.environ.get("GUWAH_BENCH_TURNS", "10000"))
    prepare_django()
    with tempfile.TemporaryDirectory() as throw_away:
        open_vault(Path(os.environ.get("GUWAH_BENCH_FOLDER", throw_away)))
        from guwah.accounts.models import Case, Member

        case, member = Case.objects.first(), Member.objects.first()
        if case is None or member is None:
            member, case = fill(turns)
        ask(member, case, turns)


if __name__ == "__main__":
    main()
