"""Building an edition: everything asked, everything withheld, searched, frozen, sealed, logged."""

from __future__ import annotations

import io
import tarfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.models import Member
from guwah.accounts.permissions import Permission, Role, holds
from guwah.failures import NotUnderstood
from guwah.instruments import vocabularies
from guwah.instruments.proofs.digests import digest_bytes
from guwah.instruments.proofs.editions import edition_value
from guwah.instruments.proofs.manifests import FileEntry, Manifest
from guwah.instruments.redaction.leaks import Kind, search
from guwah.instruments.redaction.spans import Spans
from guwah.outbox.deliver import put
from guwah.steps.consent.queries import givers_by_name
from guwah.steps.editions import keys
from guwah.steps.editions.asking import ask_consent
from guwah.steps.editions.checkers import CHECKERS
from guwah.steps.editions.models import Edition
from guwah.steps.editions.refusals import EditionRefused, Refusal
from guwah.steps.editions.rendering import STYLE, Cover, files_of, shown_words
from guwah.steps.editions.scope import parts_of
from guwah.steps.editions.settling import secrets
from guwah.steps.editions.withholding import withhold
from guwah.steps.evidence.flows import store
from guwah.steps.people.models import Identification
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.editions.asking import Answer
    from guwah.steps.editions.scope import Part
    from guwah.steps.editions.settling import Withheld
    from guwah.steps.testimony.models import Block

# These files are the same in every edition: nothing of a case can be in them.
_CONSTANT = frozenset({*CHECKERS, STYLE})


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an edition would be, before anything is frozen."""

    answer: Answer
    parts: tuple[Part, ...]
    withheld: Withheld

    def cuts(self) -> list[dict[str, int]]:
        """Return every stretch withheld at somebody's wish, as layer, start, end."""
        return [
            {"layer": part.layer.pk, "start": start, "end": end}
            for part in self.parts
            for start, end in self.withheld.cuts[part.key]
        ]

    def unread_of(self, part: Part) -> list[Block]:
        """Return the turns and paragraphs of a text with words that nobody has read and that are not cut."""
        waiting = self.withheld.unread[part.key] - self.withheld.cuts[part.key]
        return [
            block for block in part.blocks if _has_words(part, waiting & Spans.of([(block.start, block.end)]))
        ]


def _has_words(part: Part, spans: Spans) -> bool:
    return any(letter.isalnum() for start, end in spans for letter in part.revision.text[start:end])


def prepare(actor: Member, case: Case, audience: str) -> Prepared:
    """Ask consent and work out what would be shown and withheld; writes nothing.

    Raises:
        NotPermitted: the actor builds no editions here.
        NotUnderstood: no such audience.
    """
    _ask(actor, case, audience)
    return work_out(case, audience)


def _ask(actor: Member, case: Case, audience: str) -> None:
    ask(actor, Permission.EDITION_BUILD, case, target=f"audience:{audience}"[:80])


def work_out(case: Case, audience: str) -> Prepared:
    """Return what an edition would be now; whoever calls it has asked who may know.

    Raises:
        NotUnderstood: no such audience.
    """
    if not vocabularies.is_code("consent_audiences", audience):
        raise NotUnderstood("unknown-audience", "There is no such audience.")
    parts = parts_of(case)
    answer = ask_consent(case, parts, audience)
    prepared = Prepared(answer, tuple(parts), withhold(case, parts, answer.named))
    if answer.refusals or any(
        _has_words(part, part.spans - prepared.withheld.of(part)) for part in answer.going
    ):
        return prepared
    return replace(prepared, answer=replace(answer, refusals=(_nothing_read(prepared),)))


def _nothing_read(prepared: Prepared) -> Refusal:
    unread = [(part, prepared.unread_of(part)) for part in prepared.answer.going]
    spans = tuple((part.layer.pk, found[0].start, found[-1].end) for part, found in unread if found)
    return Refusal(
        "nothing-read",
        "Not a word would be shown: nobody has read these texts and let their words go out, or all of them "
        "are cut or masked. Read them in place first.",
        None,
        spans,
    )


def build(actor: Member, case: Case, audience: str, language: str = "en") -> Edition:
    """Build, freeze, seal and log an edition; it waits for a second person before it is published.

    Raises:
        NotPermitted: the actor builds no editions here.
        EditionRefused: with everything that is missing; nothing was written.
    """
    # Asked outside: the audit trail keeps the entry of a build that is refused and rolled back.
    _ask(actor, case, audience)
    now = timezone.now().replace(microsecond=0)
    # A transaction holds the write lock: no cut or withdrawal comes between the question and the freezing.
    with transaction.atomic():
        prepared = work_out(case, audience)
        if prepared.answer.refusals:
            raise EditionRefused(prepared.answer.refusals)
        names = names_of(case, prepared.answer)
        number = 1 + Edition.objects.filter(case=case).count()
        cover = Cover(case, number, audience, language, now.strftime("%Y-%m-%d"))
        files = files_of(cover, prepared.answer.going, prepared.withheld, names)
        frame = files_of(cover, prepared.answer.going, prepared.withheld, names, wordless=True)
        _refuse_leaks(prepared, files, frame)
        manifest = Manifest(
            edition=f"{case.pk}-{number}",
            audience=audience,
            case=str(case.pk),
            built_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            files=tuple(_entry(path, files[path]) for path in sorted(files, key=str.encode)),
        )
        archive = store().seal(io.BytesIO(_archive(files)))
        value = edition_value(manifest, keys.edition_signer().key)
        logged = record(Act.EDITION_BUILT, actor.actor, things=[Thing("edition", value)], case=case.pk)
        edition = Edition.objects.create(
            case=case,
            number=number,
            audience=audience,
            language=language,
            root=manifest.sha256,
            archive_sha256=archive.oid,
            ledger=_ledger(prepared, sorted(names)),
            log_index=logged.index,
            built_by=actor,
            built_at=now,
        )
        _tell_approvers(edition, actor)
    return edition


def _entry(path: str, data: bytes) -> FileEntry:
    digest = digest_bytes(data)
    return FileEntry(path, digest.sha256, digest.size)


def names_of(case: Case, answer: Answer) -> dict[int, str]:
    """Return the name of each identified participant of the layers in which the person may be named."""
    layers = [part.layer.pk for part in answer.going if part.key in answer.named]
    # An interviewer has allowed nothing: only whoever allowed it is named.
    rows = Identification.objects.filter(
        participant__session__revision__layer__in=layers, entity__in=givers_by_name(case), withdrawn_at=None
    ).select_related("participant")
    return {row.participant_id: row.participant.name or row.participant.label for row in rows}


def _refuse_leaks(prepared: Prepared, files: Mapping[str, bytes], frame: Mapping[str, bytes]) -> None:
    """Search every outgoing byte; a masked word that is one of our own is no leak where only we say it.

    `frame` are the same files without a word of testimony. Numbers and cuts are never excused.
    """
    hidden = secrets(prepared.parts, prepared.withheld)
    ours = {
        leak.secret_id
        for leak in search(_varying(frame), [each for each in hidden if each.id.startswith("mask:")])
    }
    looked_for = [each for each in hidden if each.id not in ours or each.kind is Kind.NUMBER]
    leaks = search(_varying(files), looked_for, shown_words(prepared.answer.going, prepared.withheld))
    if leaks:
        places = sorted({(leak.file, leak.secret_id) for leak in leaks})
        raise EditionRefused([_leak(prepared, *place) for place in places])


def _varying(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path not in _CONSTANT}


def _leak(prepared: Prepared, file: str, secret: str) -> Refusal:
    kind, key, start = secret.split(":", 1)[0], *secret.split(":", 1)[1].rsplit(":", 1)
    what = "a cut passage" if kind == "cut" else "masked words"
    withheld = prepared.withheld.cuts if kind == "cut" else prepared.withheld.masks
    end = next((after for first, after in withheld[key] if first <= int(start) < after), int(start))
    return Refusal(
        "leak",
        f"{file} would still hold {what}: the same words stand where they are shown. Cut or mask them there, "
        "or decide that they may be shown.",
        None,
        ((int(key.partition(":")[2]), int(start), end),),
    )


def _archive(files: Mapping[str, bytes]) -> bytes:
    """Pack the files as a tar whose bytes depend on nothing but them."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(files):
            info = tarfile.TarInfo(path)
            info.size = len(files[path])
            archive.addfile(info, io.BytesIO(files[path]))
    return packed.getvalue()


def _ledger(prepared: Prepared, named: list[int]) -> dict[str, object]:
    """Return what the inside keeps: what was withheld where, what was left out, what is still open."""

    def spans(found: Mapping[str, object]) -> dict[str, list[list[int]]]:
        return {key: [list(pair) for pair in value] for key, value in found.items()}  # type: ignore[attr-defined]  # Spans

    return {
        "layers": [part.layer.pk for part in prepared.answer.going],
        "revisions": {part.key: part.revision.pk for part in prepared.answer.going},
        "named": named,
        "left_out": [part.layer.pk for part in prepared.answer.left],
        "cuts": spans(prepared.withheld.cuts),
        "masks": spans(prepared.withheld.masks),
        "unread": spans(prepared.withheld.unread),
        "unread_blocks": [
            {"layer": part.layer.pk, "blocks": len(waiting), "of": len(part.blocks)}
            for part in prepared.answer.going
            if (waiting := prepared.unread_of(part))
        ],
        "questions": [list(each) for each in prepared.answer.questions],
    }


def _tell_approvers(edition: Edition, builder: Member) -> None:
    approvers = [
        member.pk
        for member in Member.objects.filter(is_active=True).exclude(pk=builder.pk)
        if holds(Role(member.role), Permission.EDITION_APPROVE)
    ]
    payload = {
        "members": approvers,
        "case": edition.case_id,
        "code": "edition-waits",
        "target": f"edition:{edition.pk}",
    }
    put("notice", f"edition-{edition.pk}-waits", payload)


def manifest_of(edition: Edition, files: Mapping[str, bytes]) -> Manifest:
    """Return the manifest of an edition from its frozen files."""
    entries: Sequence[FileEntry] = [_entry(path, files[path]) for path in sorted(files, key=str.encode)]
    return Manifest(
        edition=f"{edition.case_id}-{edition.number}",
        audience=edition.audience,
        case=str(edition.case_id),
        built_at=edition.built_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        files=tuple(entries),
    )
