"""Runs faster-whisper on samples in the jail: no network, no disk but the model; what it says is checked."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import math
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

import guwah
from guwah.failures import Refused
from guwah.steps.evidence.reading import programs
from guwah.steps.evidence.reading.jail import PIECE, Child, JailFailed, Limits, Program, open_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guwah.steps.testimony.drafting.model import Model

SAMPLES_PER_SECOND: Final = 16_000
_BYTES_PER_SECOND: Final = 2 * SAMPLES_PER_SECOND
_LIBRARY: Final = "faster_whisper"
# What it needs may lie in other folders, a system's or a person's.
_BESIDE: Final = (
    _LIBRARY,
    "ctranslate2",
    "tokenizers",
    "numpy",
    "av",
    "huggingface_hub",
    "tqdm",
    "onnxruntime",
)
_LONGEST_LINE: Final = 1 << 20
_DAY: Final = 24 * 3600


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch that was heard: seconds, words."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What a machine wrote.

    Attributes:
        segments: in order.
        seconds: how long the sound is.
        version: of faster-whisper.
    """

    segments: tuple[Segment, ...]
    seconds: float
    version: str


def installed() -> bool:
    """Say whether faster-whisper is there; it is not imported."""
    return importlib.util.find_spec(_LIBRARY) is not None


def hear(given: int, model: Model, language: str, tell: Callable[[int, int], object]) -> Heard:
    """Let a model write what it hears.

    Args:
        given: descriptor of the recording's bytes.
        model: which model.
        language: the model's code of it.
        tell: is called with seconds heard and seconds in all; what it raises ends the child.

    Raises:
        Refused: `no-whisper`, `no-sound`.
        JailFailed, NoJail, VaultLocked: nothing was kept.
    """
    if not installed():
        raise Refused(
            "no-whisper",
            _("faster-whisper is not installed with this Guwah. To have it: pip install 'guwah[whisper]'."),
        )
    with _samples(given) as (sound, seconds):
        if seconds <= 0:
            raise Refused("no-sound", _("There is no sound in this recording."))
        tell(0, math.ceil(seconds))
        with Child(program(model, language, seconds), sound) as child:
            return _collected(child, seconds, tell)


def program(model: Model, language: str, seconds: float) -> Program:
    """Return the program for the jail: Python, faster-whisper with what it needs, the model, nothing else."""
    folders = {"/python": Path(sys.base_prefix), "/reader/guwah": Path(guwah.__file__).parent}
    folders["/model"] = model.folder.resolve()
    sites = sorted({home for name in _BESIDE if (home := _home_of(name)) is not None})
    folders |= {f"/site/{number}": site for number, site in enumerate(sites)}
    paths = ["/reader", *(f"/site/{number}" for number in range(len(sites)))]
    boot = f"import sys; sys.path[:0] = {paths!r}; import {__package__}.inside as door; door.main()"
    python = f"/python/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    words = (python, "-I", "-S", "-B", "-X", "utf8", "-c", boot, language)
    # A large model on an old laptop hears thirty times slower than it is spoken.
    patience = min(600 + 60 * seconds, 7 * _DAY)
    limits = Limits(memory=24 << 30, processor_seconds=int(4 * patience), seconds=patience, output=64 << 20)
    return Program(words, folders, limits, broken="model-not-loaded")


def version() -> str:
    """Return the version of faster-whisper as it was installed; empty where nothing says it."""
    try:
        return importlib.metadata.version("faster-whisper")
    except importlib.metadata.PackageNotFoundError:
        return ""


def _home_of(library: str) -> Path | None:
    found = importlib.util.find_spec(library)
    return None if found is None or found.origin is None else Path(found.origin).parent.parent


@contextmanager
def _samples(given: int) -> Iterator[tuple[int, float]]:
    """Yield a descriptor of the samples, in memory, and how many seconds they are."""
    os.lseek(given, 0, os.SEEK_SET)
    with open_memory() as memory:
        size = 0
        with Child(programs.heard(SAMPLES_PER_SECOND), given) as child:
            while piece := child.read(PIECE):
                size += os.write(memory, piece)
        os.lseek(memory, 0, os.SEEK_SET)
        yield memory, size / _BYTES_PER_SECOND


def _collected(child: Child, seconds: float, tell: Callable[[int, int], object]) -> Heard:
    segments: list[Segment] = []
    said, ended = "", False
    for told in _lines(child):
        if "version" in told:
            said = str(told["version"])[:20]
        elif told.get("end") is True:
            ended = True
        elif told.get("text"):
            segments.append(_segment(told))
            tell(min(int(segments[-1].end), math.ceil(seconds)), math.ceil(seconds))
    if not ended:
        raise JailFailed("reader-babbled")
    return Heard(tuple(segments), seconds, said or version())


def _lines(child: Child) -> Iterator[dict[str, Any]]:
    rest = b""
    while piece := child.read(PIECE):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield _told(line)
        if len(rest) > _LONGEST_LINE:
            raise JailFailed("reader-babbled")


def _told(line: bytes) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as strange:
        raise JailFailed("reader-babbled") from strange
    if not isinstance(told, dict):
        raise JailFailed("reader-babbled")
    return told


def _segment(told: dict[str, Any]) -> Segment:
    start, end, text = told.get("start"), told.get("end"), told.get("text")
    if not isinstance(start, float) or not isinstance(end, float) or not isinstance(text, str):
        raise JailFailed("reader-babbled")
    if not (math.isfinite(start) and math.isfinite(end) and 0 <= start <= end):
        raise JailFailed("reader-babbled")
    return Segment(start, end, text.encode("utf-8", "replace").decode())
