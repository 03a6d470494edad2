"""The pages of evidence in a case of many items: each page at p95, filters and far pages too.

Usage: ./dev bench evidence
GUWAH_BENCH_ITEMS: how many, default 100,000; GUWAH_BENCH_FOLDER keeps the vault.
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ground.timing import p95
from ground.vaults import open_vault, signed_in
from guwah.vault.setup import prepare_django
from pages import ROUNDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.accounts.models import Case, Member

_BATCH = 2000
EVERY_SOURCE = 10  # items in an ordinary source; the first source has a tenth of all
HELD_BY = 5  # every fifth source is known only by name, with a copy elsewhere
COPIED = (0, 1)  # remainders of the sources that somebody has a copy of


def fill(count: int) -> tuple[Member, Case]:
    """Write a case: one large source, many small ones, as many known by name only, copies elsewhere."""
    from guwah.accounts.members import _create
    from guwah.accounts.models import Case, CaseMembership
    from guwah.accounts.permissions import Role
    from guwah.steps.evidence.models import Source

    member = _create("owner", "Owner", Role.OWNER)
    case = Case.objects.create(title="The market of Tasaryk", opened_by=member, invented=True)
    CaseMembership.objects.create(case=case, member=member, role=Role.COORDINATOR.value)
    kinds = ("photo", "voice_message", "petition", "")
    named = [
        Source(
            case=case, number=number, title=f"Stall book {number}", kind=kinds[number % 4], added_by=member
        )
        for number in range(1, count // EVERY_SOURCE + 2)
    ]
    sources = Source.objects.bulk_create(named, batch_size=_BATCH)
    _items(member, case, sources, count)
    _copies(member, case, sources)
    return member, case


def _items(member: Member, case: Case, sources: list[Any], count: int) -> None:
    from django.utils import timezone

    from guwah.steps.evidence.models import Item, Listed

    now = timezone.now()
    filed = [source for source in sources if source.number % HELD_BY]
    for start in range(0, count, _BATCH):
        numbers = range(start, min(count, start + _BATCH))
        items = Item.objects.bulk_create(
            Item(
                source=filed[0] if number % 10 == 0 else filed[number % len(filed)],
                sha256=f"{number:064x}",
                size=number,
                filename=f"page {number}.jpg",
                kind=("image", "audio", "text")[number % 3],
                media_type="image/jpeg",
                sealed_by=member,
                sealed_at=now,
                log_index=number,
            )
            for number in numbers
        )
        _entries(member, case, items)
        _outcomes(member, items)
    Listed.objects.filter(item__lt=count // 3, verified_at__isnull=False).update(
        verified_at=now - timedelta(days=200)
    )


def _entries(member: Member, case: Case, items: list[Any]) -> None:
    from guwah.vault.models import LogEntry, Opening

    entries = [
        LogEntry(
            index=item.log_index, entry=b"", sealed=b"", leaf=b"", act="sealed",
            actor=member.actor, case=case.pk, at=item.sealed_at,
        )
        for item in items
    ]  # fmt: skip
    LogEntry.objects.bulk_create(entries)
    Opening.objects.bulk_create(
        [Opening(entry=entry, label="item", commitment="", value={}) for entry in entries]
    )


def _outcomes(member: Member, items: list[Any]) -> None:
    from guwah.steps.evidence.models import Outcome

    Outcome.objects.bulk_create(
        Outcome(item=item, step=step, result="done", by=member)
        for item in items
        for step in ("seal", "identify")
    )
    broken = {True: ("failed", "blob-broken"), False: ("done", "")}
    Outcome.objects.bulk_create(
        Outcome(item=item, step="verify", by=member, result=result, code=code)
        for item in items
        if item.log_index % 4
        for result, code in [broken[item.log_index % 5000 == 1]]
    )


def _copies(member: Member, case: Case, sources: list[Any]) -> None:
    from guwah.steps.evidence.models import CopyRequest, Holding, HoldingState

    states = ("said_to_exist", "requested", "promised", "refused", "lost", "received")
    known = [source for source in sources if source.number % HELD_BY in COPIED]
    holdings = Holding.objects.bulk_create(
        [Holding(source=source, holder=f"Holder {source.number}", noted_by=member) for source in known],
        batch_size=_BATCH,
    )
    CopyRequest.objects.bulk_create(
        [CopyRequest(holding=each, asked_on="2024", noted_by=member) for each in holdings], batch_size=_BATCH
    )
    HoldingState.objects.bulk_create(
        [
            HoldingState(holding=each, case=case, state=states[place % len(states)], noted_by=member)
            for place, each in enumerate(holdings)
        ],
        batch_size=_BATCH,
    )


def kinds(case: Case) -> Iterator[tuple[str, str]]:
    """Yield the name of each kind of page and its address, with a place for a number from 0 to 1."""
    from guwah.steps.evidence.models import Holding, Item, Source

    root = f"/cases/{case.pk}/evidence/"
    items, sources = Item.objects.count(), Source.objects.count()
    copies = Holding.objects.count()
    far = {"i": items, "s": sources, "c": copies}
    yield "sources", root
    yield "sources, far on", root + f"?after={{:.0f}}*{far['s']}"
    yield "sources, backwards", root + f"?before={{:.0f}}*{far['s']}"
    yield "sources of one kind", root + f"?kind=photo&after={{:.0f}}*{far['s']}"
    yield "sources by name", root + "?words=book+99"
    yield "sources by no name", root + "?words=nowhere"
    yield "sources known only by name", root + f"?only=unfiled&after={{:.0f}}*{far['s']}"
    yield "sources nobody has", root + "?only=nobody"
    yield "what we hold", root + f"held/?after={{:.0f}}*{far['i']}"
    yield "what we hold, one kind", root + f"held/?kind=audio&after={{:.0f}}*{far['i']}"
    yield "what we hold, none of a kind", root + "held/?kind=document"
    yield "broken", root + "held/?state=broken"
    yield "never verified", root + f"held/?state=never&after={{:.0f}}*{far['i']}"
    yield "not verified lately", root + "held/?state=long-ago"
    yield "what others hold", root + f"elsewhere/?after={{:.0f}}*{far['c']}"
    yield "asked for and not here", root + f"elsewhere/?state=open&after={{:.0f}}*{far['c']}"
    yield "what is missing", root + "missing/"
    yield "one source", root + f"sources/{{:.0f}}*{far['s']}/"
    yield "the largest source", root + "sources/1/"
    yield "the largest source, far on", root + f"sources/1/?after={{:.0f}}*{far['i']}"
    yield "one copy", root + f"copies/{{:.0f}}*{far['c']}/"
    yield "one item", root + f"items/{{:.0f}}*{far['i']}/"
    yield "overview of the case", f"/cases/{case.pk}/"
    yield "today", "/"


def ask(member: Member, case: Case) -> None:
    """Ask for every page of the step again and again, each time another one of its kind."""
    client = signed_in(member)
    for name, address in kinds(case):
        asked = [_at(address, (each + 0.5) / ROUNDS) for each in range(ROUNDS)]
        answer = client.get(asked[0])
        if answer.status_code != HTTPStatus.OK:
            raise SystemExit(f"{name}: {answer.status_code} {asked[0]}")
        print(f"{name:32} {p95([partial(client.get, each) for each in asked])}")


def _at(address: str, share: float) -> str:
    before, star, behind = address.partition("{:.0f}*")
    if not star:
        return address
    number = behind.rstrip("/")
    return f"{before}{max(1, int(share * int(number)))}{behind[len(number) :]}"


def main() -> None:
    """Fill, ask for each page again and again, print."""
    count = int(os.environ.get("GUWAH_BENCH_ITEMS", "100000"))
    prepare_django()
    from guwah.accounts.models import Case, Member

    with tempfile.TemporaryDirectory() as throw_away:
        started = time.perf_counter()
        open_vault(Path(os.environ.get("GUWAH_BENCH_FOLDER", throw_away)))
        case, member = Case.objects.first(), Member.objects.first()
        if case is None or member is None:
            member, case = fill(count)
        print(f"{count} items are there after {time.perf_counter() - started:.1f} s")
        ask(member, case)


if __name__ == "__main__":
    main()
