"""The pages of time in a case of many claims: how long its first reckoning takes, and each page at p95.

Usage: ./dev bench pages   (GUWAH_BENCH_CLAIMS: how many, default 100,000; GUWAH_BENCH_FOLDER keeps the vault)
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import date, timedelta
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

LAYERS = 20
STALLS = 5  # occurrences that hang together
EACH = 5  # claims about one occurrence
PEOPLE = 600
THINGS = 70  # of which amounts are told
ROUNDS = 40
EPOCH = date(2012, 1, 2)
_BATCH = 2000


def fill(claims: int) -> tuple[Member, Case]:
    """Write the case: stalls of a market that open and close, five statements about each."""
    from guwah.accounts.members import _create
    from guwah.accounts.models import Case, CaseMembership
    from guwah.accounts.permissions import Role
    from guwah.steps.claims.models import Occurrence

    member = _create("owner", "Owner", Role.OWNER)
    case = Case.objects.create(title="The market of Tasaryk", opened_by=member, invented=True)
    CaseMembership.objects.create(case=case, member=member, role=Role.COORDINATOR.value)
    made = [
        Occurrence(case=case, title=f"Stall {number} is open", external_id=f"o{number}", added_by=member)
        for number in range(claims // EACH)
    ]
    stalls = Occurrence.objects.bulk_create(made, batch_size=_BATCH)
    _claims(case, member, list(stalls))
    _people(case, member)
    return member, case


def _people(case: Case, member: Member) -> None:
    """Name somebody on both sides of every second claim, and how much was paid in every fourth."""
    from guwah.steps.claims.models import Claim, ClaimEntity
    from guwah.steps.claims.picturing.tables import Amount
    from guwah.steps.people.models import Entity, Name

    kinds = ("person", "body", "facility")
    entities = Entity.objects.bulk_create(
        [Entity(case=case, kind=kinds[number % 3], added_by=member) for number in range(PEOPLE)]
    )
    Name.objects.bulk_create(
        [Name(entity=each, text=f"Somebody {place}", added_by=member) for place, each in enumerate(entities)]
    )
    numbers = list(Claim.objects.filter(case=case).order_by("pk").values_list("pk", flat=True))
    links = [
        ClaimEntity(claim_id=number, entity=entities[(place + far) % PEOPLE], role=role, by=member)
        for place, number in enumerate(numbers[::2])
        for far, role in ((0, "alleged_perpetrator"), (7, "victim"))
    ]
    ClaimEntity.objects.bulk_create(links, batch_size=_BATCH)
    subjects = [code for code, _ in Amount._meta.get_field("subject").flatchoices]  # noqa: SLF001 - Django's documented name
    amounts = [
        Amount(
            case=case,
            claim_id=number,
            subject=subjects[place % len(subjects)],
            thing=f"stall {place % THINGS}",
            role=Amount.Role.values[place % 3],
            measure="money",
            value=str(100 + place % 900),
            unit="CNY",
            by=member,
        )
        for place, number in enumerate(numbers[::4])
    ]
    Amount.objects.bulk_create(amounts, batch_size=_BATCH)


def _claims(case: Case, member: Member, stalls: list[Any]) -> None:
    from guwah.steps.claims.models import Claim, Reading
    from guwah.steps.testimony.editing.tables import Standing
    from guwah.steps.testimony.models import Anchor

    share = -(-len(stalls) // LAYERS)
    for layer in range(LAYERS):
        mine = range(layer * share, min(len(stalls), (layer + 1) * share))
        words = [f"{name}, said of stall {number}." for number in mine for name in _NAMES]
        revision = _layer(case, member, layer, words)
        anchors, start = [], 0
        for line in words:
            end = start + len(line)
            anchors.append(Anchor(revision=revision, start=start, end=end, quote=line, made_by=member))
            start = end + 1
        held = Anchor.objects.bulk_create(anchors, batch_size=_BATCH)
        stand = [Standing(anchor=each, revision=revision, start=each.start, end=each.end) for each in held]
        Standing.objects.bulk_create(stand, batch_size=_BATCH)
        claims = [
            Claim(
                case=case,
                anchor=anchor,
                kind="occurrence",
                code=_ACTS[place % len(_ACTS)],
                knows=("saw", "told")[place % 2],
                by=f"Speaker {place % 7}",
                occurrence=stalls[mine[place // EACH]],
                made_by=member,
            )
            for place, anchor in enumerate(held)
        ]
        kept = Claim.objects.bulk_create(claims, batch_size=_BATCH)
        readings = [
            Reading(claim=claim, made_by=member, **fields)
            for number, first in zip(mine, range(0, len(kept), EACH), strict=True)
            for claim, fields in zip(kept[first : first + EACH], _said(stalls, number), strict=True)
        ]
        Reading.objects.bulk_create(readings, batch_size=_BATCH)


_ACTS = ("work_blocked", "", "documents_taken", "", "")
_NAMES = ("opened", "closed", "lasted", "opened again in other words", "came before the next")


def _said(stalls: list[Any], number: int) -> Iterator[dict[str, Any]]:
    """Yield five readings about a stall; every tenth is said to have opened on two days."""
    stall = stalls[number]
    opened = EPOCH + timedelta(days=number % 3000)
    day = {"form": "date", "of": stall, "of_point": "start"}
    both = {"of": stall, "of_point": "start", "to": stall, "to_point": "end"}
    other = opened + timedelta(days=3) if number % 10 == 0 else opened
    yield day | {"value": opened.isoformat()}
    yield day | {"of_point": "end", "value": (opened + timedelta(days=30)).isoformat()}
    yield both | {"form": "duration", "value": "P30D"}
    yield day | {"value": other.isoformat()}
    after = number + 1 if number % STALLS != STALLS - 1 and number + 1 < len(stalls) else number
    point = {"of": stall, "of_point": "start", "to": stalls[after], "to_point": "end"}
    yield point | {"form": "order", "value": "before"}


def _layer(case: Case, member: Member, number: int, words: list[str]) -> Any:  # noqa: ANN401 - a revision; models load after Django
    from guwah.steps.evidence.models import Source
    from guwah.steps.testimony.models import Layer, Revision

    source = Source.objects.create(case=case, number=number + 1, title=f"Talk {number}", added_by=member)
    layer = Layer.objects.create(case=case, source=source, made_by=member, language="en")
    return Revision.objects.create(
        layer=layer, number=1, format="text", text="\n".join(words), made_by=member
    )


def opened(folder: Path, claims: int) -> tuple[Member, Case]:
    """Return the member and the case, made now or by an earlier run."""
    from guwah.accounts.models import Case, Member

    open_vault(folder)
    case = Case.objects.first()
    member = Member.objects.first()
    return fill(claims) if case is None or member is None else (member, case)


def reckon(case: Case) -> None:
    """Reckon the whole case turn by turn, as the outbox does, then once more after one claim."""
    from guwah.steps.claims.flows import go_on
    from guwah.steps.claims.flows.reckon import TURN_SECONDS, changed
    from guwah.steps.claims.models import Claim, FoundBound

    stalls = case.occurrences.values_list("pk", flat=True)
    if not FoundBound.objects.filter(case=case).exists():
        FoundBound.objects.bulk_create(
            [FoundBound(case=case, occurrence_id=number, touched=1) for number in stalls], batch_size=_BATCH
        )
    turns, longest = 0, 0.0
    started, worked = time.perf_counter(), time.process_time()
    left = True
    while left:
        before = time.perf_counter()
        left = go_on(case, TURN_SECONDS)
        turns, longest = turns + 1, max(longest, time.perf_counter() - before)
    whole = time.perf_counter() - started
    worked = time.process_time() - worked
    print(f"reckoned whole in {whole:.1f} s ({worked:.1f} s at work), {turns} turns, longest {longest:.2f} s")
    claims = list(Claim.objects.filter(case=case).order_by("-pk")[:ROUNDS])
    print(f"a claim changed: {p95([partial(changed, case, [one]) for one in claims])}")


def ask(member: Member, case: Case) -> None:
    """Ask for every page of the step again and again, each time another one of its kind."""
    client = signed_in(member)
    for name, address, count, first in _kinds(case):
        asked = [address.format(first + each * count // ROUNDS) for each in range(ROUNDS)]
        if client.get(asked[0]).status_code != HTTPStatus.OK:
            raise SystemExit(f"{name}: not answered")
        print(f"{name:32} {p95([partial(client.get, each) for each in asked])}")


def _kinds(case: Case) -> Iterator[tuple[str, str, int, int]]:
    """Yield for each kind of page: name, address with a place for a number, how many there are, the first."""
    from guwah.steps.claims.models import Claim, FoundConflict, FoundFit, Occurrence
    from guwah.steps.claims.queries import COUNTED_ON_A_PAGE
    from guwah.steps.claims.time_pages import CONFLICTS_ON_A_PAGE
    from guwah.steps.claims.timeline import ROWS

    claims, stalls = Claim.objects.filter(case=case), Occurrence.objects.filter(case=case)
    many, first, stall = claims.count(), claims.earliest("pk"), stalls.earliest("pk")
    torn, fits = FoundConflict.objects.filter(case=case), FoundFit.objects.filter(case=case)
    root = f"/cases/{case.pk}/claims/"
    yield "claims", root + "?after={}", many, 0
    yield "claims of one kind", root + "?kind=occurrence&after={}", many, 0
    yield "claims of a kind there is not", root + "?kind=amount", 1, 0
    yield "claims by one speaker", root + "?by=Speaker+{}", 7, 0
    yield "claims by nobody", root + "?by=Nobody", 1, 0
    yield "claims not checked", root + "?unchecked=1", 1, 0
    yield "claims, gone ones too", root + "?gone=1&after={}", many, 0
    yield "claims of one occurrence", root + "?occurrence={}", stalls.count(), stall.pk
    yield "one claim", root + "{}/", many, first.pk
    yield "new claim", root + "new/?anchor={}", many, first.anchor_id
    yield "chronology", root + "chronology/?page={}", -(-stalls.count() // ROWS), 1
    yield "conflicts", root + "conflicts/?page={}", max(1, torn.count() // CONFLICTS_ON_A_PAGE), 1
    yield "what was counted", root + "conflicts/?counted={}", max(1, fits.count() // COUNTED_ON_A_PAGE), 1
    yield "who did what to whom", root + "deeds/?after={}", many, 0
    yield "one person's acts", root + "deeds/?who={}", PEOPLE, 1
    yield "acts of one kind", root + "deeds/?act=documents_taken&after={}", many, 0
    yield "acts told in one source", root + "deeds/?source={}", LAYERS, 1
    yield "sums and land", root + "sums/?after={}", many // 4, 0
    yield "sums of one kind", root + "sums/?subject=wage&after={}", many // 4, 0
    yield "sums told in one source", root + "sums/?source={}", LAYERS, 1
    yield "status", root + "status/", 1, 0
    yield "overview of the case", f"/cases/{case.pk}/", 1, 0


def main() -> None:
    """Fill, reckon, ask for each page again and again, print."""
    claims = int(os.environ.get("GUWAH_BENCH_CLAIMS", "100000"))
    prepare_django()
    with tempfile.TemporaryDirectory() as throw_away:
        folder = Path(os.environ.get("GUWAH_BENCH_FOLDER", throw_away))
        started = time.perf_counter()
        member, case = opened(folder, claims)
        print(f"{claims} claims are there after {time.perf_counter() - started:.1f} s")
        reckon(case)
        ask(member, case)


if __name__ == "__main__":
    main()
