from __future__ import annotations

import errno

import pytest
from django.template import Context, Template
from django.utils import translation

from guwah.accounts.telling import told_pieces, told_words
from guwah.failures import Refused
from guwah.steps.evidence.flows.coming import writing
from guwah.vault.backup.copying import refused
from guwah.vault.blobs import BlobNotWritten

LANGUAGES = ("ru", "zh-hans", "kk", "ug")
KEPT = "The 3 earlier backups in this folder are as they were; what was copied since stays."
NEEDS = "This backup needs 12 MiB more and its disk has 3 MiB free. Nothing was copied."
LOG = "What you did is kept, but the log's files could not be written. Free some space; they follow."


def _page(words: str) -> str:
    return Template("{% load law11 %}{{ words|told }}").render(Context({"words": words}))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_refuses_a_backup_is_told_in_the_language_of_the_page(language: str, code: int) -> None:
    said = refused(OSError(code, "x"), KEPT).message
    with translation.override(language):
        shown = _page(said)
    assert 'lang="en"' not in shown
    assert "3" in shown
    assert not any(word in shown for word in ("disk", "backup", "again"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("said", [f"{NEEDS} {KEPT}", LOG])
def test_numbers_stand_in_the_translated_sentence(language: str, said: str) -> None:
    with translation.override(language):
        words = told_words(said)
        assert 'lang="en"' not in _page(said)
    assert all(number in words for number in ("12", "3") if number in said)
    assert not any(word in words for word in ("disk", "needs", "kept", "{}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_vault_that_takes_no_file_is_told_in_the_language_of_the_page(language: str) -> None:
    with pytest.raises(Refused) as caught, writing():
        raise BlobNotWritten(OSError(errno.ENOSPC, "full"))
    with translation.override(language):
        assert not told_words(caught.value.message).isascii()


def test_what_no_catalogue_knows_stays_english_and_is_marked_by_itself() -> None:
    with translation.override("ru"):
        assert told_pieces("The disk is full. Seven 7 unknown words.")[1] == "Seven 7 unknown words."
        shown = _page("The disk is full. Seven 7 <unknown> words.")
    assert shown.endswith('<bdi lang="en" dir="ltr">Seven 7 &lt;unknown&gt; words.</bdi>')
    assert shown.count("<bdi") == 1


def test_in_english_everything_is_as_it_was_said() -> None:
    with translation.override("en"):
        assert told_words(f"{NEEDS} {KEPT}") == f"{NEEDS} {KEPT}"
        assert _page(f"{NEEDS} {KEPT}") == f"{NEEDS} {KEPT}"
        assert (told_pieces(""), _page("")) == ([""], "")
