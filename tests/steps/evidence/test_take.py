from __future__ import annotations

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cast import Cast
from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood
from guwah.steps.evidence import flows, queries
from guwah.steps.evidence.flows import taking
from guwah.steps.evidence.models import Item, Outcome, Source
from guwah.vault import intake, logfiles
from guwah.vault.intake import FILE, INCOMING, Note
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry, Opening

PAPER = b"flour 40 kg, yeast 2 kg\n"


@pytest.fixture
def stick(cast: Cast, tmp_path: Path) -> Path:
    flows.make_intake(cast.boris, tmp_path / "stick", "2026-11-22")
    return tmp_path / "stick"


def _add(stick: Path, data: bytes = PAPER, name: str = "list.txt", who: str = "Rahima") -> Note:
    when = datetime.now(UTC).isoformat()
    return intake.add(stick, io.BytesIO(data), Note("", "", name, when, 0, "", who, ""))


def _names(stick: Path) -> list[str]:
    return sorted(path.name for path in (stick / INCOMING).iterdir())


def _left() -> list[str]:
    return [path.name for path in (KEYRING.current().folder / "blobs").glob(".*")]


def test_what_lies_in_an_intake_becomes_items_and_goes_from_there(cast: Cast, stick: Path) -> None:
    one, two = _add(stick), _add(stick, os.urandom(3_000_000), "film.mp4")

    took = list(flows.take(cast.chiara, cast.case, stick))

    assert [(each.outcome, each.item and each.item.sha256) for each in took] == [
        ("sealed", one.sha256),
        ("sealed", two.sha256),
    ]
    assert _names(stick) == []
    assert flows.verify(cast.chiara, cast.case).broken == ()
    item = Item.objects.get(sha256=one.sha256)
    assert item.filename == "list.txt"
    assert item.source.provenance.startswith("Rahima · 20")
    entry = LogEntry.objects.filter(act="intake-taken").first()
    told = Opening.objects.get(entry=entry, label="intake").value
    assert told is not None
    assert (told["entry"], told["sha256"], told["who"]) == (one.entry_id, one.sha256, "Rahima")
    assert "Taken in from" in [each.words for each in queries.custody(item)][1]


def test_the_file_is_sealed_anew_under_a_key_the_stick_never_knew(cast: Cast, stick: Path) -> None:
    note = _add(stick)
    on_the_stick = (stick / INCOMING / f"{note.entry_id}.age").read_bytes()
    list(flows.take(cast.chiara, cast.case, stick))
    assert flows.store().path(note.sha256).read_bytes()[-20:] != on_the_stick[-20:]


def test_it_can_be_left_there_and_is_not_taken_twice(cast: Cast, stick: Path) -> None:
    _add(stick)
    first = list(flows.take(cast.chiara, cast.case, stick, keep=True))
    again = list(flows.take(cast.chiara, cast.case, stick))

    assert [each.outcome for each in (*first, *again)] == ["sealed", "taken-before"]
    assert again[0].item == first[0].item
    assert _names(stick) == []
    assert (Item.objects.count(), Outcome.objects.filter(step="seal").count()) == (1, 1)


def test_the_same_bytes_added_twice_are_one_item(cast: Cast, stick: Path) -> None:
    _add(stick), _add(stick, name="again.txt")
    assert [each.outcome for each in flows.take(cast.chiara, cast.case, stick)] == ["sealed", "duplicate"]
    assert Source.objects.get().title == "list"


def test_all_of_it_can_belong_to_one_source(cast: Cast, stick: Path) -> None:
    source = flows.name_source(cast.chiara, cast.case, flows.SourceFacts("A stick of papers"))
    _add(stick), _add(stick, b"another")
    list(flows.take(cast.chiara, cast.case, stick, source=source))
    assert source.items.count() == 2


@pytest.mark.parametrize("harm", ["byte", "cut", "exchanged", "note", "gone", "empty"])
def test_what_was_changed_on_the_way_is_refused_and_left_there(cast: Cast, stick: Path, harm: str) -> None:
    note = _add(stick, b"" if harm == "empty" else PAPER)
    good = _add(stick, b"another")
    path = stick / INCOMING / f"{note.entry_id}.age"
    if harm == "byte":
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:-3])
    elif harm == "exchanged":
        path.write_bytes((stick / INCOMING / f"{good.entry_id}.age").read_bytes())
    elif harm == "note":
        path.with_name(f"{note.entry_id}.note.age").write_bytes(b"age?")
    elif harm == "gone":
        path.unlink()

    took = {each.entry.entry_id: each for each in flows.take(cast.chiara, cast.case, stick)}

    expected = {"note": "note-broken", "gone": "bytes-missing", "empty": "empty-file"}
    assert took[note.entry_id].outcome == expected.get(harm, "intake-differs")
    assert took[note.entry_id].message
    assert took[note.entry_id].item is None
    assert took[good.entry_id].outcome == "sealed"
    assert f"{note.entry_id}.note.age" in _names(stick)
    assert (Item.objects.count(), _left()) == (1, [])


def test_a_kill_between_logging_and_removing_doubles_nothing(
    committed_cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, stick = committed_cast, tmp_path / "stick"
    flows.make_intake(cast.boris, stick, "2026-11-22")
    note = _add(stick)

    class Killed(Exception):
        pass

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(intake, "remove", kill)
        list(flows.take(cast.chiara, cast.case, stick))
    # Another kill chose the moment between the two removals.
    (stick / INCOMING / f"{note.entry_id}.age").unlink()

    assert [each.outcome for each in flows.take(cast.chiara, cast.case, stick)] == ["taken-before"]
    assert _names(stick) == []
    assert Item.objects.count() == 1
    assert logfiles.check().faults == ()


def test_a_failed_act_leaves_everything_on_the_stick(
    cast: Cast, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(Exception):
        pass

    def broken(*_: object) -> None:
        raise Broken

    _add(stick)
    monkeypatch.setattr(taking, "_log", broken)
    with pytest.raises(Broken):
        list(flows.take(cast.chiara, cast.case, stick))
    assert len(_names(stick)) == 2
    assert Item.objects.count() == 0


def test_who_may_not_add_takes_nothing_and_who_manages_no_members_makes_none(
    cast: Cast, stick: Path, tmp_path: Path
) -> None:
    _add(stick)
    with pytest.raises(NotPermitted):
        list(flows.take(cast.farid, cast.case, stick))
    with pytest.raises(NotPermitted):
        flows.make_intake(cast.chiara, tmp_path / "mine", "2026-11-22")
    assert len(_names(stick)) == 2
    assert not (tmp_path / "mine").exists()


def test_a_redirected_intake_is_not_taken_from(cast: Cast, stick: Path) -> None:
    (stick / FILE).write_text((stick / FILE).read_text().replace("2026-11-22", "2026-11-23"))
    with pytest.raises(NotUnderstood) as caught:
        list(flows.take(cast.chiara, cast.case, stick))
    assert caught.value.code == "intake-changed"
