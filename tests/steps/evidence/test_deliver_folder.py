from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from breaking import power_cut
from cast import Cast
from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, Refused
from guwah.steps.evidence import flows
from guwah.steps.evidence.flows import deliver_folder
from guwah.steps.evidence.models import Delivery, DeliveryPart, Item, Source
from guwah.vault.models import LogEntry, Opening

CHAT = (
    "31.01.2021, 09:00 - Гүлнар: PTT-20210131-WA0001.opus (file attached)\n31.01.2021, 09:01 - Tomas: bread\n"
)
LETTER = (
    b"From: a@b\nTo: c@d\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n--b\n"
    b"Content-Disposition: attachment; filename=x.txt\n\nbread\n--b--\n"
)
Disturb = Callable[[Callable[[list[Path]], object]], None]
FILES = {"chat.txt": CHAT.encode(), "PTT-20210131-WA0001.opus": b"OggS voice", "more/list.pdf": b"%PDF-1.4\n"}


def _folder(path: Path, files: dict[str, bytes]) -> Path:
    path.mkdir(exist_ok=True)
    for name, raw in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(raw)
    return path


def _deliver(cast: Cast, path: Path, **said: str) -> flows.Delivered:
    return flows.deliver(cast.chiara, cast.case, path, flows.Said(**said))


def _states(delivery: Delivery) -> dict[str, str]:
    return dict(delivery.parts.values_list("name", "state"))


def _codes(delivery: Delivery) -> set[str]:
    return {doubt["code"] for doubt in delivery.understood["doubts"]}


@pytest.fixture
def before_sealing(monkeypatch: pytest.MonkeyPatch) -> Disturb:
    """Let something happen when the files were listed and looked at, and are about to be sealed."""
    real = flows.add_files

    def disturb(happens: Callable[[list[Path]], object]) -> None:
        def added(actor: Any, case: Any, paths: Any, **more: Any) -> Iterator[flows.Became]:  # noqa: ANN401 - passed on
            happens(list(paths))
            return real(actor, case, paths, **more)

        monkeypatch.setattr(deliver_folder, "add_files", added)

    return disturb


@pytest.mark.parametrize("given", ["phone", "./phone", "../in/phone", "."])
def test_a_folder_may_be_given_by_a_relative_path(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    _folder(tmp_path / "in", {})
    _folder(tmp_path / "in" / "phone", FILES)
    monkeypatch.chdir(tmp_path / "in" / ("phone" if given == "." else ""))

    delivery = _deliver(cast, Path(given)).delivery

    assert set(_states(delivery)) == set(FILES)
    assert delivery.source.title == "phone"


def test_a_file_that_is_lost_meanwhile_is_a_part_that_says_so_and_the_others_are_kept(
    cast: Cast, tmp_path: Path, before_sealing: Disturb
) -> None:
    path = _folder(tmp_path / "phone", {"a_big.mp4": b"a" * 70_000, "b.txt": b"b", "c.txt": b"c"})
    before_sealing(lambda _paths: (path / "c.txt").unlink(missing_ok=True))

    delivery = _deliver(cast, path).delivery

    assert _states(delivery) == {"a_big.mp4": "came", "b.txt": "came", "c.txt": "gone"}
    lost = delivery.parts.get(state=DeliveryPart.State.GONE)
    assert lost.source is not None
    assert (lost.item, lost.source.title, lost.source.items.count()) == (None, "c", 0)
    assert "could not be read to its end" in lost.source.provenance
    assert "file-lost" in _codes(delivery)
    assert [each.source.title for each in Item.objects.order_by("pk")] == ["a_big", "b"]
    assert delivery.source.title == "phone"


def test_a_chat_that_is_lost_meanwhile_leaves_what_it_would_have_named(
    cast: Cast, tmp_path: Path, before_sealing: Disturb
) -> None:
    path = _folder(tmp_path / "phone", FILES)
    before_sealing(lambda _paths: (path / "chat.txt").unlink(missing_ok=True))

    delivery = _deliver(cast, path).delivery

    assert _states(delivery) == {
        "chat.txt": "gone",
        "PTT-20210131-WA0001.opus": "came",
        "more/list.pdf": "came",
    }
    assert delivery.format == "folder"
    assert not Source.objects.filter(provenance=deliver_folder.BEGUN).exists()


def test_a_text_that_changes_into_what_is_not_read_is_kept_with_a_doubt(
    cast: Cast, tmp_path: Path, before_sealing: Disturb
) -> None:
    row = {"id": 1, "type": "message", "date": "2021-01-31T09:00:00", "text": "bread"}
    whole = json.dumps({"messages": [row]}).encode()
    path = _folder(tmp_path / "phone", {"result.json": whole, "z.jpg": b"\xff\xd8"})
    before_sealing(lambda _paths: (path / "result.json").write_bytes(whole[:-3]))

    delivery = _deliver(cast, path).delivery

    assert set(_states(delivery).values()) <= {"came", "unnamed"}
    assert "changed-meanwhile" in _codes(delivery)
    assert Item.objects.count() == 2


def test_nothing_is_kept_of_a_folder_of_which_nothing_can_be_read(
    cast: Cast, tmp_path: Path, before_sealing: Disturb
) -> None:
    path = _folder(tmp_path / "stick", FILES)

    def pull(_paths: list[Path]) -> None:
        for each in path.rglob("*"):
            if each.is_file():
                each.unlink()

    before_sealing(pull)

    with pytest.raises(NotUnderstood) as refusal:
        _deliver(cast, path)

    assert refusal.value.code == "unreadable-file"
    assert (Source.objects.count(), LogEntry.objects.count()) == (0, 0)


def test_when_the_disk_of_the_vault_is_full_it_stops_and_the_next_try_completes_it(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _folder(tmp_path / "phone", FILES | {"second.txt": CHAT.encode() + b"milk\n"})

    def full(actor: Any, case: Any, paths: Any, *, source: Any = None) -> Iterator[flows.Became]:  # noqa: ANN401 - passed on
        if source is None:
            yield from flows.add_files(actor, case, paths)
        else:
            yield from flows.add_files(actor, case, paths[:1], source=source)
            yield flows.Became(paths[1], None, Refused("vault-not-written", "Full."))

    with monkeypatch.context() as broken:
        broken.setattr(deliver_folder, "add_files", full)
        with pytest.raises(Refused):
            _deliver(cast, path)
    begun = Source.objects.get(provenance=deliver_folder.BEGUN)
    before = set(Item.objects.values_list("pk", flat=True))
    delivery = _deliver(cast, path).delivery

    assert (delivery.source, delivery.source.provenance) == (begun, "")
    assert before < set(Item.objects.values_list("pk", flat=True))
    assert Item.objects.count() == 4
    assert {item.filename for item in begun.items.all()} == {"chat.txt", "second.txt"}
    assert "Sender as written: Гүлнар" in Source.objects.get(kind="voice_message").provenance


def test_a_broken_off_folder_of_the_same_name_with_other_texts_is_left_alone(
    cast: Cast, tmp_path: Path
) -> None:
    other = flows.name_source(cast.chiara, cast.case, flows.SourceFacts("phone"))
    flows.add_file(cast.chiara, cast.case, _folder(tmp_path / "x", {"o.txt": b"other"}) / "o.txt", "o.txt",
                   source=other)  # fmt: skip
    Source.objects.filter(pk=other.pk).update(provenance=deliver_folder.BEGUN)

    delivery = _deliver(cast, _folder(tmp_path / "phone", FILES)).delivery

    assert delivery.source != other


def test_an_empty_file_is_a_recorded_outcome(cast: Cast, tmp_path: Path) -> None:
    path = _folder(tmp_path / "phone", {"a.jpg": b"\xff\xd8", "nothing.ogg": b""})

    seen = flows.look(cast.chiara, cast.case, path, flows.Said())
    delivery = _deliver(cast, path).delivery

    assert seen.lost == (("nothing.ogg", "empty"),)
    assert _states(delivery) == {"a.jpg": "came", "nothing.ogg": "empty"}
    assert _codes(delivery) == {"empty-files"}
    assert Source.objects.get(title="nothing").items.count() == 0


def test_the_same_folder_is_there_once(cast: Cast, tmp_path: Path) -> None:
    first = _deliver(cast, _folder(tmp_path / "phone", FILES | {"e.ogg": b"", "letter.eml": LETTER}))
    counts = (Item.objects.count(), Source.objects.count())

    # The times of last change and the name of the folder are told, not what makes it another one.
    again = _deliver(cast, _folder(tmp_path / "copy", FILES | {"e.ogg": b"", "letter.eml": LETTER}))

    assert (again.delivery, first.new, again.new) == (first.delivery, True, False)
    assert (Item.objects.count(), Source.objects.count()) == counts
    assert Delivery.objects.count() == 1


def test_a_folder_is_known_by_the_digest_that_sha256sum_gives(cast: Cast, tmp_path: Path) -> None:
    delivery = _deliver(cast, _folder(tmp_path / "phone", FILES)).delivery

    lines = "".join(f"{hashlib.sha256(FILES[name]).hexdigest()}  {name}\n" for name in sorted(FILES))
    told = Opening.objects.get(entry__act="delivered", label="delivery").value
    assert told is not None
    assert told["folder"] == delivery.understood["folder"] == hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [{"chat.txt": CHAT.encode() + b"x"}, {"new.jpg": b"\xff\xd8"}, {"more/list.pdf": b""}],
)
def test_a_folder_that_differs_is_another_delivery(
    cast: Cast, tmp_path: Path, change: dict[str, bytes]
) -> None:
    first = _deliver(cast, _folder(tmp_path / "phone", FILES))

    second = _deliver(cast, _folder(tmp_path / "phone", change))

    assert second.new
    assert second.delivery != first.delivery


def test_with_other_wishes_it_is_another_reading_of_the_same_source(cast: Cast, tmp_path: Path) -> None:
    path = _folder(tmp_path / "phone", FILES)
    first = _deliver(cast, path).delivery
    sources = Source.objects.count()

    other = _deliver(cast, path, dates="dmy").delivery
    as_files = _deliver(cast, path, format="folder").delivery

    assert other.source == as_files.source == first.source
    assert Source.objects.count() == sources
    assert (other.said, as_files.format) == ({"dates": "dmy"}, "folder")


def test_what_broke_off_before_the_end_is_completed(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _folder(tmp_path / "phone", FILES)

    with power_cut(monkeypatch, "guwah.steps.evidence.flows.deliver_folder", "write_delivery"):
        _deliver(cast, path)
    sealed = set(Item.objects.values_list("pk", flat=True))
    delivery = _deliver(cast, path).delivery

    assert set(Item.objects.values_list("pk", flat=True)) == sealed
    assert Source.objects.count() == 3
    assert (delivery.source.title, delivery.source.provenance) == ("phone", "")
    assert "Sender as written: Гүлнар" in Source.objects.get(kind="voice_message").provenance


def test_links_devices_and_closed_folders_are_told(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _folder(tmp_path / "phone", FILES | {"closed/a.txt": b"a"})
    (path / "link").symlink_to("/etc/hostname")
    (path / "linked folder").symlink_to(tmp_path)
    os.mkfifo(path / "pipe")
    # Root may open everything: what the system would say is said for it.
    real = os.scandir

    def scandir(top: Any) -> Any:  # noqa: ANN401 - passed on
        if os.fspath(top).endswith("closed"):
            raise PermissionError(13, "no", os.fspath(top))
        return real(top)

    monkeypatch.setattr(os, "scandir", scandir)
    seen = flows.look(cast.chiara, cast.case, path, flows.Said())

    told = [(doubt.code, doubt.file) for doubt in seen.doubts if doubt.code != "sent-not-named"]
    assert sorted(told) == [
        ("not-a-file", "link"),
        ("not-a-file", "linked folder"),
        ("not-a-file", "pipe"),
        ("unreadable-folder", "closed"),
    ]


def test_a_text_that_may_not_be_read_stops_nothing(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _folder(tmp_path / "phone", FILES | {"closed.txt": b"a"})
    monkeypatch.setattr(os, "access", lambda file, _mode: not os.fspath(file).endswith("closed.txt"))
    real = io.FileIO

    def file_io(file: Any) -> Any:  # noqa: ANN401 - passed on
        if os.fspath(file).endswith("closed.txt"):
            raise PermissionError(13, "no", os.fspath(file))
        return real(file)

    monkeypatch.setattr(io, "FileIO", file_io)
    seen = flows.look(cast.chiara, cast.case, path, flows.Said())

    assert ("unreadable-file", "closed.txt") in [(each.code, each.file) for each in seen.doubts]
    assert len(seen.messages) >= 2


def test_names_that_are_no_text_are_written_out_and_none_hides_another(cast: Cast, tmp_path: Path) -> None:
    path = _folder(tmp_path / "phone", {"a.jpg": b"a"})
    for name in (b"\xff.bin", b"\\xff.bin"):
        (path / os.fsdecode(name)).write_bytes(name)

    delivery = _deliver(cast, path).delivery

    assert set(_states(delivery)) == {"a.jpg", "\\xff.bin", "\\xff.bin_"}
    assert Item.objects.count() == 3


def test_a_reader_delivers_no_folder(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted):
        flows.deliver(cast.farid, cast.case, _folder(tmp_path / "phone", FILES), flows.Said())
