from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from cast import Cast
from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, WrongUse
from guwah.steps.evidence import flows
from guwah.steps.evidence.flows.digests import ALGORITHMS
from guwah.steps.evidence.models import Comparison, Holding, Item, StatedDigest
from guwah.vault.models import LogEntry, Opening

# More than one piece of a read, and an end that fills none.
DATA = b"the ledger of the mill, page by page\n" * 60_000


@pytest.fixture
def holding(cast: Cast) -> Holding:
    source = flows.name_source(cast.chiara, cast.case, flows.SourceFacts("The ledger"))
    return flows.note_holding(cast.chiara, source, flows.HoldingFacts("The clerk"))


def _item(cast: Cast, holding: Holding, data: bytes = DATA) -> Item:
    return flows.add_file(cast.chiara, cast.case, io.BytesIO(data), "ledger.bin", source=holding.source).item


def _path(item: Item) -> Path:
    return flows.store().path(item.sha256)


@pytest.mark.parametrize("algorithm", list(ALGORITHMS))
def test_the_same_bytes_agree_whatever_the_algorithm(cast: Cast, holding: Holding, algorithm: str) -> None:
    item = _item(cast, holding)
    digest = hashlib.new(algorithm, DATA).hexdigest()

    stated = flows.state_digest(cast.chiara, holding, algorithm, digest, on="2024-02", on_whose_word="a note")

    compared = Comparison.objects.get()
    assert (compared.stated, compared.item, compared.result, compared.ours) == (
        stated,
        item,
        "agrees",
        digest,
    )
    assert (stated.digest, stated.stated_on, stated.on_whose_word) == (digest, "2024-02", "a note")
    assert list(LogEntry.objects.values_list("act", flat=True))[-2:] == ["digest-stated", "digest-compared"]
    assert Opening.objects.get(label="item", entry__act="digest-compared").value == {
        "id": item.pk,
        "result": "agrees",
    }


@pytest.mark.parametrize("algorithm", list(ALGORITHMS))
def test_one_other_byte_differs_and_both_digests_are_kept(
    cast: Cast, holding: Holding, algorithm: str
) -> None:
    _item(cast, holding)
    theirs = hashlib.new(algorithm, DATA + b"\n").hexdigest()

    flows.state_digest(cast.chiara, holding, algorithm, theirs)

    compared = Comparison.objects.get()
    assert compared.result == "differs"
    assert (compared.stated.digest, compared.ours) == (theirs, hashlib.new(algorithm, DATA).hexdigest())


def test_a_digest_is_read_as_people_write_it(cast: Cast, holding: Holding) -> None:
    digest = hashlib.sha256(DATA).hexdigest()
    written = ":".join(digest[at : at + 2] for at in range(0, 64, 2)).upper()

    stated = flows.state_digest(cast.chiara, holding, " SHA-256 ", f" {written}\n")

    assert (stated.algorithm, stated.digest) == ("sha256", digest)


@pytest.mark.parametrize(
    ("algorithm", "digest"), [("sha256", "ab" * 20), ("md5", "xy" * 16), ("sha1", ""), ("md5", "ab" * 17)]
)
def test_what_is_no_digest_is_not_taken(cast: Cast, holding: Holding, algorithm: str, digest: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        flows.state_digest(cast.chiara, holding, algorithm, digest)

    assert (refusal.value.code, StatedDigest.objects.count()) == ("bad-digest", 0)


def test_an_algorithm_nobody_here_knows_is_refused(cast: Cast, holding: Holding) -> None:
    with pytest.raises(WrongUse) as refusal:
        flows.state_digest(cast.chiara, holding, "crc32", "ab" * 4)

    assert refusal.value.code == "unknown-algorithm"


def test_what_was_stated_before_the_file_came_is_held_against_it_later(cast: Cast, holding: Holding) -> None:
    stated = flows.state_digest(cast.chiara, holding, "sha1", hashlib.sha1(DATA).hexdigest())  # noqa: S324 - what the holder stated
    assert flows.compare(cast.chiara, stated) == []
    item = _item(cast, holding)

    [compared] = flows.compare(cast.chiara, stated)

    assert (compared.item, compared.result) == (item, "agrees")


def test_every_file_that_came_is_compared_and_none_that_was_made_here(cast: Cast, holding: Holding) -> None:
    first, second = _item(cast, holding), _item(cast, holding, b"another page")
    flows.add_derived(cast.chiara, first, io.BytesIO(DATA[:100]), "cut.bin", flows.Tool("cutter", "1"))

    flows.state_digest(cast.chiara, holding, "sha256", second.sha256)

    assert list(Comparison.objects.values_list("item", "result")) == [
        (first.pk, "differs"),
        (second.pk, "agrees"),
    ]


@pytest.mark.parametrize("damage", ["missing", "head", "middle", "end"])
def test_a_damaged_file_of_ours_is_a_failed_comparison(cast: Cast, holding: Holding, damage: str) -> None:
    path = _path(_item(cast, holding))
    data = bytearray(path.read_bytes())
    if damage == "missing":
        path.unlink()
    else:
        data[{"head": 0, "middle": len(data) // 2, "end": -1}[damage]] ^= 1
        path.write_bytes(data)

    flows.state_digest(cast.chiara, holding, "md5", hashlib.md5(DATA).hexdigest())  # noqa: S324 - what the holder stated

    compared = Comparison.objects.get()
    assert (compared.result, compared.ours) == ("failed", "")
    assert compared.code == ("blob-missing" if damage == "missing" else "blob-broken")


def test_a_good_copy_elsewhere_is_known_though_ours_is_damaged(cast: Cast, holding: Holding) -> None:
    item = _item(cast, holding)
    _path(item).unlink()

    flows.state_digest(cast.chiara, holding, "sha256", item.sha256)

    assert Comparison.objects.get().result == "agrees"


def test_who_may_not_see_compares_nothing(cast: Cast, holding: Holding) -> None:
    stated = flows.state_digest(cast.chiara, holding, "sha256", "ab" * 32)

    with pytest.raises(NotPermitted):
        flows.state_digest(cast.farid, holding, "sha256", "ab" * 32)
    with pytest.raises(NotPermitted):
        flows.compare(cast.gulya, stated)
