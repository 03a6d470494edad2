from __future__ import annotations

import io
import os
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cast import Cast
from guwah.accounts.models import Member
from guwah.steps.evidence import flows
from guwah.steps.evidence.models import Item, Source
from guwah.vault.keyring import KEYRING

WORDS = "Печь остыла. Пеш суыды. ئوچاق سوۋۇدى. 炉子凉了。\n".encode()


def _client(member: Member, *, strict: bool = False) -> Client:
    client = Client(enforce_csrf_checks=strict)
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _blobs() -> list[Path]:
    return [path for path in (KEYRING.current().folder / "blobs").rglob("*") if path.is_file()]


def _url(cast: Cast, name: str, *more: object) -> str:
    return reverse(name, args=[cast.case.pk, *more])


def _send(
    cast: Cast, client: Client, data: bytes, name: str = "a.txt", **extra: str
) -> tuple[int, dict[str, object]]:
    answer = client.post(
        _url(cast, "evidence-upload"),
        data,
        content_type=extra.pop("content_type", "application/octet-stream"),
        headers={"X-File-Name": quote(name)},
        **extra,  # type: ignore[arg-type]  # WSGI variables
    )
    return answer.status_code, answer.json()


def test_a_case_without_evidence_says_what_belongs_here(cast: Cast) -> None:
    page = _client(cast.chiara).get(_url(cast, "evidence")).content.decode()

    assert "Nothing has come in yet" in page
    assert _url(cast, "evidence-upload") in page
    assert 'enctype="multipart/form-data"' in page


def test_a_reader_is_offered_no_way_to_add(cast: Cast) -> None:
    page = _client(cast.farid).get(_url(cast, "evidence")).content.decode()

    assert "evidence/upload/" not in page
    assert 'type="file"' not in page


def test_a_dropped_file_is_streamed_into_the_vault(cast: Cast) -> None:
    status, answer = _send(cast, _client(cast.chiara), WORDS, "хат №1 \u200fخەت.txt")

    item = Item.objects.get()
    assert status == HTTPStatus.OK
    assert answer == {
        "id": item.pk,
        "sha256": item.sha256,
        "bytes": len(WORDS),
        "kind": "text",
        "outcome": "sealed",
    }
    assert item.filename == "хат №1 \u200fخەت.txt"


def test_a_page_of_an_item_shows_each_time_it_came(cast: Cast) -> None:
    client = _client(cast.chiara)
    about = {"X-File-Name": quote("<b>list</b>.txt"), "X-File-Modified": "1551679567120"}
    url = _url(cast, "evidence-upload")
    client.post(url, WORDS, content_type="application/octet-stream", headers=about)
    odd = {"X-File-Name": quote("again\u202etxt.exe")}
    client.post(url, WORDS, content_type="application/octet-stream", headers=odd)

    item = Item.objects.get()
    page = client.get(_url(cast, "evidence-item", item.pk)).content.decode()

    assert [(row.name, row.modified, row.again) for row in item.comings.all()] == [
        ("<b>list</b>.txt", "2019-03-04T06:06:07.12Z", False),
        ("again\u202etxt.exe", "", True),
    ]
    shown = page.partition('id="came-title"')[2].partition("</section>")[0]
    assert "&lt;b&gt;list&lt;/b&gt;.txt" in shown
    assert "Last changed, as the file said; not checked" in shown
    assert '<bdi dir="ltr">2019-03-04T06:06:07.12Z</bdi>' in shown
    assert "again[U+202E]txt.exe" in shown
    assert shown.count("The same bytes came again; they are kept once.") == 1


def test_a_dropped_file_can_be_given_to_a_source(cast: Cast) -> None:
    source = flows.name_source(cast.chiara, cast.case, flows.SourceFacts("Paper 17"))
    url = _url(cast, "evidence-upload") + "?source=1"

    _client(cast.chiara).post(url, WORDS, content_type="application/octet-stream")

    assert Item.objects.get().source == source


@pytest.mark.parametrize(
    ("data", "extra", "code"),
    [
        (b"", {}, "empty-file"),
        (b"a=b", {"content_type": "text/plain"}, "not-a-file-body"),
        (WORDS, {"QUERY_STRING": "source=7"}, "no-such-source"),
    ],
)
def test_a_refused_upload_says_why_and_leaves_nothing(
    cast: Cast, data: bytes, extra: dict[str, str], code: str
) -> None:
    status, answer = _send(cast, _client(cast.chiara), data, **extra)

    error = answer["error"]
    assert isinstance(error, dict)
    assert (status, error["code"]) == (HTTPStatus.UNPROCESSABLE_ENTITY, code)
    assert (_blobs(), Item.objects.count(), Source.objects.count()) == ([], 0, 0)


def test_an_upload_without_the_token_is_refused_unread(cast: Cast) -> None:
    url = _url(cast, "evidence-upload")

    answer = _client(cast.chiara, strict=True).post(url, WORDS, content_type="application/octet-stream")

    assert (answer.status_code, _blobs()) == (HTTPStatus.FORBIDDEN, [])


def test_an_upload_with_the_token_in_its_header_is_taken(cast: Cast) -> None:
    client = _client(cast.chiara, strict=True)
    client.get(_url(cast, "evidence"))
    token = client.cookies[settings.CSRF_COOKIE_NAME].value

    answer = client.post(
        _url(cast, "evidence-upload"),
        WORDS,
        content_type="application/octet-stream",
        headers={"X-CSRFToken": token},
    )

    assert answer.status_code == HTTPStatus.OK


def _form(*files: tuple[str, bytes]) -> dict[str, object]:
    return {"files": [SimpleUploadedFile(name, data) for name, data in files]}


def test_a_plain_form_seals_every_file_without_script(cast: Cast) -> None:
    client = _client(cast.chiara)
    sound = b"OggS\x00\x02OpusHead" + os.urandom(3_000_000)

    answer = client.post(
        _url(cast, "evidence-add"), _form(("a.txt", WORDS), ("b.ogg", sound), ("empty", b"")), follow=True
    )

    page = answer.content.decode()
    assert list(Item.objects.values_list("filename", "kind", "size")) == [
        ("a.txt", "text", len(WORDS)),
        ("b.ogg", "audio", len(sound)),
    ]
    assert page.count("Sealed and logged as item") == 2
    assert "This file is empty" in page
    assert len(_blobs()) == 2
    with flows.open_item(cast.chiara, Item.objects.get(kind="audio")) as reader:
        assert reader.read() == sound


def test_the_form_says_what_was_here_already(cast: Cast) -> None:
    client = _client(cast.chiara)
    client.post(_url(cast, "evidence-add"), _form(("a.txt", WORDS)))

    answer = client.post(_url(cast, "evidence-add"), _form(("b.txt", WORDS)), follow=True)

    assert "The same bytes are here already, as item" in answer.content.decode()


def test_the_form_gives_files_to_a_source(cast: Cast) -> None:
    source = flows.name_source(cast.chiara, cast.case, flows.SourceFacts("Paper 17"))

    answer = _client(cast.chiara).post(_url(cast, "evidence-add") + "?source=1", _form(("a.txt", WORDS)))

    assert answer["Location"] == _url(cast, "evidence-source", 1)
    assert Item.objects.get().source == source


@pytest.mark.parametrize("query", ["?source=7", "?source=99999999999999999999"])
def test_a_form_for_a_source_that_is_not_there(cast: Cast, query: str) -> None:
    answer = _client(cast.chiara).post(
        _url(cast, "evidence-add") + query, _form(("a.txt", WORDS)), follow=True
    )

    assert answer.status_code == HTTPStatus.OK
    assert Item.objects.count() == (0 if query == "?source=7" else 1)


def test_a_form_without_a_file_changes_nothing_and_says_so(cast: Cast) -> None:
    answer = _client(cast.chiara).post(_url(cast, "evidence-add"), {"files": ""}, follow=True)

    assert "No file was chosen" in answer.content.decode()


def test_a_form_without_the_token_leaves_nothing_behind(cast: Cast) -> None:
    answer = _client(cast.chiara, strict=True).post(_url(cast, "evidence-add"), _form(("a.txt", WORDS)))

    assert (answer.status_code, _blobs(), Item.objects.count()) == (HTTPStatus.FORBIDDEN, [], 0)


def test_a_form_with_its_token_is_taken(cast: Cast) -> None:
    client = _client(cast.chiara, strict=True)
    client.get(_url(cast, "evidence"))
    token = client.cookies[settings.CSRF_COOKIE_NAME].value

    client.post(_url(cast, "evidence-add"), _form(("a.txt", WORDS)) | {"csrfmiddlewaretoken": token})

    assert Item.objects.count() == 1


class _Torn(io.BytesIO):
    """A line that goes dead after a while, by an error or by an early end."""

    def __init__(self, data: bytes, *, error: bool) -> None:
        super().__init__(data)
        self._error = error

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() < 200_000:
            return super().read(min(size or 70_000, 70_000))
        if self._error:
            raise OSError("the line went dead")
        return b""


def _post_torn(cast: Cast, name: str, kind: str, body: bytes, *, error: bool) -> HttpResponse:
    return _client(cast.chiara).generic(  # type: ignore[return-value]  # the client's own response class
        "POST",
        _url(cast, name),
        b"",
        **{  # type: ignore[arg-type]  # WSGI variables
            "wsgi.input": _Torn(body, error=error),
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": kind,
        },
    )


@pytest.mark.parametrize("error", [True, False])
def test_a_dropped_file_torn_off_leaves_nothing_behind(cast: Cast, *, error: bool) -> None:
    answer = _post_torn(cast, "evidence-upload", "application/octet-stream", os.urandom(900_000), error=error)

    code = "unreadable-file" if error else "cut-short"
    assert (answer.status_code, answer.json()["error"]["code"]) == (HTTPStatus.UNPROCESSABLE_ENTITY, code)  # type: ignore[attr-defined]  # the client adds json()
    assert (_blobs(), Item.objects.count()) == ([], 0)


@pytest.mark.parametrize("error", [True, False])
def test_a_form_torn_off_leaves_nothing_behind(cast: Cast, *, error: bool) -> None:
    part = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n'
    kind = "multipart/form-data; boundary=edge"

    answer = _post_torn(cast, "evidence-add", kind, part + os.urandom(900_000), error=error)

    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    assert (_blobs(), Item.objects.count()) == ([], 0)


@pytest.mark.parametrize("name", ["evidence-add", "evidence-upload", "evidence-name"])
def test_a_reader_adds_nothing(cast: Cast, name: str) -> None:
    answer = _client(cast.farid).post(_url(cast, name), _form(("a.txt", WORDS)))

    assert (answer.status_code, _blobs()) == (HTTPStatus.FORBIDDEN, [])


def test_the_list_shows_seal_digest_and_what_was_not_tried(cast: Cast) -> None:
    item = flows.add_file(cast.chiara, cast.case, io.BytesIO(WORDS), "letter\u202etxt.exe").item
    flows.name_source(cast.chiara, cast.case, flows.SourceFacts("<b>Paper 17</b>", kind="official_document"))

    client = _client(cast.farid)
    page = client.get(_url(cast, "evidence")).content.decode()
    whole = client.get(_url(cast, "evidence-source", 1)).content.decode()

    assert item.sha256 in whole
    assert "Not tried" in whole
    assert "<bdi>letter[U+202E]txt.exe</bdi>" in page
    assert "\u202e" not in page + whole
    assert "&lt;b&gt;Paper 17" in page
    assert "Known only by name" in page


def test_a_long_list_is_shown_in_pages(cast: Cast) -> None:
    for number in range(53):
        flows.name_source(cast.chiara, cast.case, flows.SourceFacts(f"Paper {number}"))
    client = _client(cast.farid)

    first = client.get(_url(cast, "evidence")).content.decode()
    second = client.get(_url(cast, "evidence") + "?after=25").content.decode()

    assert "Paper 24<" in first
    assert "Paper 25<" not in first
    assert "?after=25" in first
    assert "Paper 24<" not in second
    assert "Paper 49<" in second
    assert "?before=26" in second


def test_the_page_of_an_item_tells_its_custody(cast: Cast) -> None:
    item = flows.add_file(cast.chiara, cast.case, io.BytesIO(WORDS), "letter.txt").item
    client = _client(cast.emine)

    answer = client.post(_url(cast, "evidence-item-verify", item.pk), follow=True)

    page = answer.content.decode()
    assert "these are the bytes that were sealed" in page
    assert "Custody, from the log" in page
    assert item.sha256 in page
    assert "<bdi>Chiara</bdi>" in page


@pytest.mark.parametrize(
    ("head", "element"),
    [
        (b"OggS\x00\x02Opus\x00", "<audio"),
        (b"FLV\x01\x00", "<video"),
        (b"\x89PNG\r\n\x1a\n\x00", '<img class="sheet"'),
    ],
)
def test_what_can_be_played_is_played_on_its_page(cast: Cast, head: bytes, element: str) -> None:
    item = flows.add_file(cast.chiara, cast.case, io.BytesIO(head), "x").item

    assert element in _client(cast.farid).get(_url(cast, "evidence-item", item.pk)).content.decode()


def test_a_derived_item_names_its_parent_and_its_tool(cast: Cast) -> None:
    parent = flows.add_file(cast.chiara, cast.case, io.BytesIO(WORDS), "letter.txt").item
    child = flows.add_derived(cast.chiara, parent, io.BytesIO(b"x"), "y", flows.Tool("cutter", "2")).item

    page = _client(cast.farid).get(_url(cast, "evidence-item", child.pk)).content.decode()

    assert _url(cast, "evidence-item", parent.pk) in page
    assert "<bdi>cutter</bdi>" in page


def test_broken_items_are_named_after_a_run(cast: Cast) -> None:
    item = flows.add_file(cast.chiara, cast.case, io.BytesIO(WORDS), "letter.txt").item
    client = _client(cast.chiara)
    good = client.post(_url(cast, "evidence-verify"), follow=True).content.decode()
    flows.store().path(item.sha256).unlink()

    run = client.post(_url(cast, "evidence-verify"), follow=True).content.decode()
    one = client.post(_url(cast, "evidence-item-verify", item.pk), follow=True).content.decode()

    assert "item is intact" in good
    assert f"Item {item.pk}: The sealed file is not in the vault." in run
    assert "This item is not what was sealed" in one


def test_a_source_is_named_and_its_holdings_noted(cast: Cast) -> None:
    client = _client(cast.chiara)

    client.post(_url(cast, "evidence-name"), {"title": "Paper 17", "kind": "petition", "received": "2021"})
    client.post(_url(cast, "evidence-holding", 1), {"holder": "شەھەر ئارخىپى", "on_whose_word": "Boris"})
    page = client.get(_url(cast, "evidence-source", 1)).content.decode()

    assert "Petition or complaint" in page
    assert "<bdi>شەھەر ئارخىپى</bdi>" in page
    assert _url(cast, "evidence-upload") + "?source=1" in page


@pytest.mark.parametrize(
    ("name", "more", "fields"),
    [
        ("evidence-name", (), {"title": ""}),
        ("evidence-name", (), {"title": "Paper 18", "received": "last spring"}),
        ("evidence-name", (), {"title": "   "}),
        ("evidence-holding", (1,), {"holder": ""}),
    ],
)
def test_a_form_filled_wrongly_comes_back_with_its_words(
    cast: Cast, name: str, more: tuple[int, ...], fields: dict[str, str]
) -> None:
    flows.name_source(cast.chiara, cast.case, flows.SourceFacts("Paper 17"))

    answer = _client(cast.chiara).post(_url(cast, name, *more), fields)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Nothing was saved yet" in answer.content.decode()
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "number"), [("evidence-source", 9), ("evidence-item", 9), ("evidence-file", 9)]
)
def test_what_is_not_there_is_not_there(cast: Cast, name: str, number: int) -> None:
    assert _client(cast.chiara).get(_url(cast, name, number)).status_code == HTTPStatus.NOT_FOUND
