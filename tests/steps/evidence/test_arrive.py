from __future__ import annotations

import hashlib
import io
import os
import socket
from pathlib import Path

import pytest
from django.db import transaction

from cast import Cast
from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.steps.evidence import flows
from guwah.steps.evidence.flows import arrive
from guwah.steps.evidence.models import Item, Outcome, Source
from guwah.vault import logfiles
from guwah.vault.append_only import Overwritten
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry, Opening

LETTER = "The ovens stayed cold on the morning of 3 March.\nنان ئىسسىق ئەمەس.\n".encode()


def _blobs() -> list[Path]:
    return [path for path in (KEYRING.current().folder / "blobs").rglob("*") if path.is_file()]


def _add(cast: Cast, data: bytes = LETTER, name: str = "letter.txt", **more: object) -> flows.Added:
    return flows.add_file(cast.chiara, cast.case, io.BytesIO(data), name, **more)  # type: ignore[arg-type]  # passed through


def test_a_file_is_sealed_written_down_and_logged_in_one_act(committed_cast: Cast) -> None:
    added = _add(committed_cast)

    item = added.item
    entry = LogEntry.objects.get(index=item.log_index)
    assert added.outcome == "sealed"
    assert (item.sha256, item.size) == (hashlib.sha256(LETTER).hexdigest(), len(LETTER))
    assert (item.kind, item.media_type, item.filename) == ("text", "text/plain", "letter.txt")
    assert (item.source.number, item.source.title) == (1, "letter")
    assert (entry.act, entry.actor, entry.case) == (
        "sealed",
        committed_cast.chiara.actor,
        committed_cast.case.pk,
    )
    assert logfiles.check().faults == ()


def test_what_was_sealed_comes_back_byte_for_byte(cast: Cast) -> None:
    data = os.urandom(700_001)

    item = _add(cast, data, "noise.bin").item

    with flows.open_item(cast.farid, item) as reader:
        assert reader.read() == data


def test_nothing_in_the_log_entry_shows_the_digest_or_the_name(cast: Cast) -> None:
    item = _add(cast, name="Document of Emine.txt").item

    entry = LogEntry.objects.get(index=item.log_index)
    assert item.sha256.encode() not in bytes(entry.entry)
    assert b"Emine" not in bytes(entry.entry)
    value = Opening.objects.get(entry=entry, label="item").value
    assert value is not None
    assert value["sha256"] == item.sha256


def test_the_steps_done_with_an_item_are_recorded_outcomes(cast: Cast) -> None:
    known, unknown = _add(cast).item, _add(cast, b"\x00\x01\x02 nobody knows", "x.mp3").item

    def outcomes(item: Item) -> list[tuple[str, str, str]]:
        return list(item.outcomes.values_list("step", "result", "code"))

    assert outcomes(known) == [("seal", "done", ""), ("identify", "done", "")]
    assert outcomes(unknown) == [("seal", "done", ""), ("identify", "failed", "kind-unknown")]


def test_the_same_bytes_are_kept_once_in_a_case(cast: Cast) -> None:
    first = _add(cast)
    again = _add(cast, name="the same letter.txt")

    assert (again.outcome, again.item) == ("duplicate", first.item)
    assert Item.objects.count() == Source.objects.count() == 1
    assert list(Outcome.objects.filter(step="seal").values_list("code", flat=True)) == ["", "duplicate"]


def test_the_same_bytes_under_another_source_are_an_item_of_it(cast: Cast) -> None:
    first = _add(cast)
    other = flows.name_source(cast.chiara, cast.case, flows.SourceFacts("Paper 17"))

    second = _add(cast, source=other)
    third = _add(cast, source=other)

    assert (second.outcome, third.outcome) == ("sealed", "duplicate")
    assert second.item != first.item
    assert third.item == second.item
    assert len(_blobs()) == 1


def test_the_same_bytes_in_another_case_are_an_item_of_that_case(cast: Cast) -> None:
    from guwah.accounts.cases import open_case

    first = _add(cast)
    elsewhere = open_case(cast.boris, "The school kitchen")

    second = flows.add_file(cast.boris, elsewhere, io.BytesIO(LETTER), "letter.txt")

    assert second.outcome == "sealed"
    assert second.item != first.item


def test_sources_are_numbered_in_their_case(cast: Cast) -> None:
    numbers = [_add(cast, f"{n}".encode(), f"{n}.txt").item.source.number for n in range(3)]

    assert numbers == [1, 2, 3]


def test_a_new_source_may_be_given_a_title(cast: Cast) -> None:
    assert _add(cast, source_title="كونا خەت").item.source.title == "كونا خەت"


def test_an_empty_file_is_refused_and_changes_nothing(cast: Cast) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        _add(cast, b"")

    assert refusal.value.code == "empty-file"
    assert (refusal.value.exit_code, Source.objects.count(), _blobs()) == (3, 0, [])


def test_somebody_without_the_permission_seals_nothing(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        flows.add_file(cast.farid, cast.case, io.BytesIO(LETTER), "letter.txt")

    assert _blobs() == []


def test_a_source_of_another_case_is_refused(cast: Cast) -> None:
    from guwah.accounts.cases import open_case

    elsewhere = open_case(cast.boris, "The school kitchen")
    source = flows.name_source(cast.boris, elsewhere, flows.SourceFacts("Menu"))

    with pytest.raises(WrongUse) as refusal:
        _add(cast, source=source)

    assert refusal.value.code == "source-of-another-case"
    assert _blobs() == []


class _Breaks(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 100_000:
            raise OSError("the stick was pulled out")
        return super().read(size)

    def readinto(self, buffer: object, /) -> int:
        del buffer
        raise OSError("the stick was pulled out")


def test_a_stick_pulled_out_half_way_leaves_nothing(cast: Cast) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        flows.add_file(cast.chiara, cast.case, _Breaks(os.urandom(3_000_000)), "film.mp4")

    assert refusal.value.code == "unreadable-file"
    assert (_blobs(), Item.objects.count()) == ([], 0)


def test_a_full_disk_is_said_plainly_and_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("guwah.vault.blobs.os.fsync", full)

    with pytest.raises(Refused) as refusal:
        _add(cast)

    assert refusal.value.code == "vault-not-written"
    assert (_blobs(), Item.objects.count()) == ([], 0)


def test_a_path_must_be_a_regular_file(cast: Cast, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        codes = []
        for path in (tmp_path / "absent", tmp_path, pipe, tmp_path / "socket"):
            with pytest.raises(NotUnderstood) as refusal:
                flows.add_file(cast.chiara, cast.case, path, path.name)
            codes.append(refusal.value.code)

    assert codes == ["no-such-file", "not-a-file", "not-a-file", "not-a-file"]


def test_a_file_is_read_from_its_path(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_bytes(LETTER)

    assert flows.add_file(cast.chiara, cast.case, tmp_path / "note.txt", "note.txt").item.size == len(LETTER)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Boris\\плакат.png", "плакат.png"),
        ("/", "unnamed"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("a\x00b\r\nSet-Cookie: x.txt", "abSet-Cookie: x.txt"),
        ("\udcff\udcfe.txt", "[xFF][xFE].txt"),
        ("اوقات\u202egpj.exe", "اوقات\u202egpj.exe"),
    ],
)
def test_a_name_is_only_a_name(cast: Cast, given: str, kept: str) -> None:
    assert _add(cast, name=given).item.filename == kept
    assert all(len(path.name) == 32 for path in _blobs())


def test_what_is_derived_is_an_item_of_its_own(cast: Cast) -> None:
    parent = _add(cast).item
    tool = flows.Tool("paper-cutter", "2.1")

    child = flows.add_derived(cast.chiara, parent, io.BytesIO(b"cut"), "cut.txt", tool).item

    assert (child.derived_from, child.source) == (parent, parent.source)
    assert (child.tool, child.tool_version) == ("paper-cutter", "2.1")


def test_an_item_is_never_overwritten_or_deleted(cast: Cast) -> None:
    item = _add(cast).item
    item.size = 1

    with pytest.raises(Overwritten):
        item.save()
    with pytest.raises(Overwritten):
        item.delete()


def test_a_failed_transaction_leaves_no_item_and_no_entry(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(Exception):
        pass

    def broken(*args: object, **kwargs: object) -> None:
        raise Broken

    monkeypatch.setattr(arrive, "_note_all", broken)
    with pytest.raises(Broken):
        _add(committed_cast)

    assert (Item.objects.count(), Source.objects.count(), LogEntry.objects.count()) == (0, 0, 0)
    assert logfiles.check().faults == ()


def test_a_flow_around_it_shares_the_transaction(committed_cast: Cast) -> None:
    class Broken(Exception):
        pass

    with pytest.raises(Broken), transaction.atomic():
        _add(committed_cast)
        raise Broken

    assert Item.objects.count() == 0


def test_leftovers_of_a_killed_sealing_are_swept(committed_cast: Cast) -> None:
    blobs = KEYRING.current().folder / "blobs"
    (blobs / ".sealing-0123").write_bytes(b"half")
    item = _add(committed_cast).item

    assert flows.sweep_leftovers() == 1
    assert [path for path in _blobs() if path.name.startswith(".")] == []
    assert flows.verify_item(committed_cast.chiara, item).intact


def test_a_title_too_long_for_the_table_is_cut(cast: Cast) -> None:
    assert len(_add(cast, source_title="x" * 500).item.source.title) == 300
