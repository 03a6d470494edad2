from __future__ import annotations

import hashlib
import io
import itertools
import json
import os
import secrets
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cast import Cast
from guwah.accounts.cases import open_case
from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood
from guwah.steps.evidence import flows, queries
from guwah.steps.evidence.flows import taking
from guwah.steps.evidence.models import Handover, Item, Outcome, Source
from guwah.vault import intake, logfiles
from guwah.vault.age import AgeWriter
from guwah.vault.intake import FILE, INCOMING, Note
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry, Opening

if TYPE_CHECKING:
    from collections.abc import Callable

PAPER = b"flour 40 kg, yeast 2 kg\n"


@pytest.fixture
def stick(cast: Cast, tmp_path: Path) -> Path:
    flows.make_intake(cast.boris, tmp_path / "stick", "2026-11-22")
    return tmp_path / "stick"


WHEN = "2026-11-22T06:40:00+00:00"
_LATER = itertools.count(100)


def _add(
    stick: Path, data: bytes = PAPER, name: str = "list.txt", who: str = "Rahima", words: str = ""
) -> Note:
    # One second after the other: this is the order in which they are taken.
    when = f"2026-11-22T06:40:00.{next(_LATER)}+00:00"
    return intake.add(stick, io.BytesIO(data), Note("", "", name, when, 0, "", who, words))


def _put(stick: Path, note: Note | dict[str, object] | bytes, data: bytes = PAPER) -> str:
    """Put an entry there as anybody can who has the public key; return its name."""
    entry_id = secrets.token_hex(16)
    if isinstance(note, Note):
        note = asdict(note)
    if isinstance(note, dict):
        about = {"intake_id": intake.read(stick).intake_id, "entry_id": entry_id}
        note = json.dumps(note | about).encode()
    for ending, plain in ((".age", data), (".note.age", note)):
        sealed = bytearray()
        writer = AgeWriter(sealed.extend, intake.read(stick).recipients)
        writer.write(plain)
        writer.finish()
        (stick / INCOMING / f"{entry_id}{ending}").write_bytes(sealed)
    return entry_id


def _told(item: Item) -> list[dict[str, Any]]:
    about = Opening.objects.filter(label="item", about=item.pk).values("entry")
    rows = Opening.objects.filter(label="intake", entry__in=about).order_by("entry_id")
    return [row.value for row in rows if row.value is not None]


def _names(stick: Path) -> list[str]:
    return sorted(path.name for path in (stick / INCOMING).iterdir())


def _turn_last_bit(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


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


@pytest.mark.parametrize("harm", ["byte", "cut", "exchanged", "note", "gone"])
def test_what_was_changed_on_the_way_is_refused_and_left_there(cast: Cast, stick: Path, harm: str) -> None:
    note = _add(stick)
    good = _add(stick, b"another")
    path = stick / INCOMING / f"{note.entry_id}.age"
    if harm == "byte":
        _turn_last_bit(path)
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:-3])
    elif harm == "exchanged":
        path.write_bytes((stick / INCOMING / f"{good.entry_id}.age").read_bytes())
    elif harm == "note":
        path.with_name(f"{note.entry_id}.note.age").write_bytes(b"age?")
    elif harm == "gone":
        path.unlink()

    took = {each.entry.entry_id: each for each in flows.take(cast.chiara, cast.case, stick)}

    expected = {"note": "note-broken", "gone": "bytes-missing"}
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


def test_every_note_is_kept_in_the_source_that_is_named_for_all(cast: Cast, stick: Path) -> None:
    source = flows.name_source(cast.chiara, cast.case, flows.SourceFacts("A stick of papers"))
    _add(stick, words="NOTEFIRST"), _add(stick, b"another", who="Sabit", words="NOTESECOND")

    took = list(flows.take(cast.chiara, cast.case, stick, source=source))

    rows = Handover.objects.filter(source=source).order_by("pk")
    assert [(row.from_whom, row.on_whose_word, row.words) for row in rows] == [
        ("Rahima", "Rahima", "NOTEFIRST"),
        ("Sabit", "Sabit", "NOTESECOND"),
    ]
    assert {row.on for row in rows} == {"2026-11-22"}
    assert {row.channel for row in rows} == {"storage"}
    for each, words in zip(took, ("NOTEFIRST", "NOTESECOND"), strict=True):
        assert each.item is not None
        assert [told["words"] for told in _told(each.item)] == [words]
    # What one of them says is not said of the whole source.
    assert Source.objects.get(pk=source.pk).provenance == ""


def test_the_note_of_bytes_that_are_here_already_is_kept(cast: Cast, stick: Path) -> None:
    _add(stick, words="NOTEFIRST"), _add(stick, name="again.txt", who="Sabit", words="NOTEAGAIN")

    first, again = flows.take(cast.chiara, cast.case, stick)

    assert (first.outcome, again.outcome) == ("sealed", "duplicate")
    assert first.item == again.item
    assert first.item is not None
    assert [(told["words"], told["name"]) for told in _told(first.item)] == [
        ("NOTEFIRST", "list.txt"),
        ("NOTEAGAIN", "again.txt"),
    ]
    rows = Handover.objects.filter(source=first.item.source).order_by("pk")
    assert [(row.from_whom, row.words) for row in rows] == [("Rahima", "NOTEFIRST"), ("Sabit", "NOTEAGAIN")]
    assert {row.item for row in rows} == {first.item}
    assert _names(stick) == []


def test_a_note_is_in_the_vault_before_anything_is_removed(
    cast: Cast, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    remove = intake.remove

    def looking(folder: Path, entry_id: str) -> None:
        seen.append((Handover.objects.count(), Opening.objects.filter(label="intake").count()))
        remove(folder, entry_id)

    monkeypatch.setattr(intake, "remove", looking)
    _add(stick, words="one"), _add(stick, words="two")
    list(flows.take(cast.chiara, cast.case, stick))
    # The first opening is that of the intake's making.
    assert seen == [(1, 2), (2, 3)]


def test_words_without_end_and_signs_no_table_takes_are_kept_readable(cast: Cast, stick: Path) -> None:
    who = "the one who " * 40
    note = Note("", "", "\udcff\udcfe.bin", "yesterday", len(PAPER), "", who, "a\x00b\ud800\nline")
    _put(stick, replace(note, sha256=hashlib.sha256(PAPER).hexdigest()))

    (took,) = flows.take(cast.chiara, cast.case, stick)

    assert took.item is not None
    assert took.item.filename == "[xFF][xFE].bin"
    row = Handover.objects.get(source=took.item.source)
    assert row.on == ""
    assert row.from_whom == who[:200]
    assert row.words == f"{who}\na[U+0000]b[U+D800]\nline".strip()
    assert _told(took.item)[0]["added"] == "yesterday"


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _elsewhere(path: Path) -> None:
    path.symlink_to("/etc/passwd")


@pytest.mark.parametrize("ending", [".age", ".note.age"])
@pytest.mark.parametrize("harm", [_fifo, _endless, _elsewhere, Path.mkdir])
def test_a_hostile_stick_neither_hangs_nor_is_read_without_end(
    cast: Cast, stick: Path, ending: str, harm: Callable[[Path], None]
) -> None:
    note, good = _add(stick), _add(stick, b"another")
    path = stick / INCOMING / f"{note.entry_id}{ending}"
    path.unlink()
    harm(path)
    harm(stick / INCOMING / f"{'d' * 32}.age")
    harm(stick / INCOMING / ".part-strange")

    took = {each.entry.entry_id: each for each in flows.take(cast.chiara, cast.case, stick)}

    assert (took[note.entry_id].outcome, took[good.entry_id].outcome) == ("not-a-file", "sealed")
    assert "It was not opened" in took[note.entry_id].message
    assert os.path.lexists(path)


def test_bytes_that_cannot_be_opened_stop_nothing(cast: Cast, stick: Path) -> None:
    note, good = _add(stick), _add(stick, b"another")
    (stick / INCOMING / f"{note.entry_id}.age").chmod(0)
    if os.access(stick / INCOMING / f"{note.entry_id}.age", os.R_OK):
        # Nothing is forbidden to root.
        assert [each.outcome for each in flows.take(cast.chiara, cast.case, stick)] == ["sealed"] * 2
        return
    took = {each.entry.entry_id: each for each in flows.take(cast.chiara, cast.case, stick)}
    assert (took[note.entry_id].outcome, took[good.entry_id].outcome) == ("unreadable-file", "sealed")


@pytest.mark.parametrize(
    "wrong",
    [
        b"[" * 200_000,
        b"[]",
        b"null",
        b'"words"',
        b"\xff",
        {"name": 1},
        {"added": 5},
        {"words": None},
        {"size": "24"},
        {"size": True},
        {"size": -1},
        {"size": 1 << 80},
        {"sha256": "x"},
        {"more": 1},
    ],
    ids=repr,
)
def test_a_note_that_is_no_note_stops_nothing(
    cast: Cast, stick: Path, wrong: bytes | dict[str, object]
) -> None:
    good = _add(stick)
    told = asdict(Note("", "", "x", WHEN, len(PAPER), good.sha256, "", ""))
    bad = _put(stick, wrong if isinstance(wrong, bytes) else told | wrong)

    took = {each.entry.entry_id: each.outcome for each in flows.take(cast.chiara, cast.case, stick)}

    assert took == {bad: "note-broken", good.entry_id: "sealed"}


@pytest.mark.parametrize("size", [len(PAPER) - 1, len(PAPER) + 1, 1 << 60, 0])
def test_more_or_fewer_bytes_than_the_note_tells_are_not_read(cast: Cast, stick: Path, size: int) -> None:
    digest = hashlib.sha256(PAPER).hexdigest()
    _put(stick, Note("", "", "x", WHEN, size, digest, "", ""))
    (took,) = flows.take(cast.chiara, cast.case, stick)
    assert took.outcome == "intake-differs"
    assert (Item.objects.count(), Handover.objects.count(), _left()) == (0, 0, [])


def test_a_folder_that_is_a_link_is_not_swept(cast: Cast, stick: Path, tmp_path: Path) -> None:
    ours = tmp_path / "ours" / f"{'0' * 32}.age"
    ours.parent.mkdir()
    ours.write_bytes(b"a sealed file of ours")
    (stick / INCOMING).rmdir()
    (stick / INCOMING).symlink_to(ours.parent)
    with pytest.raises(NotUnderstood) as caught:
        list(flows.take(cast.chiara, cast.case, stick))
    assert caught.value.code == "intake-broken"
    with pytest.raises(NotUnderstood):
        _add(stick)
    assert ours.exists()


@pytest.mark.parametrize("harm", [_fifo, _endless, Path.mkdir])
def test_what_an_intake_says_of_itself_is_a_file_or_nothing(
    cast: Cast, stick: Path, harm: Callable[[Path], None]
) -> None:
    (stick / FILE).unlink()
    harm(stick / FILE)
    with pytest.raises(NotUnderstood) as caught:
        list(flows.take(cast.chiara, cast.case, stick))
    assert caught.value.code == "intake-broken"


@pytest.mark.parametrize("text", ["x = " + "[" * 60_000, 'mac = "\u00e9"', "recipients = [5]"])
def test_odd_words_of_an_intake_about_itself_are_refused(cast: Cast, stick: Path, text: str) -> None:
    said = (stick / FILE).read_text()
    kept = [line for line in said.splitlines() if not line.startswith(text.partition(" ")[0])]
    (stick / FILE).write_text("\n".join([*kept, text]))
    with pytest.raises(NotUnderstood) as caught:
        list(flows.take(cast.chiara, cast.case, stick))
    assert caught.value.code in {"intake-broken", "intake-changed"}


@pytest.mark.parametrize("named", [True, False])
def test_of_an_empty_file_name_and_note_are_kept_and_it_goes(cast: Cast, stick: Path, *, named: bool) -> None:
    # An earlier version added such.
    source = flows.name_source(cast.chiara, cast.case, flows.SourceFacts("A stick")) if named else None
    nothing = hashlib.sha256(b"").hexdigest()
    _put(stick, Note("", "", "list.txt", WHEN, 0, nothing, "Rahima", "it was full once"), b"")

    before = list(flows.take(cast.chiara, cast.case, stick, source=source, keep=True))
    again = list(flows.take(cast.chiara, cast.case, stick, source=source))

    assert [(each.outcome, each.item) for each in (*before, *again)] == [
        ("empty-file", None),
        ("taken-before", None),
    ]
    row = Handover.objects.get(words="it was full once")
    assert row.source.title == ("A stick" if named else "list")
    assert (row.source.filed, _names(stick), Item.objects.count()) == (False, [], 0)


def test_an_empty_file_is_not_added(cast: Cast, stick: Path) -> None:
    with pytest.raises(NotUnderstood) as caught:
        _add(stick, b"")
    assert caught.value.code == "empty-file"
    assert _names(stick) == []


def test_a_folder_that_lets_nothing_go_is_told_and_the_thing_is_in_the_vault(
    cast: Cast, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    _add(stick, words="kept")
    with monkeypatch.context() as patched:
        patched.setattr(intake, "remove", read_only)
        patched.setattr(intake, "sweep", read_only)
        (took,) = flows.take(cast.chiara, cast.case, stick)
    assert (took.outcome, "did not let it be removed" in took.message) == ("sealed", True)
    assert [each.outcome for each in flows.take(cast.chiara, cast.case, stick)] == ["taken-before"]
    assert Handover.objects.count() == 1


def test_what_was_taken_into_one_case_and_left_there_can_be_taken_into_another(
    cast: Cast, stick: Path
) -> None:
    other = open_case(cast.boris, "Another")
    _add(stick, words="for both")
    (first,) = flows.take(cast.boris, cast.case, stick, keep=True)
    (second,) = flows.take(cast.boris, other, stick)
    assert [first.outcome, second.outcome] == ["sealed", "sealed"]
    assert second.item is not None
    assert second.item.source.case == other
    assert first.item != second.item


def test_another_thing_under_a_name_that_was_taken_is_not_taken_for_it(cast: Cast, stick: Path) -> None:
    note = _add(stick)
    list(flows.take(cast.chiara, cast.case, stick, keep=True))
    data = b"something else"
    about = replace(note, size=len(data), sha256=hashlib.sha256(data).hexdigest())
    entry_id = _put(stick, json.dumps(asdict(about)).encode(), data)
    for ending in (".age", ".note.age"):
        (stick / INCOMING / f"{entry_id}{ending}").rename(stick / INCOMING / f"{note.entry_id}{ending}")
    (took,) = flows.take(cast.chiara, cast.case, stick)
    assert (took.outcome, took.item and took.item.sha256) == ("sealed", about.sha256)
