"""A model folder: which languages it has learnt, and clear words for one that is not whole or is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guwah.failures import NotUnderstood, Refused
from guwah.steps.testimony.drafting import model as models
from guwah.steps.testimony.drafting.model import open_model
from pretending import LEARNT, MANY, lay_model


def test_the_languages_are_the_words_of_its_own_files(tmp_path: Path) -> None:
    model = open_model(lay_model(tmp_path / "tiny"))
    assert (model.name, model.languages) == ("tiny", frozenset(LEARNT))


@pytest.mark.parametrize(
    ("tag", "code"),
    [("kk", "kk"), ("kk-Arab", "kk"), ("zh-Hans", "zh"), ("cmn", "zh"), ("nb", "no"), ("jv", "jw")],
)
def test_a_language_it_has_learnt_is_known_by_every_name(tmp_path: Path, tag: str, code: str) -> None:
    assert open_model(lay_model(tmp_path / "tiny")).code(tag) == code


@pytest.mark.parametrize("tag", ["ug", "ug-Arab", "ky", "yue"])
def test_a_language_it_has_not_learnt_is_refused(tmp_path: Path, tag: str) -> None:
    model = open_model(lay_model(tmp_path / "tiny"))
    with pytest.raises(Refused, match="has not learnt") as no:
        model.code(tag)
    assert no.value.code == "language-not-learnt"


@pytest.mark.parametrize("tag", ["", " ", "und"])
def test_a_language_is_never_guessed(tmp_path: Path, tag: str) -> None:
    with pytest.raises(NotUnderstood, match="nobody said"):
        open_model(lay_model(tmp_path / "tiny")).code(tag)


def test_what_is_no_tag_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotUnderstood, match="written as a tag"):
        open_model(lay_model(tmp_path / "tiny")).code("Kazakh, I think")


def test_a_model_of_english_has_learnt_english_alone(tmp_path: Path) -> None:
    """Its files have the words of every language; its vocabulary is the smaller one."""
    model = open_model(lay_model(tmp_path / "tiny.en", words=MANY - 1))
    assert model.languages == {"en"}
    with pytest.raises(Refused):
        model.code("kk")


def test_a_word_of_one_file_alone_is_not_learnt(tmp_path: Path) -> None:
    folder = lay_model(tmp_path / "tiny")
    added = [{"content": f"<|{code}|>"} for code in (*LEARNT, "ug")]
    (folder / "tokenizer.json").write_text(json.dumps({"added_tokens": added}), "utf-8")
    with pytest.raises(Refused):
        open_model(folder).code("ug")


def test_the_vocabulary_may_be_a_list(tmp_path: Path) -> None:
    folder = lay_model(tmp_path / "tiny")
    words = (folder / "vocabulary.txt").read_text("utf-8").split("\n")
    (folder / "vocabulary.txt").unlink()
    (folder / "vocabulary.json").write_text(json.dumps(words), "utf-8")
    assert open_model(folder).languages == frozenset(LEARNT)


@pytest.mark.parametrize("name", ["config.json", "model.bin", "tokenizer.json", "vocabulary.txt"])
def test_a_file_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    folder = lay_model(tmp_path / "tiny")
    (folder / name).unlink()
    with pytest.raises(NotUnderstood, match="not whole") as no:
        open_model(folder)
    assert no.value.code == "model-incomplete"
    assert name.removesuffix(".txt") in no.value.message


def test_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "nowhere", tmp_path / "file", tmp_path / ("x" * 300)):
        with pytest.raises(NotUnderstood) as no:
            open_model(path)
        assert no.value.code == "no-model-folder"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tokenizer.json", b"{"),
        ("tokenizer.json", b"[" * 100_000),
        ("tokenizer.json", b"\xff\xfe"),
        ("tokenizer.json", b"[]"),
        ("tokenizer.json", b'{"added_tokens": 7}'),
        ("tokenizer.json", b'{"added_tokens": [7, {"content": null}]}'),
        ("vocabulary.json", b'{"a": 1}'),
        ("vocabulary.json", b"[1, 2]"),
        ("vocabulary.txt", b"\xff"),
    ],
)
def test_what_is_no_model_is_said_with_the_file(tmp_path: Path, name: str, content: bytes) -> None:
    folder = lay_model(tmp_path / "tiny")
    (folder / name).write_bytes(content)
    with pytest.raises(NotUnderstood, match="not one of a Whisper model") as no:
        open_model(folder)
    assert no.value.code == "model-not-understood"
    assert name in no.value.message


def test_a_file_without_end_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = lay_model(tmp_path / "tiny")
    monkeypatch.setattr(models, "_MOST_BYTES", 1000)
    with pytest.raises(NotUnderstood, match=r"vocabulary\.txt"):
        open_model(folder)
