from __future__ import annotations

import hashlib
import io
import json
from typing import Any, Protocol

import pytest
from click.testing import CliRunner

from cast import Cast
from guwah.accounts.models import Member
from guwah.steps.evidence import commands, flows, listing, source_commands
from guwah.steps.evidence.models import HoldingState, Source


class Run(Protocol):
    def __call__(self, *words: object, who: Member = ...) -> tuple[int, Any, str]: ...


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(*words: object, who: Member = cast.chiara) -> tuple[int, Any, str]:
        monkeypatch.setattr(source_commands, "enter_from_command", lambda: who)
        done = CliRunner().invoke(commands.group, [str(word) for word in words])
        told = json.loads(done.stdout) if "--json" in words else None
        return done.exit_code, told, done.output

    return command


@pytest.fixture
def letter(cast: Cast, run: Run) -> Source:
    words = (
        "--kind",
        "petition",
        "--from",
        "The baker",
        "--channel",
        "post",
        "--received",
        "2024",
        "--how",
        "wet",
    )
    assert run("source", "add", cast.case.pk, "Paper 17", *words)[0] == 0
    return Source.objects.get()


@pytest.fixture
def copy(cast: Cast, run: Run, letter: Source) -> int:
    words = ("--copy", "a print", "--since", "2020", "--on-whose-word", "Boris", "--note", "in a drawer")
    _code, told, _words = run("holding", "add", cast.case.pk, 1, "The clerk", *words, "--json")
    number: int = told["id"]
    return number


def test_a_source_is_named_and_shown_with_how_it_came(cast: Cast, run: Run, letter: Source) -> None:
    run("source", "came", cast.case.pk, 1, "--from", "A guard", "--to", "the baker", "--on", "2023~")

    code, told, _words = run("source", "show", cast.case.pk, 1, "--json", who=cast.farid)
    _code, _told, words = run("source", "show", cast.case.pk, 1)

    assert code == 0
    assert {key: told[key] for key in ("number", "title", "kind", "items", "holdings")} == {
        "number": 1, "title": "Paper 17", "kind": "petition", "items": [], "holdings": [],
    }  # fmt: skip
    assert [
        (row["from_whom"], row["to_whom"], row["on"], row["channel"], row["words"]) for row in told["came"]
    ] == [
        ("The baker", "", "2024", "post", "wet"),
        ("A guard", "the baker", "2023~", "", ""),
    ]
    assert "from The baker to us  2024  post\n      wet\n" in words


def test_a_copy_goes_from_hearsay_to_the_vault(cast: Cast, run: Run, copy: int) -> None:
    case = cast.case.pk
    item = flows.add_file(
        cast.chiara, cast.case, io.BytesIO(b"scan"), "scan.txt", source=Source.objects.get()
    ).item

    asked, _told, _words = run("request", case, copy, "--on", "2024-02", "--by", "Boris", "--words", "Please")
    run("holding", "state", case, copy, "promised", "--as-of", "2024-03", "--note", "soon")
    code, told, _words = run("holding", "state", case, copy, "received", "--item", item.pk, "--json")

    assert (asked, code) == (0, 0)
    assert (told["id"], told["holder"], told["state"]) == (copy, "The clerk", "received")
    assert [row["state"] for row in told["states"]] == ["said_to_exist", "requested", "promised", "received"]
    [request] = told["requests"]
    assert (request["asked_on"], request["asked_by"], request["words"]) == ("2024-02", "Boris", "Please")
    assert [(row["state"], row["note"], row["item"]) for row in request["answers"]] == [
        ("promised", "soon", None),
        ("received", "", item.pk),
    ]


def test_a_digest_that_differs_is_a_no(cast: Cast, run: Run, copy: int) -> None:
    flows.add_file(cast.chiara, cast.case, io.BytesIO(b"scan"), "scan.txt", source=Source.objects.get())
    digests = [hashlib.sha512(data).hexdigest() for data in (b"scan", b"scam")]

    same, told, _words = run("holding", "digest", cast.case.pk, copy, "sha512", digests[0], "--json")
    other, differs, _words = run("holding", "digest", cast.case.pk, copy, "SHA-512", digests[1], "--json")
    bad, refused, _words = run("holding", "digest", cast.case.pk, copy, "sha512", "beef", "--json")

    assert (same, told["agreement"]) == (0, "agrees")
    assert (other, differs["agreement"]) == (1, "differs")
    assert [row["agreement"] for row in differs["digests"]] == ["agrees", "differs"]
    assert (bad, refused["error"]["code"]) == (3, "bad-digest")


def test_a_digest_without_a_file_of_ours_is_not_a_no(cast: Cast, run: Run, copy: int) -> None:
    code, _told, words = run("holding", "digest", cast.case.pk, copy, "md5", "ab" * 16)

    assert (code, words) == (0, "not-compared\n")


def test_lists_go_on_to_the_last_page(
    cast: Cast, run: Run, copy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "SOURCES_ON_A_PAGE", 2)
    for number in range(4):
        run("source", "add", cast.case.pk, f"Page {number}")
        run("holding", "add", cast.case.pk, number + 2, f"Holder {number}", "--state", "lost")

    _code, every, _words = run("source", "list", cast.case.pk, "--json")
    _code, some, _words = run(
        "source", "list", cast.case.pk, "--words", "Page", "--only", "unfiled", "--json"
    )
    _code, nobody, words = run("source", "list", cast.case.pk, "--only", "nobody", "--json")
    _code, gone, _words = run("holding", "list", cast.case.pk, "--state", "gone", "--json")
    _code, _told, words = run("source", "list", cast.case.pk)
    _code, _told, holdings = run("holding", "list", cast.case.pk)

    assert [row["number"] for row in every["sources"]] == [1, 2, 3, 4, 5]
    assert [row["number"] for row in some["sources"]] == [2, 3, 4, 5]
    assert nobody["sources"] == []
    assert [(row["source"], row["holder"]) for row in gone["holdings"]] == [
        (number + 2, f"Holder {number}") for number in range(4)
    ]
    assert f"holding {copy}  said_to_exist  The clerk" in words
    assert len(holdings.splitlines()) == 5


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("source", "add", "CASE", " "), 2, "no-title"),
        (("source", "add", "CASE", "Paper", "--channel", "pigeon"), 2, "unknown-channel"),
        (("source", "show", "CASE", "9"), 3, "no-such-source"),
        (("source", "came", "CASE", "1"), 2, "nothing-told"),
        (("holding", "add", "CASE", "1", " "), 2, "no-holder"),
        (("holding", "add", "CASE", "9", "Somebody"), 3, "no-such-source"),
        (("holding", "state", "CASE", "999", "lost"), 3, "no-such-copy"),
        (("holding", "state", "CASE", "COPY", "lost", "--as-of", "then"), 3, None),
        (("holding", "state", "CASE", "COPY", "received", "--item", "99"), 3, "no-such-item"),
        (("request", "CASE", "COPY", "--on", "then"), 3, None),
    ],
)
def test_what_is_wrong_is_told_with_its_code(
    cast: Cast, run: Run, copy: int, words: tuple[str, ...], code: int, error: str | None
) -> None:
    filled = [{"CASE": cast.case.pk, "COPY": copy}.get(word, word) for word in words]

    got, told, _words = run(*filled, "--json")

    assert got == code
    assert error in {None, told["error"]["code"]}
    assert HoldingState.objects.count() == 1


@pytest.mark.parametrize(
    "words", [("holding", "state", "1", "1", "requested"), ("holding", "state", "1", "1", "x")]
)
def test_a_state_that_is_not_noted_so_is_wrong_use(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words)[0] == 2


def test_a_reader_sees_and_notes_nothing(cast: Cast, run: Run, copy: int) -> None:
    code, _told, _words = run("holding", "list", cast.case.pk, who=cast.farid)
    no, told, _words = run("request", cast.case.pk, copy, "--json", who=cast.farid)
    delegate, _told, _words = run("source", "list", cast.case.pk, who=cast.gulya)

    assert (code, no, told["error"]["code"], delegate) == (0, 1, "not-permitted", 1)
