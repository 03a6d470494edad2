"""A model folder and a recogniser that behave as real ones do, without hearing anything."""

from __future__ import annotations

import json
from pathlib import Path

MANY = 51_865
LEARNT = ("en", "zh", "ru", "kk", "no", "jw")
# The interface of faster-whisper 1.2 as `inside.py` calls it. It says what it was given, and tries the walls.
LIBRARY = """
import collections, os, socket
__version__ = "1.2.9"
Segment = collections.namedtuple("Segment", "start end text")
class WhisperModel:
    def __init__(self, folder, *, device, compute_type, cpu_threads, local_files_only):
        assert (device, local_files_only) == ("cpu", True)
        with open(os.path.join(folder, "model.bin"), "rb") as file:
            self.says = file.read().decode()
        if self.says == "broken":
            raise RuntimeError("not a model")
    def transcribe(self, samples, *, language, task, condition_on_previous_text):
        assert task == "transcribe"
        return self.heard(samples, language), None
    def heard(self, samples, language):
        if self.says == "babble":
            print("what a library says on its own", flush=True)
        if self.says == "backwards":
            yield Segment(2.0, 1.0, "back")
        if self.says == "silence":
            return
        yield Segment(0.0, 1.0, f" {language}, {len(samples)} samples.")
        try:
            socket.create_connection(("127.0.0.1", 9), 1).close()
            yield Segment(1.0, 2.0, " The network is open.")
        except OSError as shut:
            yield Segment(1.0, 2.0, f" {type(shut).__name__}.")
        try:
            open("/tmp/said", "w").close()
            yield Segment(2.0, 2.0, " The disk is open.")
        except OSError:
            yield Segment(2.0, 2.0, " нан ياقتىم 面包.")
"""
NUMBERS = """
import array
class Samples(array.array):
    def astype(self, kind):
        return self
    def __truediv__(self, by):
        return self
def frombuffer(data, kind):
    made = Samples("h")
    made.frombytes(data)
    return made
"""


def lay_model(folder: Path, says: str = "", languages: tuple[str, ...] = LEARNT, words: int = MANY) -> Path:
    """Lay down what stands in a model folder of Whisper."""
    folder.mkdir()
    tokens = [f"<|{code}|>" for code in languages]
    vocabulary = [*(f"w{n}" for n in range(words - len(tokens))), *tokens]
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary), "utf-8")
    added = [{"id": n, "content": token} for n, token in enumerate(["<|endoftext|>", *tokens])]
    (folder / "tokenizer.json").write_text(json.dumps({"added_tokens": added}), "utf-8")
    (folder / "config.json").write_text("{}", "utf-8")
    (folder / "model.bin").write_text(says, "utf-8")
    return folder


def lay_library(site: Path) -> Path:
    """Lay down a faster-whisper that is no recogniser, with the little it needs."""
    (site / "faster_whisper").mkdir(parents=True)
    (site / "faster_whisper" / "__init__.py").write_text(LIBRARY, "utf-8")
    (site / "numpy.py").write_text(NUMBERS, "utf-8")
    return site
