"""Which module reads and which writes each format; none is loaded before it is wanted."""

from collections.abc import Callable

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.model import FORMATS, Transcript
from guwah.instruments.transcripts.writers.written import Written

Reader = Callable[[bytes, Conventions], Transcript]
Writer = Callable[[Transcript], Written]


def _read_labelled_text() -> Reader:
    from guwah.instruments.transcripts.readers import labelled_text

    return labelled_text.read


def _read_plain() -> Reader:
    from guwah.instruments.transcripts.readers import plain

    return plain.read


def _read_webvtt() -> Reader:
    from guwah.instruments.transcripts.readers import webvtt

    return webvtt.read


def _read_docx() -> Reader:
    from guwah.instruments.transcripts.readers import docx

    return docx.read


def _read_srt() -> Reader:
    from guwah.instruments.transcripts.readers import srt

    return srt.read


def _read_table() -> Reader:
    from guwah.instruments.transcripts.readers import table

    return table.read


def _read_elan() -> Reader:
    from guwah.instruments.transcripts.readers import elan

    return elan.read


def _read_tei() -> Reader:
    from guwah.instruments.transcripts.readers import tei

    return tei.read


def _read_trs() -> Reader:
    from guwah.instruments.transcripts.readers import trs

    return trs.read


def _read_akoma_ntoso() -> Reader:
    from guwah.instruments.transcripts.readers import akoma_ntoso

    return akoma_ntoso.read


def _read_speech_json() -> Reader:
    from guwah.instruments.transcripts.readers import speech_json

    return speech_json.read


def _read_textgrid() -> Reader:
    from guwah.instruments.transcripts.readers import textgrid

    return textgrid.read


def _read_chat() -> Reader:
    from guwah.instruments.transcripts.readers import chat

    return chat.read


def _read_ohms() -> Reader:
    from guwah.instruments.transcripts.readers import ohms

    return ohms.read


def _write_labelled_text() -> Writer:
    from guwah.instruments.transcripts.writers import labelled_text

    return labelled_text.write


def _write_webvtt() -> Writer:
    from guwah.instruments.transcripts.writers import webvtt

    return webvtt.write


def _write_docx() -> Writer:
    from guwah.instruments.transcripts.writers import docx

    return docx.write


def _write_srt() -> Writer:
    from guwah.instruments.transcripts.writers import srt

    return srt.write


def _write_elan() -> Writer:
    from guwah.instruments.transcripts.writers import elan

    return elan.write


def _write_tei() -> Writer:
    from guwah.instruments.transcripts.writers import tei

    return tei.write


def _write_web_annotation() -> Writer:
    from guwah.instruments.transcripts.writers import web_annotation

    return web_annotation.write


def _write_pdf() -> Writer:
    from guwah.instruments.transcripts.writers import pdf

    return pdf.write


READERS: dict[str, Callable[[], Reader]] = {
    "labelled-text": _read_labelled_text,
    "docx": _read_docx,
    "webvtt": _read_webvtt,
    "srt": _read_srt,
    "csv": _read_table,
    "whisper-json": _read_speech_json,
    "textgrid": _read_textgrid,
    "elan": _read_elan,
    "tei": _read_tei,
    "trs": _read_trs,
    "akoma-ntoso": _read_akoma_ntoso,
    "chat": _read_chat,
    "ohms5": _read_ohms,
    "ohms6": _read_ohms,
    "plain": _read_plain,
}
"""By the code of the format: what loads its reader. A format of `FORMATS` that is not here is known to
the recogniser and refused."""

WRITERS: dict[str, Callable[[], Writer]] = {
    "labelled-text": _write_labelled_text,
    "docx": _write_docx,
    "webvtt": _write_webvtt,
    "srt": _write_srt,
    "elan": _write_elan,
    "tei": _write_tei,
    "plain": _write_labelled_text,
    "pdf": _write_pdf,
    "web-annotation": _write_web_annotation,
}
"""By the code of the format: what loads its writer."""

ENDINGS = {
    "labelled-text": "txt",
    "docx": "docx",
    "webvtt": "vtt",
    "srt": "srt",
    "elan": "eaf",
    "tei": "xml",
    "plain": "txt",
    "pdf": "pdf",
    "web-annotation": "jsonld",
}
"""By the code of the format: how the name of a file that is written in it ends."""

READABLE = tuple(one for one in FORMATS if one in READERS)
"""The formats that can be read, in the order of `FORMATS`."""

WRITABLE = (*(one for one in FORMATS if one in WRITERS), *(one for one in WRITERS if one not in FORMATS))
"""The formats that can be written, in the order of `FORMATS`; after them those that are only written."""
