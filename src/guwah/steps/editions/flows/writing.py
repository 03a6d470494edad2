"""Writing a frozen edition into a folder, with its proof; the folder belongs to whoever asked for it."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, WrongUse
from guwah.instruments.proofs.commitments import Opening as Committed
from guwah.instruments.proofs.editions import LABEL, Logged, build_proof
from guwah.steps.editions import keys
from guwah.steps.editions.anchored import anchors_over
from guwah.steps.editions.flows.building import manifest_of
from guwah.steps.editions.flows.standing import still_allowed
from guwah.steps.evidence.flows import store
from guwah.vault import logfiles
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry, Opening

if TYPE_CHECKING:
    from pathlib import Path

    from guwah.accounts.models import Member
    from guwah.steps.editions.models import Edition


def check_folder(out: Path) -> None:
    """Refuse a folder that already holds something.

    Raises:
        WrongUse: `folder-not-empty`.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise WrongUse(
            "folder-not-empty", "This folder already holds something. Name one that is new or empty."
        )


def write_out(actor: Member, edition: Edition, out: Path, *, just_asked: bool = False) -> None:
    """Write the files of an edition and the proof that a stranger checks.

    Args:
        actor: who writes it out.
        edition: what is written.
        out: a new or empty folder.
        just_asked: whether the same act has built it or asked `still_allowed` already.

    Raises:
        NotPermitted: the actor sees no editions here.
        Refused: `consent-changed`.
        WrongUse: the folder holds something.
        NotUnderstood: the disk refused.
    """
    ask(actor, Permission.EDITION_SEE, edition.case, target=f"edition:{edition.pk}")
    check_folder(out)
    if not just_asked:
        still_allowed(edition)
    files = frozen_files(edition)
    try:
        for path, data in {**files, **proof_files(edition, files)}.items():
            target = out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    except OSError as refused:
        raise NotUnderstood(
            "not-written", "The folder could not be written. The edition itself is kept."
        ) from refused


def packed(actor: Member, edition: Edition) -> bytes:
    """Return the files of an edition and its proof as a zip, made in memory: no file is written here.

    The bytes depend on nothing but the edition and the checkpoint of the log it is proven against.

    Raises:
        NotPermitted: the actor sees no editions here.
        Refused: `consent-changed`.
    """
    ask(actor, Permission.EDITION_SEE, edition.case, target=f"edition:{edition.pk}")
    still_allowed(edition)
    files = frozen_files(edition)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in sorted({**files, **proof_files(edition, files)}.items()):
            info = zipfile.ZipInfo(f"{folder_of(edition)}/{path}")
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, data)
    return made.getvalue()


def folder_of(edition: Edition) -> str:
    """Return the name of an edition's folder: numbers only, so that it tells nothing."""
    return f"case-{edition.case_id}-edition-{edition.number}"


def frozen_files(edition: Edition) -> dict[str, bytes]:
    """Return the files of an edition as they were frozen."""
    with store().open(edition.archive_sha256) as archive, tarfile.open(fileobj=archive, mode="r:") as packed:
        files = {}
        for member in packed.getmembers():
            content = packed.extractfile(member)
            if content is not None:
                files[member.name] = content.read()
    return files


def proof_files(edition: Edition, files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the proof folder: against the newest checkpoint, and against those that others vouch for."""
    row = Opening.objects.get(entry_id=edition.log_index, label=LABEL)
    opening = Committed(LABEL, bytes(row.salt or b""), row.value)
    entry = LogEntry.objects.get(index=edition.log_index)
    logged = Logged(
        bytes(entry.entry), logfiles.proof_of(edition.log_index), logfiles.signer(KEYRING.current()).key
    )
    manifest, anchors = manifest_of(edition, files), anchors_over(edition.log_index)
    return build_proof(manifest, keys.edition_signer(), opening, logged, anchors)
