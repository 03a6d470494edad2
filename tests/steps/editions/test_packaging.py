from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tracemalloc
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import guwah_verify
import vouched
from cast import Cast
from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, Problem, Refused, WrongUse
from guwah.instruments.proofs.manifests import FileEntry, PackageManifest
from guwah.steps.consent import flows as consent
from guwah.steps.editions.anchored import anchors_over
from guwah.steps.editions.checkers import checker_files
from guwah.steps.editions.flows.packaging import Errand, Exported, export_package
from guwah.steps.editions.package_files import To
from guwah.steps.editions.refusals import EditionRefused
from guwah.steps.evidence import flows as evidence
from guwah.steps.evidence.flows import store
from guwah.steps.evidence.models import Item, Outcome
from guwah.steps.testimony.flows import cut, import_transcript
from guwah.steps.testimony.layers.tables import TextReview
from guwah.vault.age import AgeReader, Identity
from guwah.vault.custody import Act
from guwah.vault.erasing import erase_openings
from guwah.vault.models import LogEntry, Opening
from kept import TALK, keep
from oven import forms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

THEM, OTHERS, STRANGER = Identity(b"\x01" * 32), Identity(b"\x02" * 32), Identity(b"\x03" * 32)
COURT = To("Court of Tallow Bridge", THEM.recipient)
SOUND = b"RIFF....WAVE" + bytes(range(256)) * 700
PAPER = b"%PDF-1.4 the licence of Kamal Bekov\n" * 9
GRANT: Mapping[str, Any] = {
    "id": "for Zeynep",
    "kind": "grant",
    "by": "Zeynep of the oven",
    "state": "given",
    "material": "*",
    "actions": ["share_named"],
    "audiences": ["named_recipient"],
    "recipients": [COURT.name],
    "identity": ["*"],
    "media": ["*"],
    "languages": ["*"],
    "words": "take it to the court, said Zeynep",
}


@dataclass
class Shelf:
    """A case with a sound and a paper, and hands to give them away."""

    cast: Cast
    items: list[Item]

    def grant(self, **changes: object) -> None:
        given = {key: value for key, value in {**GRANT, **changes}.items() if value is not None}
        consent.take(self.cast.chiara, self.cast.case, given, None)

    def export(
        self,
        out: Path,
        *to: To,
        items: list[Item] | None = None,
        purpose: str = "Hearing of 3 June",
        settled: bool = True,
    ) -> Exported:
        errand = Errand(to or (COURT,), purpose, settled)
        chosen = self.items if items is None else items
        return export_package(self.cast.boris, self.cast.case, chosen, errand, out)

    def refusals(self, out: Path, *to: To, items: list[Item] | None = None) -> set[str]:
        before = (LogEntry.objects.count(), set(out.parent.iterdir()))
        with pytest.raises(EditionRefused) as caught:
            self.export(out, *to, items=items)
        assert (LogEntry.objects.count(), set(out.parent.iterdir())) == before
        return {each.code for each in caught.value.refusals}


@pytest.fixture
def shelf(committed_cast: Cast) -> Shelf:
    found = [
        evidence.add_file(committed_cast.chiara, committed_cast.case, io.BytesIO(data), name).item
        for data, name in ((SOUND, "Message of Zeynep 12.wav"), (PAPER, "licence.pdf"))
    ]
    return Shelf(committed_cast, found)


def unpack(file: Path, identity: Identity, folder: Path) -> Path:
    """Open a package as its recipient, and return the folder of the bag."""
    with AgeReader(file.open("rb"), (identity,)) as plain, tarfile.open(fileobj=plain) as tar:
        tar.extractall(folder, filter="data")
    (bag,) = folder.iterdir()
    return bag


def verify(bag: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """Check as a stranger does: alone, without our packages."""
    command = [sys.executable, "-I", "-S", guwah_verify.__file__, str(bag), "--json", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    value: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, value


@pytest.mark.parametrize("invented", [True, False])
def test_a_package_of_an_invented_case_says_so(shelf: Shelf, tmp_path: Path, invented: bool) -> None:
    shelf.cast.case.invented = invented
    shelf.cast.case.save()
    shelf.grant()
    shelf.export(tmp_path / "p.tar.age")

    bag = unpack(tmp_path / "p.tar.age", THEM, tmp_path / "open")

    assert json.loads((bag / "data/items.json").read_bytes())["invented"] is invented
    assert (bag / "data/HOW-TO-CHECK.txt").read_text("utf-8").startswith("Invented sample: ") is invented
    assert verify(bag)[0] == 0


def test_a_recipient_opens_it_and_a_stranger_checks_it(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant()
    size = vouched.cosign()
    made = shelf.export(tmp_path / "p.tar.age")
    vouched.stamp(tmp_path / "tsa")

    bag = unpack(tmp_path / "p.tar.age", THEM, tmp_path / "open")

    assert bag.name == f"guwah-package-{made.package}"
    assert (bag / f"data/objects/item-{shelf.items[0].pk}.wav").read_bytes() == SOUND
    assert (bag / f"data/objects/item-{shelf.items[1].pk}.pdf").read_bytes() == PAPER
    code, value = verify(bag)
    assert (code, value.get("broken")) == (0, None)
    assert value["package"] == {
        "purpose": "Hearing of 3 June",
        "recipients": [{"key": str(COURT.key), "name": COURT.name}],
    }
    assert value["included"]["index"] == made.log_index
    assert [each["role"] for each in value["signed_by"]] == ["package", "log"]
    assert hashlib.sha256((bag / "proof/manifest.json").read_bytes()).hexdigest() == made.root
    assert made.size == (tmp_path / "p.tar.age").stat().st_size
    # What was signed before the package was made says nothing about it.
    assert size <= made.log_index
    assert (value["existed_by"], value["witnessed"]) == ([], [])


def test_what_stamped_and_signed_the_log_since_goes_with_the_next_one(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant()
    first = shelf.export(tmp_path / "first.age")
    authority = vouched.stamp(tmp_path / "tsa")
    vouched.cosign()

    # The first package is as it was; what others say of its entry is asked of the log again.
    anchors = anchors_over(first.log_index)

    assert [bool(each.stamps) for each in anchors] == [True, False]
    assert [bool(each.lines) for each in anchors] == [False, True]
    assert authority.stamper != authority.root


def test_it_is_a_bag_by_the_standard(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant()
    shelf.export(tmp_path / "p.age")
    bag = unpack(tmp_path / "p.age", THEM, tmp_path / "open")
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run(
            ["sha256sum", "--strict", "-c", manifest], cwd=bag, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert (bag / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    listed = {line[66:] for line in (bag / "manifest-sha256.txt").read_text().splitlines()}
    there = {str(path.relative_to(bag)) for path in (bag / "data").rglob("*") if path.is_file()}
    assert listed == there
    octets = sum((bag / path).stat().st_size for path in there)
    assert f"Payload-Oxum: {octets}.{len(there)}\n" in (bag / "bag-info.txt").read_text()


def test_only_recipients_open_it_and_the_file_names_none(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant(recipients=[COURT.name, "The paper"])
    shelf.export(tmp_path / "p.age", COURT, To("The paper", OTHERS.recipient))
    data = (tmp_path / "p.age").read_bytes()
    for identity in (THEM, OTHERS):
        unpack(tmp_path / "p.age", identity, tmp_path / identity.secret.hex())
    with pytest.raises(Exception, match="None of our keys"):
        AgeReader((tmp_path / "p.age").open("rb"), (STRANGER,))
    header = data[: data.index(b"\n---")].split(b"\n")
    assert [line[:10] for line in header if line.startswith(b"->")] == [b"-> X25519 "] * 2
    for words in (COURT.name, str(COURT.key), "Hearing", "item-"):
        assert words.encode() not in data
    assert (tmp_path / "p.age").stat().st_mode & 0o777 == 0o600


def test_nothing_but_what_was_asked_for_is_in_it(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant(conditions=[{"code": "credit", "params": {"as": "Zeynep of the oven"}, "met": True}])
    vouched.cosign()
    vouched.stamp(tmp_path / "tsa")
    shelf.export(tmp_path / "p.age", items=shelf.items[:1])
    bag = unpack(tmp_path / "p.age", THEM, tmp_path / "open")
    checkers = checker_files().values()
    objects = {f"item-{shelf.items[0].pk}.wav"}
    assert {path.name for path in (bag / "data/objects").iterdir()} == objects
    never = [
        *("Zeynep", "oven", "Message", "licence", "Bekov", "take it to the court", "for Zeynep"),
        *(vouched.PARTNER_NAME, vouched.AUTHORITY_NAME, shelf.cast.case.title),
        *(member.display_name for member in shelf.cast.members.values()),
        *("chiara", "boris", "aygul"),
    ]
    for path in bag.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        if data not in (*checkers, SOUND):
            for words in never:
                for form in forms(words):
                    assert form not in data, (path.name, words)
                    assert form not in path.name.encode()


def test_the_terms_are_told_in_codes(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant(conditions=[{"code": "not_after", "params": {"date": "2199-01-01"}}])
    shelf.export(tmp_path / "p.age")
    bag = unpack(tmp_path / "p.age", THEM, tmp_path / "open")
    (record,) = json.loads((bag / "data/consent.json").read_bytes())["records"]
    assert record["actions"] == ["share_named"]
    assert record["conditions"] == [{"code": "not_after", "met": None, "params": {"date": "2199-01-01"}}]
    assert not {"by", "words", "recipients", "id", "anchor", "material"} & set(record)


def test_it_is_logged_with_recipients_and_purpose_before_it_is_written(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant()
    made = shelf.export(tmp_path / "p.age")
    entry = LogEntry.objects.get(index=made.log_index)
    assert (entry.act, entry.case) == (Act.EXPORTED, shelf.cast.case.pk)
    told = Opening.objects.get(entry=entry, label="errand").value
    assert told == {
        "purpose": "Hearing of 3 June",
        "recipients": [{"key": str(COURT.key), "name": COURT.name}],
    }
    assert COURT.name not in bytes(entry.entry).decode()
    for item in shelf.items:
        (outcome,) = item.outcomes.filter(step="export")
        assert outcome.result == Outcome.Result.DONE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (None, "no-grant"),
        ({"actions": ["publish_text"]}, "no-grant"),
        ({"recipients": ["Somebody else"]}, "recipient-not-granted"),
        ({"audiences": ["case_team"]}, "audience-not-granted"),
        ({"media": ["text"]}, "medium-not-granted"),
        ({"identity": ["anonymous"]}, "identity-not-granted"),
        ({"valid_to": "2001-01-01"}, "no-longer-valid"),
        ({"conditions": [{"code": "redact_first", "params": {"category": "health"}}]}, "cut-first"),
    ],
)
def test_without_consent_to_just_this_nothing_goes_out(
    shelf: Shelf, tmp_path: Path, change: dict[str, Any] | None, code: str
) -> None:
    if change is not None:
        shelf.grant(**change)
    assert code in shelf.refusals(tmp_path / "p.age")


def test_a_no_wins_and_a_part_of_a_no_keeps_the_whole_file(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant()
    first = {"source": f"item:{shelf.items[0].pk}", "spans": [[3, 9]]}
    shelf.grant(id="no", kind="prohibition", state="refused", material=[first], recipients=None)
    assert shelf.refusals(tmp_path / "p.age") == {"prohibited"}
    shelf.export(tmp_path / "p.age", items=shelf.items[1:])


def test_a_grant_of_one_item_is_none_of_the_other(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant(material=f"item:{shelf.items[1].pk}")
    assert shelf.refusals(tmp_path / "p.age") == {"no-grant"}
    shelf.export(tmp_path / "p.age", items=shelf.items[1:])


def test_partners_are_asked_for_as_partners(shelf: Shelf, tmp_path: Path) -> None:
    vouched.cosign()
    mill = To(vouched.PARTNER_NAME, OTHERS.recipient)
    shelf.grant(recipients=[mill.name])
    assert shelf.refusals(tmp_path / "p.age", mill) == {"no-grant"}
    shelf.grant(
        id="g2", actions=["share_network"], audiences=["trusted_partner"], recipients=[vouched.PARTNER_NAME]
    )
    shelf.export(tmp_path / "p.age", mill)


def test_questions_are_settled_by_whoever_hands_it_out(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant()
    with pytest.raises(Refused, match="cannot be masked") as caught:
        shelf.export(tmp_path / "p.age", settled=False)
    assert caught.value.code == "open-questions"
    assert not list(tmp_path.glob("*.age"))


@pytest.mark.parametrize(
    ("errand", "code"),
    [
        (Errand((), "hearing"), "no-recipient"),
        (Errand((replace(COURT, name=" "),), "hearing"), "no-recipient"),
        (Errand((COURT,), " \n"), "no-purpose"),
        (Errand((COURT,), "x" * 2001), "no-purpose"),
    ],
)
def test_it_names_recipients_and_purpose(shelf: Shelf, tmp_path: Path, errand: Errand, code: str) -> None:
    with pytest.raises(WrongUse) as caught:
        export_package(shelf.cast.boris, shelf.cast.case, shelf.items, errand, tmp_path / "p.age")
    assert caught.value.code == code


def test_only_who_may_hands_out_and_only_of_one_case(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant()
    errand = Errand((COURT,), "hearing", settled=True)
    for member in (shelf.cast.chiara, shelf.cast.emine, shelf.cast.farid, shelf.cast.hanna):
        with pytest.raises(NotPermitted):
            export_package(member, shelf.cast.case, shelf.items, errand, tmp_path / "p.age")
    with pytest.raises(WrongUse, match="no file"):
        shelf.export(tmp_path / "p.age", items=[])
    shelf.items[0].source.case = type(shelf.cast.case)(pk=99)
    with pytest.raises(WrongUse, match="another case"):
        shelf.export(tmp_path / "p.age")


def test_a_place_that_is_taken_is_left_alone(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant()
    (tmp_path / "p.age").write_bytes(b"mine")
    with pytest.raises(WrongUse, match="already"):
        shelf.export(tmp_path / "p.age")
    assert (tmp_path / "p.age").read_bytes() == b"mine"


def break_bytes(item: Item) -> None:
    path = store().path(item.sha256)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "code", "failed"),
    [
        (lambda item: store().path(item.sha256).unlink(), "blob-missing", False),
        (lambda item: store().path(item.sha256).write_bytes(b"no age file"), "blob-broken", False),
        (break_bytes, "blob-broken", True),
        (lambda item: erase_openings("a" * 16, item.log_index, reason="asked"), "opening-erased", False),
    ],
)
def test_a_damaged_item_is_told_and_nothing_is_left(
    shelf: Shelf, tmp_path: Path, harm: Callable[[Item], object], code: str, failed: bool
) -> None:
    shelf.grant()
    harm(shelf.items[0])
    with pytest.raises(Problem) as caught:
        shelf.export(tmp_path / "p.age")
    assert caught.value.code == code
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []
    kept = Outcome.objects.filter(step="export").values_list("result", "code")
    assert set(kept) == ({("failed", code)} if failed else set())


def test_a_disk_that_refuses_leaves_nothing_and_is_written_down(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.grant()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem):
        shelf.export(tmp_path / "p.age")
    assert not list(tmp_path.glob("*p.age*"))


def test_what_a_killed_packing_left_is_written_anew_and_what_is_written_now_is_not(
    shelf: Shelf, tmp_path: Path
) -> None:
    shelf.grant()
    left = tmp_path / ".p.age.part"
    left.write_bytes(b"half a package")
    with left.open("rb") as theirs:
        fcntl.flock(theirs, fcntl.LOCK_EX)
        with pytest.raises(NotUnderstood, match="could not be written"):
            shelf.export(tmp_path / "p.age")
        assert left.read_bytes() == b"half a package"
    shelf.export(tmp_path / "p.age")
    assert (tmp_path / "p.age").read_bytes().startswith(b"age-encryption.org/v1\n")
    assert not left.exists()


def test_a_folder_that_is_not_there_is_told(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant()
    with pytest.raises(NotUnderstood, match="could not be written"):
        shelf.export(tmp_path / "nowhere" / "p.age")
    assert set(Outcome.objects.filter(step="export").values_list("code", flat=True)) == {"not-written"}


def test_its_manifest_is_the_one_the_builder_wrote(shelf: Shelf, tmp_path: Path) -> None:
    shelf.grant()
    made = shelf.export(tmp_path / "p.age")
    bag = unpack(tmp_path / "p.age", THEM, tmp_path / "open")
    value = json.loads((bag / "proof/manifest.json").read_bytes())
    assert value["package"] == made.package
    assert (
        PackageManifest(
            value["package"],
            tuple((each["name"], each["key"]) for each in value["recipients"]),
            value["purpose"],
            value["built_at"],
            tuple(FileEntry(each["path"], each["sha256"], each["bytes"]) for each in value["files"]),
        ).data
        == (bag / "proof/manifest.json").read_bytes()
    )


def test_words_of_its_texts_keep_a_file_in(shelf: Shelf, tmp_path: Path) -> None:
    talk = keep(shelf.cast, "A talk", TALK)
    talk.layer.source = shelf.items[0].source
    talk.layer.save()
    shelf.grant()
    shelf.export(tmp_path / "first.age", items=shelf.items[:1])

    consent.decide_span(shelf.cast.chiara, shelf.cast.case, talk.at("the flour was damp"), show=False)
    assert shelf.refusals(tmp_path / "p.age", items=shelf.items[:1]) == {"masked-inside"}
    shelf.export(tmp_path / "second.age", items=shelf.items[1:])

    cut(shelf.cast.chiara, shelf.cast.case, talk.at("5 May 2011"), "health", "witness")
    assert shelf.refusals(tmp_path / "p.age", items=shelf.items[:1]) == {"cut-inside", "masked-inside"}
    with pytest.raises(EditionRefused) as caught:
        shelf.export(tmp_path / "p.age", items=shelf.items[1:], purpose="It closed on 5 May 2011")
    assert {each.code for each in caught.value.refusals} == {"leak"}


@pytest.mark.parametrize("kind", ["translation", "machine"])
def test_a_cut_in_another_version_counts_for_the_file_of_the_original(
    shelf: Shelf, tmp_path: Path, kind: str
) -> None:
    talk, other = (
        keep(shelf.cast, "A talk", TALK),
        keep(shelf.cast, "The same in Kazakh", TALK, kind),
    )
    talk.layer.source = shelf.items[0].source
    talk.layer.save()
    other.layer.translated_from = talk.layer
    other.layer.save()
    shelf.grant()
    cut(shelf.cast.chiara, shelf.cast.case, other.at("5 May 2011"), "health", "witness")
    assert shelf.refusals(tmp_path / "p.age", items=shelf.items[:1]) == {"cut-inside"}


def test_the_file_of_an_unchecked_machine_draft_stays(shelf: Shelf, tmp_path: Path) -> None:
    chiara, case = shelf.cast.chiara, shelf.cast.case
    item = evidence.add_file(chiara, case, io.BytesIO(TALK.encode()), "talk.txt").item
    draft = import_transcript(chiara, case, item, kind="machine")
    shelf.grant()
    assert shelf.refusals(tmp_path / "p.age", items=[item]) == {"machine-draft"}
    against = TextReview.Against.RECORDING
    TextReview.objects.create(revision=draft.revision, against=against, made_by=shelf.cast.daniyar)
    shelf.export(tmp_path / "p.age", items=[item])


def test_a_grant_of_the_file_alone_is_none_of_its_texts(shelf: Shelf, tmp_path: Path) -> None:
    talk = keep(shelf.cast, "A talk", TALK)
    talk.layer.source = shelf.items[0].source
    talk.layer.save()
    shelf.grant(material=f"layer:{talk.layer.pk}")
    assert "no-grant" in shelf.refusals(tmp_path / "p.age", items=shelf.items[:1])


def test_a_large_file_goes_through_little_memory_and_nothing_lies_in_the_clear(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = b"the licence lies under the third sack of flour "
    data = marker * (24_000_000 // len(marker))
    item = evidence.add_file(shelf.cast.chiara, shelf.cast.case, io.BytesIO(data), "large.bin").item
    shelf.grant()
    seen: list[bool] = []
    sync = os.fsync

    def look(descriptor: int) -> None:
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        seen.extend(marker[:20] in path.read_bytes() for path in files)
        sync(descriptor)

    tracemalloc.start()
    shelf.export(tmp_path / "p.age", items=[item])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12_000_000
    monkeypatch.setattr(os, "fsync", look)
    shelf.export(tmp_path / "q.age", items=[item])
    assert seen
    assert not any(seen)
