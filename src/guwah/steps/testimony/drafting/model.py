"""A model folder for faster-whisper: whether it is whole, and which languages it has learnt; nothing is run.

The form is CTranslate2's for Whisper: `model.bin`, `config.json`, `tokenizer.json`, and the vocabulary as
`vocabulary.json` (a list) or `vocabulary.txt` (a line each). A language is learnt when `<|xx|>` is a word.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from guwah.failures import NotUnderstood, Refused
from guwah.instruments.languages import BadTag, parse

if TYPE_CHECKING:
    from pathlib import Path

_NEEDED: Final = ("config.json", "model.bin", "tokenizer.json")
_VOCABULARIES: Final = ("vocabulary.json", "vocabulary.txt")
_MOST_BYTES: Final = 32 << 20
# A smaller vocabulary belongs to a model of English alone, whose other language words were never learnt
# (CTranslate2, `WhisperModel.is_multilingual`).
_OF_MANY: Final = 51_865
_WORD: Final = re.compile(r"<\|([a-z]{2,3})\|>")
# Whisper's own words for languages that BCP 47 calls otherwise.
_WHISPER: Final = {"cmn": "zh", "nb": "no", "jv": "jw", "fil": "tl", "iw": "he", "in": "id"}


@dataclass(frozen=True, slots=True)
class Model:
    """A model folder that is whole.

    Attributes:
        folder: where it lies.
        name: how the folder is called.
        languages: codes as the model has them (`kk`, `en`, …).
    """

    folder: Path
    name: str
    languages: frozenset[str]

    def code(self, tag: str) -> str:
        """Return the model's code of a language.

        Args:
            tag: BCP 47; its script says nothing of what is heard.

        Raises:
            NotUnderstood: `no-language`, a tag that is none.
            Refused: `language-not-learnt`.
        """
        try:
            language = parse(tag).language if tag.strip() else ""
        except BadTag as bad:
            raise NotUnderstood(
                bad.code, _("The language is written as a tag, such as kk, zh or en.")
            ) from bad
        if not language or language == "und":
            raise NotUnderstood(
                "no-language",
                _("Say which language is spoken: a model that guesses it writes words that nobody said."),
            )
        code = _WHISPER.get(language, language)
        if code not in self.languages:
            said = _(
                "The model “%(model)s” has not learnt the language “%(language)s”: whatever it wrote would "
                "be invented. Nothing was tried; type this recording."
            )
            raise Refused("language-not-learnt", said % {"model": self.name, "language": language})
        return code


def open_model(folder: Path) -> Model:
    """Look at a model folder.

    Raises:
        NotUnderstood: `no-model-folder`, `model-incomplete`, `model-not-understood`.
    """
    try:
        there = folder.is_dir()
        gone = [name for name in _NEEDED if not (folder / name).is_file()] if there else []
        vocabulary = next((folder / name for name in _VOCABULARIES if (folder / name).is_file()), None)
    except OSError as unreadable:
        raise NotUnderstood("no-model-folder", _("The model folder cannot be read.")) from unreadable
    if not there:
        raise NotUnderstood("no-model-folder", _("There is no such folder with a model."))
    if vocabulary is None:
        gone.append(_VOCABULARIES[0])
    if gone or vocabulary is None:
        said = _("The model folder is not whole: %(files)s missing.")
        raise NotUnderstood("model-incomplete", said % {"files": ", ".join(gone)})
    words, known = _words(vocabulary), _tokens(folder / "tokenizer.json")
    learnt = _codes(words) & _codes(known) if len(words) >= _OF_MANY else _codes(known) & {"en"}
    if not learnt:
        raise _strange(folder / "tokenizer.json")
    return Model(folder, folder.resolve().name, frozenset(learnt))


def _words(vocabulary: Path) -> list[str]:
    text = _text(vocabulary)
    if vocabulary.suffix == ".txt":
        return text.splitlines()
    told = _json(vocabulary, text)
    if not isinstance(told, list) or not all(isinstance(word, str) for word in told):
        raise _strange(vocabulary)
    return told


def _tokens(tokenizer: Path) -> list[str]:
    told = _json(tokenizer, _text(tokenizer))
    added = told.get("added_tokens") if isinstance(told, dict) else None
    if not isinstance(added, list):
        raise _strange(tokenizer)
    return [str(each.get("content", "")) for each in added if isinstance(each, dict)]


def _codes(words: list[str]) -> set[str]:
    return {found[1] for word in words if (found := _WORD.fullmatch(word.strip()))}


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise _strange(file)
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as broken:
        raise _strange(file) from broken


def _json(file: Path, text: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as broken:
        raise _strange(file) from broken


def _strange(file: Path) -> NotUnderstood:
    said = _("The file %(file)s in the model folder is not one of a Whisper model for faster-whisper.")
    return NotUnderstood("model-not-understood", said % {"file": file.name})
