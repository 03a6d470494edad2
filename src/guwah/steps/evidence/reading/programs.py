"""The programs that read files in the jail: our own reader with its libraries, ffprobe, and ffmpeg."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Final

import guwah
from guwah.steps.evidence.reading import plan, sound
from guwah.steps.evidence.reading.jail import Limits, Program

# Of the code that drops parts of JPEG and PNG files; grows with what it does.
CLEANER: Final = "1"
_LIBRARIES: Final = ("PIL", "olefile", "pillow_heif", "pypdfium2", "pypdfium2_raw")
_MAKERS: Final = {
    "jpeg": ("Pillow", "pillow"),
    "png": ("Pillow", "pillow"),
    "picture": ("Pillow", "pillow"),
    "heif": ("pillow-heif", "pillow-heif"),
    "ole": ("olefile", "olefile"),
    "pdf": ("PDFium", "pypdfium2"),
}
# Seen from inside: the standard input, which is a file in memory and can be read back and forth.
_INPUT: Final = "file:/proc/self/fd/0"
_QUIET: Final = ("-v", "quiet", "-protocol_whitelist", "file,pipe")
_PROBED: Final = ("-show_format", "-show_streams", "-show_chapters", "-show_programs")
_THUMBNAIL_PIXELS: Final = 480
# ffmpeg reserves much and uses little.
_LIMITS: Final = Limits(memory=4 << 30, processor_seconds=600, seconds=900.0)


def reader(step: str, family: str) -> Program:
    """Return our own reader, told what to do; it says parts in the form `answers` takes apart."""
    folders = {"/python": Path(sys.base_prefix), "/reader/guwah": Path(guwah.__file__).parent}
    sites = sorted({_home_of(library) for library in _LIBRARIES})
    folders |= {f"/site/{number}": site for number, site in enumerate(sites)}
    paths = ["/reader", *(f"/site/{number}" for number in range(len(sites)))]
    boot = f"import sys; sys.path[:0] = {paths!r}; import {__package__}.inside.main as door; door.main()"
    python = f"/python/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    words = (python, "-I", "-S", "-B", "-X", "utf8", "-c", boot, step, _inside(step, family))
    return Program(words, folders)


def probe() -> Program:
    """Return ffprobe, which tells what a recording says of itself, as JSON."""
    limits = Limits(output=8 << 20)
    words = ("/usr/bin/ffprobe", *_QUIET, "-print_format", "json", *_PROBED, _INPUT)
    return Program(words, limits=limits, broken="not-readable")


def samples() -> Program:
    """Return ffmpeg giving the samples of the first sound, as `sound.shape` takes them."""
    rate = str(sound.SAMPLES_PER_SECOND)
    taken = ("-map", "0:a:0", "-ac", "1", "-ar", rate, "-f", "s16le", "pipe:1")
    return Program(_ffmpeg(*taken), limits=_LIMITS, broken="not-readable")


def heard(rate: int) -> Program:
    """Return ffmpeg giving the samples of the first sound: sixteen bits, one channel, `rate` a second."""
    taken = ("-map", "0:a:0", "-ac", "1", "-ar", str(rate), "-f", "s16le", "pipe:1")
    limits = Limits(_LIMITS.memory, _LIMITS.processor_seconds, _LIMITS.seconds, 2 << 30)
    return Program(_ffmpeg(*taken), limits=limits, broken="not-readable")


def still() -> Program:
    """Return ffmpeg giving one telling picture of the first minute of a video, as a portable pixmap."""
    small = f"thumbnail=30,scale='min({_THUMBNAIL_PIXELS},iw)':-2"
    taken = ("-t", "60", "-map", "0:V:0", "-frames:v", "1", "-vf", small, "-c:v", "ppm", "-f", "image2pipe")
    return Program(_ffmpeg(*taken, "pipe:1"), limits=_LIMITS, broken="not-readable")


def remux(form: str, unheard: tuple[str, ...], result: int, size: int) -> Program:
    """Return ffmpeg copying sound and pictures, packet by packet, into a new file without anything else.

    Args:
        form: ffmpeg's name of the container.
        unheard: words for what is taken out of the packets themselves.
        result: descriptor of the file in memory to write.
        size: bytes of the original; the copy may be a little longer.
    """
    nothing = ("-map_metadata", "-1", "-map_metadata:s:v", "-1", "-map_metadata:s:a", "-1")
    taken = ("-map", "0:V?", "-map", "0:a?", *nothing, "-map_chapters", "-1", "-dn", "-sn", "-c", "copy")
    exact = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact")
    out = ("-f", form, "-y", f"file:/proc/self/fd/{result}")
    limits = Limits(_LIMITS.memory, _LIMITS.processor_seconds, _LIMITS.seconds, 0, 2 * size + (1 << 20))
    return Program(_ffmpeg(*taken, *exact, *unheard, *out), limits=limits, broken="not-readable")


def tool(step: str, family: str) -> tuple[str, str]:
    """Return what a result is said to be made with: the step with the program, and the program's version."""
    if plan.needs_ffmpeg(family):
        return f"{step} (FFmpeg)", ffmpeg_version()
    if plan.needs_bsdtar(family):
        return f"{step} (bsdtar)", bsdtar_version()
    if step == plan.CLEAN and family in {"jpeg", "png"}:
        return f"{step} (Guwah)", CLEANER
    maker, package = _MAKERS.get(family, ("Python", ""))
    version = importlib.metadata.version(package) if package else platform.python_version()
    return f"{step} ({maker})", version[:40]


def names() -> Program:
    """Return bsdtar giving the names in an archive, one on a line; it unpacks nothing."""
    words = ("/usr/bin/bsdtar", "-t", "-f", "/proc/self/fd/0")
    return Program(words, limits=Limits(output=8 << 20), broken="not-readable")


def has_bsdtar() -> bool:
    """Say whether bsdtar is where the jail shows it."""
    return Path("/usr/bin/bsdtar").exists()


def has_ffmpeg() -> bool:
    """Say whether ffmpeg and ffprobe are where the jail shows them."""
    return all(Path("/usr/bin", name).exists() for name in ("ffmpeg", "ffprobe"))


@cache
def ffmpeg_version() -> str:
    """Return the version of ffmpeg, as it calls itself."""
    return _said_by("ffmpeg", "-version").split(maxsplit=3)[2][:40]


@cache
def bsdtar_version() -> str:
    """Return the version of bsdtar, as it calls itself."""
    return _said_by("bsdtar", "--version").split(maxsplit=2)[1][:40]


def _said_by(name: str, question: str) -> str:
    program = shutil.which(name, path="/usr/bin") or name
    return subprocess.run([program, question], capture_output=True, text=True, check=True).stdout  # noqa: S603 - a path of the system


def _ffmpeg(*words: str) -> tuple[str, ...]:
    return ("/usr/bin/ffmpeg", "-nostdin", *_QUIET, "-threads", "1", "-i", _INPUT, *words)


def _inside(step: str, family: str) -> str:
    """Return the family as the reader inside knows it: only cleaning tells JPEG and PNG from the rest."""
    return "picture" if family in {"jpeg", "png"} and step != plan.CLEAN else family


@cache
def _home_of(library: str) -> Path:
    """Return the folder a library lies in, without importing it here."""
    found = importlib.util.find_spec(library)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(name=library)
    return Path(found.origin).parent.parent
