from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

import sealed_anchors as said
import sealed_edition as cast
from guwah.instruments.proofs import editions, manifests
from guwah.instruments.proofs.anchors import Anchor, anchors_line
from guwah.instruments.proofs.bags import tag_files
from guwah.instruments.proofs.commitments import Opening
from guwah.instruments.proofs.errors import Malformed, Mismatch

LOG = cast.Log(tuple(cast.entry(number).data for number in range(5)))
KEY = cast.LOG_SIGNER.key
FILE = manifests.FileEntry("data/a.txt", "0" * 64, 7)
MAKE = {
    "package": "p1",
    "recipients": (("The court", "age1x"),),
    "purpose": "a hearing",
    "built_at": "2024-05-06T07:08:09Z",
    "files": (FILE,),
}


@pytest.fixture(scope="module")
def anchor(tmp_path_factory: pytest.TempPathFactory) -> Anchor:
    return said.anchor(LOG, 1, 3, tmp_path_factory.mktemp("clock"))


def test_an_anchor_becomes_files_beside_its_checkpoint(anchor: Anchor) -> None:
    files = anchor.files(LOG.entries[1], KEY)
    top = "proof/anchors/3"
    assert set(files) == {
        f"{top}/{name}"
        for name in ("checkpoint", "cosigned", "cosigners", "log-proof.txt", "stamp-1.pem", "stamp-1.tst")
    }
    assert files[f"{top}/cosigned"].startswith(files[f"{top}/checkpoint"])
    assert files[f"{top}/cosigners"].decode() == f"{said.WITNESS.key.vkey}\n"
    alone = replace(anchor, stamps=(), lines=(), cosigners=())
    assert set(alone.files(LOG.entries[1], KEY)) == {f"{top}/checkpoint", f"{top}/log-proof.txt"}


def test_an_anchor_that_would_not_verify_is_not_made(anchor: Anchor, tmp_path: Path) -> None:
    with pytest.raises(Mismatch):
        anchor.files(LOG.entries[2], KEY)
    other = said.anchor(LOG, 1, 4, tmp_path)
    with pytest.raises(Mismatch, match="something else") as refused:
        replace(anchor, stamps=other.stamps).files(LOG.entries[1], KEY)
    assert refused.value.code == "wrong-imprint"
    with pytest.raises(Mismatch):
        replace(anchor, lines=other.lines).files(LOG.entries[1], KEY)
    with pytest.raises(Mismatch, match="has not signed"):
        replace(anchor, cosigners=(said.WITNESS.key, said.SILENT.key)).files(LOG.entries[1], KEY)


def test_the_statement_holds_every_anchor_and_none_is_no_line() -> None:
    assert list(anchors_line({})) == []
    (line,) = anchors_line({"b": b"2", "a": b"1"})
    listing = "".join(
        f"{name} {hashlib.sha256(data).hexdigest()}\n" for name, data in (("a", b"1"), ("b", b"2"))
    )
    assert line == f"anchors sha256:{hashlib.sha256(listing.encode()).hexdigest()}\n"
    manifest = cast.manifest()
    assert editions.statement(manifest, KEY, {"a": b"1"}).startswith(editions.statement(manifest, KEY))


def test_a_package_is_described_as_canonical_json_and_logged_under_its_own_label() -> None:
    manifest = manifests.PackageManifest(**MAKE)  # type: ignore[arg-type] # the fields by name
    assert manifest.data == (
        b'{"built_at":"2024-05-06T07:08:09Z","files":[{"bytes":7,"path":"data/a.txt","sha256":"'
        + b"0" * 64
        + b'"}],"format":"guwah-package/1","package":"p1","purpose":"a hearing",'
        + b'"recipients":[{"key":"age1x","name":"The court"}]}'
    )
    opening = editions.edition_opening(manifest, cast.EDITION_SIGNER.key, bytes(32))
    assert opening.label == editions.PACKAGE_LABEL
    assert opening.value == {
        "format": "guwah-package/1",
        "manifest": manifest.sha256,
        "package": "p1",
        "signer": cast.EDITION_SIGNER.key.vkey,
    }
    assert editions.statement(manifest, KEY).split("\n")[:2] == ["guwah-package/1", "package p1"]


@pytest.mark.parametrize(
    "change",
    [
        {"package": "two words"},
        {"recipients": ()},
        {"recipients": ((" ", "age1x"),)},
        {"purpose": "\n"},
        {"purpose": "x" * 2001},
        {"built_at": "yesterday"},
        {"files": (FILE, FILE)},
    ],
)
def test_a_package_without_recipient_purpose_or_order_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        manifests.PackageManifest(**{**MAKE, **change})  # type: ignore[arg-type] # the fields by name


def test_an_items_proof_is_made_only_for_what_its_entry_holds() -> None:
    opening = Opening(editions.ITEM_LABEL, bytes(32), {"sha256": "0" * 64, "size": 7})
    mine = cast.entry(1, (opening.commitment,)).data
    log = cast.Log((mine, *LOG.entries))
    logged = editions.Logged(mine, log.proof(0), KEY)
    files = editions.item_proof("proof/items/a", opening, logged)
    assert set(files) == {
        f"proof/items/a/{name}" for name in ("log-entry.json", "log-proof.txt", "opening.json")
    }
    with pytest.raises(Mismatch, match="does not commit"):
        editions.item_proof("proof/items/a", replace(opening, salt=bytes(31) + b"\x01"), logged)
    with pytest.raises(Malformed, match="no extra"):
        editions.item_proof("x", opening, replace(logged, proof=replace(logged.proof, extra=b"")))


def test_a_bag_lists_its_payload_and_its_tags() -> None:
    other = manifests.FileEntry("data/100%.txt", "1" * 64, 5)
    tags = tag_files([other, FILE], "2024-05-06")
    assert tags["bag-info.txt"] == b"Bagging-Date: 2024-05-06\nPayload-Oxum: 12.2\n"
    assert tags["manifest-sha256.txt"].decode() == f"{'1' * 64}  data/100%25.txt\n{'0' * 64}  data/a.txt\n"
    lines = tags["tagmanifest-sha256.txt"].decode().splitlines()
    assert [line[66:] for line in lines] == ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"]
    for line in lines:
        assert hashlib.sha256(tags[line[66:]]).hexdigest() == line[:64]
