"""Checking a time stamp twice, and keeping it beside the log where a stranger finds it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.proofs.cosignatures import PartnerCard
from guwah.instruments.proofs.errors import ProofFault
from guwah.instruments.proofs.timestamps import Token, Trust
from guwah.vault.durable import make_folders, write_durably
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Cosignature, Stamp

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

ANCHORS = "anchors"
_OPENSSL_SECONDS = 20
# What fits into a pipe nobody reads yet.
MOST_CERTIFICATES = 32_768


@dataclass(frozen=True, slots=True)
class Checked:
    """A token that holds: its bytes, the authority's time, and who checked it."""

    token: bytes
    time: datetime
    by: str


def check(reply: bytes, note: bytes, roots: str, nonce: int | None) -> Checked:
    """Check an authority's reply about a checkpoint with the library and, where it is, with openssl.

    Args:
        reply: what the authority sent: a reply or a bare token.
        note: the checkpoint as the log signed it.
        roots: certificates the authority is trusted by, as PEM.
        nonce: the number of the request; None for a token that was checked before.

    Raises:
        ProofFault: the token does not hold, with the reason as its code; `checks-disagree` when only one of
            the two accepts it.
    """
    imprint = hashlib.sha256(note).digest()
    token = Token.parse(reply)
    trust = Trust.parse(roots.encode())
    second = _ask_openssl(token, imprint, trust)
    try:
        token.verify(imprint, trust, nonce)
    except ProofFault as fault:
        if fault.code != "token-unreadable" or not second:
            raise
        return Checked(token.data, token.info.time, "openssl")
    if second is False:
        raise ProofFault("checks-disagree", "The library accepts this token and openssl does not.")
    return Checked(token.data, token.info.time, "both" if second else "library")


def _ask_openssl(token: Token, imprint: bytes, trust: Trust) -> bool | None:
    """Return the answer of `openssl ts -verify` at the token's own time; None where there is no openssl."""
    program = shutil.which("openssl")
    if program is None:
        return None
    moment = str(int(token.info.time.timestamp()))
    command = [program, "ts", "-verify", "-digest", imprint.hex(), "-token_in", "-in", "/dev/stdin"]
    with ExitStack() as stack:
        given = {"-CAfile": Trust(trust.roots).pem, "-untrusted": Trust(trust.between).pem}
        pipes = {name: _pipe(stack, text) for name, text in given.items() if text}
        for name, descriptor in pipes.items():
            command += [name, f"/dev/fd/{descriptor}"]
        try:
            done = subprocess.run(  # noqa: S603 - the program found above, no shell
                [*command, "-attime", moment],
                input=token.data,
                capture_output=True,
                check=False,
                timeout=_OPENSSL_SECONDS,
                pass_fds=tuple(pipes.values()),
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
    return done.returncode == 0


def _pipe(stack: ExitStack, text: str) -> int:
    """Return the reading end of a pipe that holds a short text: no file is written for it."""
    reading, writing = os.pipe()
    stack.callback(os.close, reading)
    with os.fdopen(writing, "wb") as end:
        end.write(text.encode()[:MOST_CERTIFICATES])
    return reading


def write_anchors(size: int) -> Path:
    """Write what others said about the checkpoint at `size` into log/anchors/: tokens and cosignatures.

    Made from the database; doing it again changes nothing.
    """
    folder = KEYRING.current().folder / "log" / ANCHORS / str(size)
    make_folders(folder)
    for name, data in anchor_files(size).items():
        write_durably(folder / name, data)
    return folder


def anchor_files(size: int) -> dict[str, bytes]:
    """Return what lies in the folder of one stamped or signed checkpoint, by name."""
    stamps = (
        Stamp.objects.filter(size=size, state=Stamp.State.DONE).select_related("authority").order_by("pk")
    )
    signed = Cosignature.objects.filter(size=size).select_related("partner").order_by("pk")
    notes = [bytes(each.note) for each in stamps] + [bytes(each.note) for each in signed]
    found = {"checkpoint": notes[0]}
    for stamp in stamps:
        found[f"stamp-{stamp.pk}.tst"] = bytes(stamp.token or b"")
        found[f"stamp-{stamp.pk}.pem"] = stamp.authority.roots.encode()
    if signed:
        lines = "".join(each.line for each in signed)
        keys = {PartnerCard.parse(bytes(each.partner.card)).cosigner.vkey for each in signed}
        found["cosigned"] = bytes(signed[0].note) + lines.encode()
        found["cosigners"] = "".join(f"{key}\n" for key in sorted(keys)).encode()
    return found
