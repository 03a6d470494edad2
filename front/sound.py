"""Make the sample case's recording and its WebVTT from the lines of call-2.ug.txt.

Needs espeak-ng and ffmpeg; run by hand when the lines change, its two results are kept in the tree.
A formant voice is nobody's voice: nobody can be mistaken for the speaker.
"""

from __future__ import annotations

import io
import subprocess
import wave
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[1] / "src" / "guwah" / "cli" / "sample"
NAMES = {"T": "Tursunay Hekim", "M": "Meruert Oralkyzy"}
VOICES = {"T": ("-v", "ug+f2", "-p", "35", "-s", "150"), "M": ("-v", "ug+f4", "-p", "55", "-s", "135")}
RATE = 22_050
PAUSE_SECONDS = 0.4


def _speak(who: str, words: str) -> bytes:
    """Return 16-bit mono samples of one line."""
    spoken = words.replace("<[?]>", "").encode()
    done = subprocess.run(
        ["espeak-ng", *VOICES[who], "--stdout"], input=spoken, capture_output=True, check=True
    )
    with wave.open(io.BytesIO(done.stdout)) as sound:
        samples: bytes = sound.readframes(sound.getnframes())
    return samples


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"00:{int(minutes):02}:{rest:06.3f}"


def main() -> None:
    """Write call-2.ug.vtt and call-2.opus."""
    cues, sound = ["WEBVTT\n\nNOTE\nОйдан шығарылған үлгі. An invented sample.\n"], b""
    pause = b"\0\0" * int(RATE * PAUSE_SECONDS)
    for line in (SAMPLE / "call-2.ug.txt").read_text("utf-8").splitlines():
        who, words = line.split("|")
        start = len(sound) / 2 / RATE
        sound += _speak(who, words)
        cues.append(f"{_clock(start)} --> {_clock(len(sound) / 2 / RATE)}\n<v {NAMES[who]}>{words}\n")
        sound += pause
    (SAMPLE / "call-2.ug.vtt").write_text("\n".join(cues), "utf-8")
    raw = ["-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "-"]
    opus = [
        "-c:a",
        "libopus",
        "-b:a",
        "12k",
        "-application",
        "voip",
        "-map_metadata",
        "-1",
        "-fflags",
        "+bitexact",
    ]
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", *raw, *opus, "-f", "ogg", str(SAMPLE / "call-2.opus")],
        input=sound,
        check=True,
    )


if __name__ == "__main__":
    main()
