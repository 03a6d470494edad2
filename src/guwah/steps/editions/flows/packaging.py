"""Handing evidence to named recipients: asked of consent, signed with name and purpose, sealed for them."""

from __future__ import annotations

import secrets as randomness
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Problem, Refused, WrongUse
from guwah.instruments.proofs.bags import tag_files
from guwah.instruments.proofs.checkpoints import LoggedProof
from guwah.instruments.proofs.commitments import Opening as Committed
from guwah.instruments.proofs.editions import (
    ITEM_LABEL,
    PACKAGE_LABEL,
    Logged,
    build_proof,
    edition_value,
    item_proof,
)
from guwah.instruments.proofs.manifests import FileEntry, PackageManifest, sorted_files
from guwah.instruments.proofs.merkle import inclusion_proof
from guwah.instruments.redaction.leaks import search
from guwah.steps.editions import keys
from guwah.steps.editions.anchored import anchors_over
from guwah.steps.editions.item_asking import ask_for_items
from guwah.steps.editions.models import Package
from guwah.steps.editions.package_files import ITEM_PROOFS, OBJECTS, entry_of, object_path, said_files
from guwah.steps.editions.package_writing import Sealed, check_sealed, check_target, write_package
from guwah.steps.editions.refusals import EditionRefused, Refusal
from guwah.steps.editions.scope import parts_of
from guwah.steps.editions.settling import secrets
from guwah.steps.editions.withholding import withhold
from guwah.steps.evidence.models import Item, Outcome
from guwah.vault import logfiles
from guwah.vault.custody import Act, Recorded, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry, Opening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from guwah.accounts.models import Case, Member
    from guwah.steps.editions.item_asking import Asked
    from guwah.steps.editions.package_files import To

STEP = "export"
_LONGEST = 2000
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Errand:
    """What is asked for: for whom, what for, whether the asker has settled what is open, where it is kept.

    `here` says that the file goes into the vault's own folder, to be downloaded from a page.
    """

    to: tuple[To, ...]
    purpose: str
    settled: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """A written package.

    Attributes:
        package: its id.
        root: SHA-256 of its manifest, hexadecimal.
        log_index: where it stands in the log.
        items: how many sealed files it holds.
        size: bytes of the sealed package.
    """

    package: str
    root: str
    log_index: int
    items: int
    size: int


def may_go(actor: Member, case: Case, items: Sequence[Item], errand: Errand) -> Asked:
    """Ask consent whether these files may go to these recipients; writes nothing but the audit trail.

    Raises:
        NotPermitted: the actor hands out no evidence here.
        WrongUse: `no-items`, `item-of-another-case`, `no-recipient`, `no-purpose`.
    """
    ask(actor, Permission.EVIDENCE_EXPORT, case, target=f"items:{len(items)}")
    _check(case, items, errand)
    return ask_for_items(case, items, [each.name for each in errand.to])


def export_package(
    actor: Member,
    case: Case,
    items: Sequence[Item],
    errand: Errand,
    out: Path,
    tell: Callable[[int], object] | None = None,
) -> Exported:
    """Write items, their proofs and the terms into one age file that only the recipients open.

    The log says first who is about to get what: what went out is never missing there, even where the disk
    refused half of it. What became of it stands on each item, and in the list of packages.

    Args: `tell` is called with the bytes of sealed files packed so far.

    Raises:
        NotPermitted: the actor hands out no evidence here.
        WrongUse: what `may_go` raises, or `file-exists`.
        EditionRefused: with everything that is missing; nothing was written.
        Refused: `open-questions`, `opening-erased`, `blob-missing`, `blob-broken`.
        NotUnderstood: the disk refused.
    """
    may_go(actor, case, items, errand)
    check_target(out)
    objects = [Sealed(object_path(item), item.sha256, item.size) for item in items]
    check_sealed(objects)
    now = timezone.now().replace(microsecond=0)
    with transaction.atomic():
        # Asked again inside: no cut or withdrawal comes between the answer and the log.
        asked = ask_for_items(case, items, [each.name for each in errand.to])
        _refuse(case, asked, errand)
        openings = {item.pk: _opening(item.log_index, ITEM_LABEL) for item in items}
        said = said_files(case, items, asked.records)
        listed = [entry_of(path, data) for path, data in said.items()]
        listed += [FileEntry(each.path, each.sha256, each.size) for each in objects]
        tags = tag_files(listed, now.strftime("%Y-%m-%d"))
        manifest = _manifest(errand, now, [*listed, *(entry_of(path, tags[path]) for path in tags)])
        logged = _log(actor, case, manifest)
        package = _listed(actor, case, items, errand, manifest, logged)
    try:
        proofs = _proofs([logged.index, *(item.log_index for item in items)])
        small = {**tags, **said, **_proof(manifest, proofs[logged.index])}
        files = chain(sorted(small.items()), _proofs_of(items, openings, proofs))
        recipients = [each.key for each in errand.to]
        size = write_package(out, recipients, f"guwah-package-{manifest.package}", files, objects, tell)
    except Problem as problem:
        _settle(package, actor, items, failed=problem.code)
        raise
    _settle(package, actor, items, size=size)
    return Exported(manifest.package, manifest.sha256, logged.index, len(items), size)


def _manifest(errand: Errand, now: datetime, files: Sequence[FileEntry]) -> PackageManifest:
    return PackageManifest(
        package=randomness.token_hex(8),
        recipients=tuple((each.name, str(each.key)) for each in errand.to),
        purpose=errand.purpose,
        built_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        files=sorted_files(files),
    )


def _check(case: Case, items: Sequence[Item], errand: Errand) -> None:
    if not items:
        raise WrongUse("no-items", "There is no file to hand out here.")
    if any(item.source.case_id != case.pk for item in items):
        raise WrongUse("item-of-another-case", "One of these items belongs to another case.")
    if not errand.to or any(not each.name.strip() for each in errand.to):
        raise WrongUse("no-recipient", "Say for whom it is, by name and key.")
    if not 0 < len(errand.purpose.strip()) <= _LONGEST:
        raise WrongUse("no-purpose", "Say in a few words what it is given for.")


def _refuse(case: Case, asked: Asked, errand: Errand) -> None:
    refusals = [*asked.refusals, *_leaks(case, errand)]
    if refusals:
        raise EditionRefused(refusals)
    if not errand.settled:
        told = " ".join(text for _code, text in asked.questions)
        raise Refused("open-questions", f"Whoever hands this out says that it is settled: {told}")


def _leaks(case: Case, errand: Errand) -> list[Refusal]:
    """Search the words we add ourselves for what is cut anywhere in the case."""
    parts = parts_of(case)
    withheld = secrets(parts, withhold(case, parts, frozenset()))
    hidden = [each for each in withheld if each.id.startswith("cut:")]
    ours = "\n".join([errand.purpose, *(each.name for each in errand.to)])
    if not search({"purpose": ours.encode()}, hidden):
        return []
    return [Refusal("leak", "The purpose or a name holds words that are cut in this case. Say it otherwise.")]


def _log(actor: Member, case: Case, manifest: PackageManifest) -> Recorded:
    value = edition_value(manifest, keys.edition_signer().key)
    told = {
        "recipients": [{"name": name, "key": key} for name, key in manifest.recipients],
        "purpose": manifest.purpose,
    }
    things = [Thing(PACKAGE_LABEL, value), Thing("errand", told)]
    return record(Act.EXPORTED, actor.actor, things=things, case=case.pk)


def _listed(
    actor: Member,
    case: Case,
    items: Sequence[Item],
    errand: Errand,
    manifest: PackageManifest,
    logged: Recorded,
) -> Package:
    return Package.objects.create(
        case=case,
        package=manifest.package,
        root=manifest.sha256,
        purpose=errand.purpose,
        recipients=[{"name": name, "key": key} for name, key in manifest.recipients],
        items=[item.pk for item in items],
        here=errand.here,
        log_index=logged.index,
        by=actor,
        at=timezone.now(),
    )


def _opening(index: int, label: str) -> Committed:
    row = Opening.objects.get(entry_id=index, label=label)
    if row.salt is None:
        raise Refused(
            "opening-erased",
            "What the log says of one of these items was erased: nobody could check it. Nothing went out.",
        )
    return Committed(label, bytes(row.salt), row.value)


def _proofs(indexes: Sequence[int]) -> dict[int, LoggedProof]:
    """Return where entries stand, all in one tree: the log may grow while the package is written."""
    for _ in range(_TRIES):
        checkpoint, note = logfiles.current()
        subtree = logfiles.tree(checkpoint.size).subtree
        try:
            return {
                each: LoggedProof(each, inclusion_proof(each, checkpoint.size, subtree), note)
                for each in indexes
            }
        except FileNotFoundError:
            # Somebody else's entry came in between: the tiles of the smaller tree are gone, so ask again.
            continue
    raise Refused("log-busy", "The log is being written to without a pause. Try again in a moment.")


def _logged(proof: LoggedProof) -> Logged:
    entry = bytes(LogEntry.objects.get(index=proof.index).entry)
    return Logged(entry, proof, logfiles.signer(KEYRING.current()).key)


def _proof(manifest: PackageManifest, proof: LoggedProof) -> dict[str, bytes]:
    opening, anchors = _opening(proof.index, PACKAGE_LABEL), anchors_over(proof.index)
    return build_proof(manifest, keys.edition_signer(), opening, _logged(proof), anchors)


def _proofs_of(
    items: Sequence[Item], openings: Mapping[int, Committed], proofs: Mapping[int, LoggedProof]
) -> Iterator[tuple[str, bytes]]:
    """Yield the proofs of items one after the other: they are never all in memory."""
    for item in items:
        top = ITEM_PROOFS + object_path(item).removeprefix(OBJECTS)
        yield from item_proof(top, openings[item.pk], _logged(proofs[item.log_index])).items()


def _settle(
    package: Package, actor: Member, items: Sequence[Item], *, size: int | None = None, failed: str = ""
) -> None:
    """Write down what became of a package, with the package and on each of its items."""
    with transaction.atomic():
        _note(actor, items, Outcome.Result.FAILED if failed else Outcome.Result.DONE, failed)
        package.size, package.failed = size, failed
        package.save(update_fields=["failed"] if failed else ["size"])


def _note(actor: Member, items: Sequence[Item], result: Outcome.Result, code: str) -> None:
    with transaction.atomic():
        Outcome.objects.bulk_create(
            [Outcome(item=item, step=STEP, result=result, code=code, by=actor) for item in items]
        )
