"""What recipients say of a package: who may note it, what is refused, what the log keeps."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import AuditEntry
from guwah.failures import NotUnderstood, WrongUse
from guwah.steps.consent import flows as consent
from guwah.steps.editions.flows.packaging import Errand, export_package
from guwah.steps.editions.flows.receiving import SaidOfIt, note_receipt, package_named, packages_of
from guwah.steps.editions.models import Package, Receipt
from guwah.steps.editions.package_files import To
from guwah.steps.evidence import flows as evidence
from guwah.vault.age import Identity
from guwah.vault.custody import Act
from guwah.vault.models import LogEntry, Opening

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Cast

MILL = To("Mill inspectors", Identity(b"\x07" * 32).recipient)


@pytest.fixture
def package(committed_cast: Cast, tmp_path: Path) -> Package:
    cast = committed_cast
    item = evidence.add_file(cast.chiara, cast.case, io.BytesIO(b"weights of flour"), "flour.txt").item
    given = {"id": "for the mill", "kind": "grant", "by": "Tomas", "state": "given", "material": "*"}
    width = {"actions": ["share_named"], "audiences": ["named_recipient"], "recipients": [MILL.name]}
    rest = {"identity": ["*"], "media": ["*"], "languages": ["*"], "words": "let them see it"}
    consent.take(cast.chiara, cast.case, given | width | rest, None)
    errand = Errand((MILL,), "Weighing of 2 May", settled=True)
    export_package(cast.boris, cast.case, [item], errand, tmp_path / "p.tar.age")
    return Package.objects.get()


def said(package: Package) -> SaidOfIt:
    return SaidOfIt(MILL.name, f" {package.root.upper()}\n", package.at.date(), " a letter ")


def test_what_a_recipient_says_is_noted_and_in_the_log(committed_cast: Cast, package: Package) -> None:
    right = note_receipt(committed_cast.boris, package, said(package))
    other = note_receipt(committed_cast.boris, package, replace(said(package), root="ab" * 32))

    assert (right.agrees, other.agrees) == (True, False)
    assert (right.root, right.how, right.noted_by) == (package.root, "a letter", committed_cast.boris)
    entries = LogEntry.objects.filter(act=Act.RECEIPT_NOTED).order_by("index")
    values = [Opening.objects.get(entry=entry.index).value for entry in entries]
    told = {"package": package.package, "by": MILL.name, "on": package.at.date().isoformat()}
    assert values == [
        {**told, "root": package.root, "agrees": True},
        {**told, "root": "ab" * 32, "agrees": False},
    ]
    (seen,) = packages_of(committed_cast.boris, committed_cast.case)
    assert {each.pk for each in seen.receipts.all()} == {right.pk, other.pk}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"by": "Mill inspector"}, "not-a-recipient"),
        ({"root": "ab" * 31}, "bad-root"),
        ({"root": "ag" * 32}, "bad-root"),
        ({"root": "ab" * 32 + "ab"}, "bad-root"),
        ({"on": date(2001, 1, 1)}, "bad-day"),
        ({"on": date(2999, 1, 1)}, "bad-day"),
        ({"how": "x" * 501}, "too-long"),
    ],
)
def test_what_cannot_be_is_not_noted(
    committed_cast: Cast, package: Package, wrong: dict[str, str], code: str
) -> None:
    entries = LogEntry.objects.count()

    with pytest.raises(WrongUse) as refused:
        note_receipt(committed_cast.boris, package, replace(said(package), **wrong))  # type: ignore[arg-type] # by field

    assert refused.value.code == code
    assert (Receipt.objects.count(), LogEntry.objects.count()) == (0, entries)


def test_a_day_before_is_refused_and_the_longest_words_are_taken(
    committed_cast: Cast, package: Package
) -> None:
    early = replace(said(package), on=package.at.date() - timedelta(days=1))
    with pytest.raises(WrongUse, match="between the day"):
        note_receipt(committed_cast.boris, package, early)

    assert note_receipt(committed_cast.boris, package, replace(said(package), how="x" * 500)).agrees


def test_who_hands_out_nothing_notes_and_sees_nothing(committed_cast: Cast, package: Package) -> None:
    with pytest.raises(NotPermitted):
        note_receipt(committed_cast.chiara, package, said(package))
    with pytest.raises(NotPermitted):
        packages_of(committed_cast.chiara, committed_cast.case)

    assert not Receipt.objects.exists()
    refused = AuditEntry.objects.filter(allowed=False, permission="evidence:export")
    assert {each.target for each in refused} == {"", f"package:{package.pk}"}
    assert package_named(package.package) == package
    with pytest.raises(NotUnderstood) as unknown:
        package_named("nothing of this name")
    assert unknown.value.code == "no-such-package"
