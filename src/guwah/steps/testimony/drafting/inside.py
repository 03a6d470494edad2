"""What runs in the jail: samples come in by the standard input, what was heard goes out line by line."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

FOLDER = "/model"


def main() -> None:
    """Hear the samples in the language named by the first argument.

    In: 16-bit little-endian samples, one channel, 16000 to the second. Out: a JSON object a line:
    `{"version": …}` once the model is loaded, `{"start", "end", "text"}` for each segment, `{"end": true}`.
    """
    import faster_whisper
    import numpy as np

    language = sys.argv[1]
    samples = np.frombuffer(sys.stdin.buffer.read(), "<i2").astype("float32") / 32768.0
    threads = max(len(os.sched_getaffinity(0)), 1)
    model = faster_whisper.WhisperModel(
        FOLDER, device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
    )
    _say({"version": faster_whisper.__version__})
    # Without the text before: a model that hears nothing repeats what it wrote last.
    heard, _about = model.transcribe(
        samples, language=language, task="transcribe", condition_on_previous_text=False
    )
    for each in heard:
        _say({"start": float(each.start), "end": float(each.end), "text": str(each.text)})
    _say({"end": True})


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=True) + "\n")
    sys.stdout.flush()
