from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any, Protocol

import pytest
from click.testing import CliRunner

from cast import Cast
from guwah.accounts.models import Member
from guwah.steps.evidence import commands, delivering, flows
from guwah.steps.evidence.flows import deliver_folder
from guwah.steps.evidence.models import Delivery, Item

CHAT = (
    "04/03/2021, 09:00 - Messages are protected.\n"
    "04/03/2021, 09:00 - Tomas: PTT-20210304-WA0001.opus (file attached)\n"
    "04/03/2021, 09:01 - Ayjan: IMG-1.jpg (file attached)\n"
)


class Run(Protocol):
    def __call__(self, *words: object, who: Member = ..., typed: str = ...) -> tuple[int, Any, str]: ...


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(*words: object, who: Member = cast.chiara, typed: str = "") -> tuple[int, Any, str]:
        monkeypatch.setattr(delivering, "enter_from_command", lambda: who)
        arguments = ["deliver", str(cast.case.pk), *(str(word) for word in words)]
        done = CliRunner().invoke(commands.group, arguments, input=typed)
        told = json.loads(done.stdout) if "--json" in words else None
        return done.exit_code, told, done.output

    return command


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        made.writestr("chat.txt", CHAT)
        made.writestr("PTT-20210304-WA0001.opus", b"OggS")
        made.writestr("more.opus", b"OggS more")
    path = tmp_path / "chat.zip"
    path.write_bytes(whole.getvalue())
    return path


def test_a_dry_run_tells_everything_and_stores_nothing(run: Run, chat: Path) -> None:
    code, told, _words = run(chat, "--dry-run", "--json")

    assert code == 0
    assert (told["stored"], told["format"], told["variant"]) == (False, "whatsapp", "android")
    assert (told["messages"], told["files"]) == (4, 1)
    assert told["senders"] == [{"sender": "Tomas", "messages": 1}, {"sender": "Ayjan", "messages": 1}]
    assert told["things"] == {"came": 1, "not-sent": 1, "unnamed": 1}
    assert told["unnamed"] == ["more.opus"]
    assert told["first"]["time"] == "04/03/2021, 09:00"
    assert told["orders"][0]["by"] == "file-names"
    assert {doubt["code"] for doubt in told["doubts"]} == {"named-not-sent", "sent-not-named"}
    assert (Item.objects.count(), Delivery.objects.count()) == (0, 0)


def test_a_person_sees_it_and_is_asked(run: Run, chat: Path) -> None:
    code, _told, words = run(chat, typed="n\n")

    assert code == 0
    for said in (
        "whatsapp (android), 3 messages, 1 file",
        "day, month, year: names of files",
        "'Ayjan'",
        "doubt",
        "not-sent",
    ):
        assert said in words
    assert "Nothing was kept." in words
    assert Delivery.objects.count() == 0


def test_it_is_kept_when_a_person_says_so(run: Run, chat: Path) -> None:
    code, _told, words = run(chat, typed="y\n")
    again, told, _words = run(chat, "--json")
    _code, _told, repeated = run(chat, "--yes")

    assert (code, again) == (0, 0)
    assert "source 1." in words
    assert (told["stored"], told["new"], told["source"]) == (True, False, 1)
    assert told["parts"] == {"came": 2, "not-sent": 1, "unnamed": 1}
    assert "was here already" in repeated
    assert Delivery.objects.count() == 1


def test_an_open_order_is_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("04/03/2021, 09:00 - Tomas: a\n")

    _code, _told, words = run(tmp_path / "chat.txt", "--dry-run")
    _code, told, _words = run(tmp_path / "chat.txt", "--dates", "mdy", "--json")

    assert "not proven; every possible reading is kept: day, month, year; month, day, year" in words
    assert "Say it with --dates" in words
    assert [each["edtf"] for each in told["first"]["readings"]] == ["2021-04-03"]


def test_many_doubts_are_counted_to_a_person(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "_SHOWN", 1)
    (tmp_path / "chat.txt").write_text("x\n04/03/2021, 99:00 - Tomas: a\n")

    _code, _told, words = run(tmp_path / "chat.txt", "--dry-run")

    assert "2 more doubts" in words


@pytest.mark.parametrize(
    ("content", "options", "exit_code", "code"),
    [
        (b"PK\x05\x06", (), 3, "not-a-zip"),
        (b"a", ("--as", "fax"), 2, "unknown-format"),
        (b"a", ("--as", "mail"), 3, "not-that-format"),
        (b"a", ("--dates", "x"), 2, "unknown-order"),
        (b"a", ("--as", "whatsapp", "--encoding", "qwertz"), 3, "not-that-format"),
    ],
)
def test_what_cannot_be_read_is_told_with_code_and_file(
    run: Run, tmp_path: Path, content: bytes, options: tuple[str, ...], exit_code: int, code: str
) -> None:
    (tmp_path / "a.txt").write_bytes(content)

    answered, told, _words = run(tmp_path / "a.txt", *options, "--json")

    assert (answered, told["error"]["code"]) == (exit_code, code)
    assert told["error"]["file"] == str(tmp_path / "a.txt")


def test_a_reader_is_told_no(run: Run, cast: Cast, chat: Path) -> None:
    code, told, _words = run(chat, "--json", who=cast.farid)

    assert (code, told["error"]["code"]) == (1, "not-permitted")


@pytest.fixture
def damaged(chat: Path) -> Path:
    with zipfile.ZipFile(chat, "a") as made:
        made.writestr("nothing.ogg", b"")
    # A sign inside a stored file: its check sum says so.
    chat.write_bytes(chat.read_bytes().replace(b"OggSPK", b"OggXPK", 1))
    return chat


def test_what_is_damaged_or_empty_is_told_before_and_after_it_is_kept(run: Run, damaged: Path) -> None:
    _code, seen, _words = run(damaged, "--dry-run", "--json")
    code, kept, _words = run(damaged, "--json")
    _code, _told, words = run(damaged, "--yes")

    assert seen["things"] == kept["things"] == {"broken": 1, "not-sent": 1, "unnamed": 1, "empty": 1}
    assert kept["lost"] == [
        {"name": "PTT-20210304-WA0001.opus", "outcome": "broken"},
        {"name": "IMG-1.jpg", "outcome": "not-sent"},
        {"name": "nothing.ogg", "outcome": "empty"},
    ]
    assert ("broken-file", "PTT-20210304-WA0001.opus") in [
        (doubt["code"], doubt["file"]) for doubt in seen["doubts"]
    ]
    assert code == 0
    for said in (
        "     2  kept",
        "     1  not kept, came damaged: 'PTT-20210304-WA0001.opus'",
        "     1  not kept, came empty: 'nothing.ogg'",
        "     1  not kept, named, not sent: 'IMG-1.jpg'",
    ):
        assert said in words


def test_a_file_that_is_lost_while_a_folder_is_kept_is_the_answer(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "phone"
    path.mkdir()
    for name in ("a.jpg", "b.jpg"):
        (path / name).write_bytes(name.encode())
    real = flows.add_files

    def disturbed(*given: Any, **more: Any) -> Any:  # noqa: ANN401 - passed on
        (path / "b.jpg").unlink(missing_ok=True)
        return real(*given, **more)

    monkeypatch.setattr(deliver_folder, "add_files", disturbed)
    code, told, _words = run(path, "--json")

    assert (code, told["stored"], told["error"]["code"], told["error"]["file"]) == (
        3,
        True,
        "file-lost",
        "b.jpg",
    )
    assert told["things"] == {"came": 1, "gone": 1}
