"""Digests that holders state for their copies, held against our bytes; what was found is recorded."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.steps.evidence.flows import told
from guwah.steps.evidence.flows.read import open_item
from guwah.steps.evidence.models import Comparison, StatedDigest
from guwah.vault.age import AgeBroken
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.steps.evidence.models import Holding, Item

# What other tools print -> hexadecimal digits. MD5 and SHA-1 find damage, not deceit: the page says so.
ALGORITHMS = {"md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128}
WEAK = frozenset({"md5", "sha1"})
_PIECE = 1 << 20
_SEPARATORS = re.compile(r"[\s:-]")


def state_digest(
    actor: Member, holding: Holding, algorithm: str, digest: str, *, on: str = "", on_whose_word: str = ""
) -> StatedDigest:
    """Write down the digest that a holder states for a copy, and hold it against our bytes at once.

    Args:
        actor: who writes it down.
        holding: the copy.
        algorithm: as its tool calls it: `SHA-256`, `md5` …
        digest: hexadecimal, in either case, with or without spaces and colons.
        on: EDTF date on which it was stated, or empty.
        on_whose_word: who states it, when it is not the holder.

    Raises:
        NotPermitted: the actor may not add evidence here.
        WrongUse: `unknown-algorithm`.
        NotUnderstood: `bad-digest`, or the date is no EDTF.
    """
    source = holding.source
    ask(actor, Permission.EVIDENCE_ADD, source.case, target=f"holding:{holding.pk}")
    name, value = _read(algorithm, digest)
    stated_on = told.date(on)
    with transaction.atomic():
        stated = StatedDigest.objects.create(
            holding=holding,
            algorithm=name,
            digest=value,
            stated_on=stated_on,
            on_whose_word=told.short(on_whose_word),
            noted_by=actor,
        )
        things = [
            Thing("holding", {"id": holding.pk}),
            Thing("stated-digest", {"id": stated.pk, "algorithm": name, "digest": value}),
        ]
        record(Act.DIGEST_STATED, actor.actor, things=things, case=source.case_id)
    compare(actor, stated)
    return stated


def compare(actor: Member, stated: StatedDigest) -> list[Comparison]:
    """Hold a stated digest against every file of its source that came in, and record what was found.

    A SHA-256 is held against the one under which the item was sealed: a copy elsewhere may be good where ours
    is damaged. For any other algorithm our bytes are read, in one pass.

    Returns:
        One comparison for each item, none while we hold no file of the source.

    Raises:
        NotPermitted: the actor may not see evidence here.
    """
    source = stated.holding.source
    ask(actor, Permission.EVIDENCE_SEE, source.case, target=f"holding:{stated.holding_id}")
    items = list(source.items.filter(derived_from=None).select_related("source__case"))
    # Reading takes long, so it happens before the transaction that records it.
    found = [_compared(actor, stated, item) for item in items]
    if found:
        with transaction.atomic():
            for each in found:
                each.save()
            things = [Thing("item", {"id": each.item_id, "result": each.result}) for each in found]
            things.append(Thing("stated-digest", {"id": stated.pk}))
            record(Act.DIGEST_COMPARED, actor.actor, things=things, case=source.case_id)
    return found


def _read(algorithm: str, digest: str) -> tuple[str, str]:
    name = _SEPARATORS.sub("", algorithm).lower()
    if name not in ALGORITHMS:
        raise WrongUse("unknown-algorithm", f"Digests we can compare: {', '.join(ALGORITHMS)}.")
    value = _SEPARATORS.sub("", digest).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{ALGORITHMS[name]}}}", value):
        raise NotUnderstood("bad-digest", f"A digest of {name} has {ALGORITHMS[name]} hexadecimal digits.")
    return name, value


def _compared(actor: Member, stated: StatedDigest, item: Item) -> Comparison:
    row = Comparison(stated=stated, item=item, by=actor)
    try:
        row.ours = item.sha256 if stated.algorithm == "sha256" else _digest(actor, item, stated.algorithm)
    except (Refused, AgeBroken) as wrong:
        row.result = Comparison.Result.FAILED
        row.code = wrong.code if isinstance(wrong, Refused) else "blob-broken"
    else:
        same = row.ours == stated.digest
        row.result = Comparison.Result.AGREES if same else Comparison.Result.DIFFERS
    return row


def _digest(actor: Member, item: Item, algorithm: str) -> str:
    # Not for our security: it answers what somebody else's tool printed.
    running = hashlib.new(algorithm, usedforsecurity=False)
    with open_item(actor, item) as reader:
        while piece := reader.read(_PIECE):
            running.update(piece)
    return running.hexdigest()
