"""One step of reading with one file: a jailed program is run, and what it found is brought into our forms."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guwah.steps.evidence.reading import plan, programs, sound
from guwah.steps.evidence.reading.answers import Answer, CannotRead, answers, told_json
from guwah.steps.evidence.reading.drawing import NotAPicture, from_ppm, pdf, png
from guwah.steps.evidence.reading.jail import PIECE, Child, JailFailed, open_memory, sealed_memory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.steps.evidence.reading.drawing import Picture

FIRST_PAGES, NO_PICTURE, NO_SOUND = "first-pages", "no-picture", "no-sound"
# Names in an archive that are told; the archive has the rest.
MOST_NAMES: Final = 20_000
# Family -> ending of the clean copy of a picture or a paper.
ENDINGS: Final = {"jpeg": "jpg", "heif": "jpg", "png": "png", "picture": "png", "pdf": "pdf"}
# Media type -> ffmpeg's name of the container a clean copy is written in, and its ending.
CONTAINERS: Final = {
    "audio/mp4": ("ipod", "m4a"),
    "audio/mpeg": ("mp3", "mp3"),
    "audio/ogg": ("ogg", "ogg"),
    "audio/wav": ("wav", "wav"),
    "audio/flac": ("flac", "flac"),
    "audio/aac": ("adts", "aac"),
    "audio/amr": ("amr", "amr"),
    "audio/amr-wb": ("amr", "awb"),
    "audio/3gpp": ("3gp", "3gp"),
    "audio/x-caf": ("caf", "caf"),
    "audio/aiff": ("aiff", "aif"),
    "audio/webm": ("webm", "webm"),
    "audio/matroska": ("matroska", "mka"),
    "video/mp4": ("mp4", "mp4"),
    "video/3gpp": ("3gp", "3gp"),
    "video/quicktime": ("mp4", "mp4"),
    "video/webm": ("webm", "webm"),
    "video/matroska": ("matroska", "mkv"),
    "video/x-msvideo": ("matroska", "mkv"),
    "video/mp2t": ("mp4", "mp4"),
    "video/mpeg": ("matroska", "mkv"),
    "video/x-flv": ("matroska", "mkv"),
    "video/ogg": ("ogg", "ogv"),
}
_FORMS: Final = {
    "mp3": ("-write_xing", "0", "-id3v2_version", "0"),
    "mp4": ("-movflags", "+faststart"),
    "ipod": ("-movflags", "+faststart"),
}
# Cameras write day, place and serial number between the pictures of a stream (SEI: ITU-T H.264 annex D,
# H.265 annex D): unit types of each codec.
_MESSAGES: Final = {"h264": "6", "hevc": "39|40"}


@dataclass(frozen=True, slots=True)
class Found:
    """Something a step made.

    Attributes:
        data: its bytes, in a form of our own or checked.
        name: its ending, with the page's number where there are several.
    """

    data: bytes
    name: str


def read(step: str, family: str, given: int) -> Iterator[Found | str]:
    """Do one step and give what it made; a text is a word about the whole.

    Such words are `first-pages`, `no-sound`, `no-picture`.

    Args:
        step: one of `plan.steps(family)`.
        family: as `plan.family` names it.
        given: descriptor of the file's bytes.

    Raises:
        CannotRead, JailFailed, NoJail, VaultLocked: the step failed; nothing more of it comes.
    """
    if plan.needs_bsdtar(family):
        yield Found(_names(given), "metadata.json")
    elif not plan.needs_ffmpeg(family):
        with Child(programs.reader(step, family), given) as child:
            yield from (_found(step, answer) for answer in answers(child))
    elif step == plan.METADATA:
        yield Found(probed(given), "metadata.json")
    elif step == plan.WAVEFORM:
        yield from _waveform(given)
    else:
        yield from _thumbnail(given)


def probed(given: int) -> bytes:
    """Return what ffprobe tells of a recording, as JSON that is whole and not nested without end.

    Raises:
        CannotRead, JailFailed, NoJail, VaultLocked: as `read`.
    """
    os.lseek(given, 0, os.SEEK_SET)
    with Child(programs.probe(), given) as child:
        told = child.rest()
    told_json(told)
    return told


def codecs(told: bytes, kind: str) -> tuple[str, ...]:
    """Return the names of the codecs of one kind (`audio`, `video`) in what ffprobe told."""
    value = told_json(told)
    streams = value.get("streams") if isinstance(value, dict) else None
    rows = [each for each in streams if isinstance(each, dict)] if isinstance(streams, list) else []
    return tuple(str(each.get("codec_name", "")) for each in rows if each.get("codec_type") == kind)


def clean(family: str, given: int) -> Iterator[bytes]:
    """Give a copy without metadata of a picture or a paper, piece by piece.

    Raises:
        CannotRead, JailFailed, NoJail, VaultLocked: there is no whole copy; what came is to be dropped.
    """
    with Child(programs.reader(plan.CLEAN, family), given) as child:
        if family == "pdf":
            yield from pdf(_pictures(answers(child)))
            return
        for answer in answers(child):
            if answer.part not in {"picture", "file"}:
                raise JailFailed("reader-babbled")
            if answer.picture is None:
                yield answer.payload
            elif family == "heif":
                yield from _pressed(answer.picture)
            else:
                yield png(answer.picture)


def clean_recording(media_type: str, shown: tuple[str, ...], given: int, size: int) -> Iterator[bytes]:
    """Give a copy without metadata of a recording; what was recorded is copied packet by packet.

    Args:
        media_type: one of `CONTAINERS`.
        shown: names of the codecs of its video streams, as ffprobe tells them.
        given: descriptor of the file's bytes.
        size: their number.

    Raises:
        CannotRead, JailFailed, NoJail, VaultLocked: as `clean`.
    """
    form, _ending = CONTAINERS[media_type]
    silenced = [_MESSAGES[codec] for codec in shown[:1] if codec in _MESSAGES]
    words = [word for types in silenced for word in ("-bsf:v", f"filter_units=remove_types={types}")]
    with open_memory() as result:
        made = programs.remux(form, (*words, *_FORMS.get(form, ())), result, size)
        with Child(made, given, result=result) as child:
            child.rest()
        os.lseek(result, 0, os.SEEK_SET)
        while piece := os.read(result, PIECE):
            yield piece


def _pressed(picture: Picture) -> Iterator[bytes]:
    """Give the picture as JPEG, made by a second child that never sees the file the pixels came from."""
    data = png(picture)
    with (
        sealed_memory(len(data), [data]) as given,
        Child(programs.reader(plan.CLEAN, "pixels"), given) as child,
    ):
        for answer in answers(child):
            if answer.part != "file":
                raise JailFailed("reader-babbled")
            yield answer.payload


def _waveform(given: int) -> Iterator[Found | str]:
    if not codecs(probed(given), "audio"):
        yield NO_SOUND
        return
    os.lseek(given, 0, os.SEEK_SET)
    with Child(programs.samples(), given) as child:
        yield Found(sound.shape(iter(lambda: child.read(PIECE), b"")), "waveform.json")


def _thumbnail(given: int) -> Iterator[Found | str]:
    # Phones keep voices in containers for films.
    if not codecs(probed(given), "video"):
        yield NO_PICTURE
        return
    os.lseek(given, 0, os.SEEK_SET)
    with Child(programs.still(), given) as child:
        yield Found(png(_still(child.rest())), "thumbnail.png")


def _names(given: int) -> bytes:
    """Return the names in an archive as JSON of our own; they are words, whatever bytes they were."""
    with Child(programs.names(), given) as child:
        names = child.rest().decode("utf-8", "replace").split("\n")
    told: dict[str, object] = {"names": [name for name in names if name][:MOST_NAMES]}
    if len(names) > MOST_NAMES + 1:
        told["more"] = True
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8")


def _found(step: str, answer: Answer) -> Found | str:
    if answer.part == "more":
        return FIRST_PAGES
    if answer.picture is not None:
        page = f"page-{answer.picture.number:04}" if step == plan.PAGES else step
        return Found(png(answer.picture), f"{page}.png")
    if answer.part == "metadata":
        told_json(answer.payload)
        return Found(answer.payload, "metadata.json")
    if answer.part == step == plan.TEXT:
        return Found(answer.payload, "txt")
    raise JailFailed("reader-babbled")


def _pictures(said: Iterator[Answer]) -> Iterator[Picture]:
    for answer in said:
        if answer.picture is None:
            raise JailFailed("reader-babbled")
        yield answer.picture


def _still(data: bytes) -> Picture:
    if not data:
        raise CannotRead("not-readable")
    try:
        return from_ppm(data)
    except NotAPicture as babble:
        raise JailFailed("reader-babbled") from babble
