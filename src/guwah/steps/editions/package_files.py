"""What a package says itself: which object is what, on what terms, how to check it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guwah.instruments.proofs.bags import PAYLOAD
from guwah.instruments.proofs.digests import digest_bytes
from guwah.instruments.proofs.manifests import FileEntry
from guwah.steps.consent import queries as consent
from guwah.steps.editions.checkers import checker_files
from guwah.steps.evidence.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.evidence.models import Item
    from guwah.vault.age_header import SealsTo

OBJECTS = f"{PAYLOAD}objects/"
ITEM_PROOFS = "proof/items/"
_ENDING = re.compile(r"\.[a-z0-9]{1,8}\Z", re.ASCII)
# What a recipient is told of a record: what may be done. Never who gave it, in which words, or who else may.
_TERMS = ("kind", "state", "actions", "audiences", "identity", "media", "languages", "valid_from", "valid_to")
# Parameters of conditions that are codes, tags or dates; any other could hold words.
_SAID_IN_CODES = frozenset({"not_before", "not_after", "languages", "media", "identity"})


@dataclass(frozen=True, slots=True)
class To:
    """Somebody a package is for: the name consent knows them by, and their key."""

    name: str
    key: SealsTo


def object_path(item: Item) -> str:
    """Return where an item lies in a package: its number, and the ending a program knows it by."""
    ending = _ENDING.search(shown_name(item.filename).lower())
    return f"{OBJECTS}item-{item.pk}{ending[0] if ending else ''}"


def said_files(case: Case, items: Sequence[Item], records: Iterable[str]) -> dict[str, bytes]:
    """Return the files of the payload that are ours, by path. None holds a name, a title or a file's name.

    Args:
        case: whose consent records are told.
        items: what is handed out.
        records: ids of the records that allow it.
    """
    told = [_item(item) for item in items]
    terms = {"records": _terms(case, frozenset(records))}
    return {
        f"{PAYLOAD}items.json": _json({"invented": case.invented, "items": told}),
        f"{PAYLOAD}consent.json": _json(terms),
        f"{PAYLOAD}HOW-TO-CHECK.txt": ((INVENTED if case.invented else "") + HOW).encode(),
        **{f"{PAYLOAD}{name}": data for name, data in checker_files().items()},
    }


def entry_of(path: str, data: bytes) -> FileEntry:
    """Return how a manifest lists a file."""
    digest = digest_bytes(data)
    return FileEntry(path, digest.sha256, digest.size)


def _item(item: Item) -> dict[str, Any]:
    return {
        "object": object_path(item),
        "item": item.pk,
        "source": item.source.number,
        "sha256": item.sha256,
        "bytes": item.size,
        "kind": item.kind,
        "media_type": item.media_type,
        "derived_from": item.derived_from_id,
        "tool": f"{item.tool} {item.tool_version}".strip(),
    }


def _terms(case: Case, wanted: frozenset[str]) -> list[dict[str, Any]]:
    conditions = consent.judged(case)
    rows = [row for row in consent.records_of(case) if consent.record_id(row) in wanted]
    return [
        {
            "record": row.pk,
            **{name: value for name, value in _scope(row.kind, row.scope).items() if name in _TERMS},
            "conditions": [
                {
                    "code": each.condition.code,
                    "params": each.condition.params if each.condition.code in _SAID_IN_CODES else {},
                    "met": each.met,
                }
                for each in conditions.get(row.pk, [])
            ],
        }
        for row in rows
    ]


def _scope(kind: str, scope: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": kind, **scope}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


INVENTED = """\
Invented sample: none of the people, places or events in this package is real.

"""
HOW = """\
How to check this package
=========================

You need no program of the sender's: a browser, or Python 3.8 or newer; openssl for time stamps.

1. sha256sum -c manifest-sha256.txt
   in the folder of the package: every file below data/ is whole.
2. python3 data/guwah_verify.py .
   Or, without Python: open data/guwah_verify.html in a browser (no network is needed, none is asked) and give
   it this folder. Better: use a copy of either that you got elsewhere, or compare its SHA-256 with the one
   in the sender's letter. INTACT: nothing was changed, added or taken
   away. PACKAGE: for whom and what for it was given; if you are not named there, somebody passed it on.
   INCLUDED: it stands in the sender's log. EXISTED BY, WITNESSED: who else says so, and when.
3. SIGNED BY names the keys. Compare their six words with the sender over another channel, or give the key
   you know: --key VKEY. For time stamps give the authority's own root certificate: --root FILE.
4. By hand: openssl ts -verify -data proof/anchors/SIZE/checkpoint -token_in
   -in proof/anchors/SIZE/stamp-1.tst -CAfile ROOT.pem

data/objects/ holds the files, data/items.json says what each is, data/consent.json on what terms they may be
used. Whoever gave consent may take it back: ask the sender before you publish.
"""
