from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cast import Cast
from guwah.steps.evidence import flows
from guwah.steps.evidence.models import Item
from guwah.vault.keyring import KEYRING

MARKER = b"the eleventh baker keeps a blue ledger"
NAME = "the-name-nobody-may-find.txt"


def _hunt(folders: list[Path]) -> list[Path]:
    wanted = (MARKER, NAME.encode(), MARKER.decode().encode("utf-16-le"))
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return [path for path in files if any(word in path.read_bytes() for word in wanted)]


@pytest.fixture
def watched(committed_cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every folder this process writes to: the vault, its database with WAL, a temp folder of its own."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    from django.conf import settings

    return [tmp_path, settings.VAULT_FOLDER, KEYRING.current().folder]


def _data() -> bytes:
    return MARKER + b"\n" + os.urandom(3_000_000) + MARKER


def test_no_word_of_a_file_is_found_on_the_disk(committed_cast: Cast, watched: list[Path]) -> None:
    added = flows.add_file(committed_cast.chiara, committed_cast.case, io.BytesIO(_data()), NAME)
    flows.verify(committed_cast.chiara, committed_cast.case)
    with flows.open_item(committed_cast.chiara, added.item) as reader:
        assert reader.read(len(MARKER)) == MARKER

    assert _hunt(watched) == []


def test_no_word_is_found_after_either_way_through_the_browser(
    committed_cast: Cast, watched: list[Path]
) -> None:
    client = Client()
    client.force_login(committed_cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    case = committed_cast.case.pk
    client.post(
        reverse("evidence-upload", args=[case]),
        _data(),
        content_type="application/octet-stream",
        headers={"X-File-Name": quote(NAME)},
    )
    client.post(reverse("evidence-add", args=[case]), {"files": SimpleUploadedFile(NAME, _data())})
    for item in Item.objects.all():
        client.get(reverse("evidence-file", args=[case, item.pk])).getvalue()
        client.get(reverse("evidence-item", args=[case, item.pk]))

    assert Item.objects.count() == 2
    assert _hunt(watched) == []


def test_the_hunt_finds_what_is_there(watched: list[Path], tmp_path: Path) -> None:
    (tmp_path / "tmp" / "spilled").write_bytes(b"x" + MARKER)

    assert _hunt(watched) == [tmp_path / "tmp" / "spilled"]
