"""Times that file names tell, as phones and messengers make them; told by the name, proven by nothing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from guwah.instruments.deliveries.clocks import read_clock
from guwah.instruments.deliveries.model import Reading

_DAY = r"(?P<day>(?:19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d)"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Who names files so, by the form of the name; more telling forms stand first.
_FORMS = (
    # WhatsApp of a computer: "WhatsApp Audio 2021-03-04 at 10.11.12 AM.ogg".
    re.compile(
        rf"WhatsApp [^\d]{{3,20}}{_DAY} \S{{1,3}} (?P<clock>\d\d?\.\d\d\.\d\d)"
        r"(?: (?P<half>[^\W\d_]{1,12}))?"
    ),
    # Telegram: "audio_12@04-03-2021_10-11-12.ogg".
    re.compile(r"\w+@(?P<back>[0-3]\d-[01]\d-(?:19|20)\d\d)_(?P<clock>\d\d-\d\d-\d\d)", re.ASCII),
    # Cameras, recorders, Signal, Telegram's photos: "VID_20210304_101112", "signal-2021-03-04-10-11-12-123".
    re.compile(
        rf"(?:.*?[^\d])?{_DAY}(?:[-_ .T]|-at-)(?P<clock>[0-2]\d[-_.:h]?[0-5]\d[-_.:]?[0-5]\d)(?!\d{{4,}})",
        re.ASCII,
    ),
    # WeChat: "mmexport1614841872123.jpg": milliseconds since 1970.
    re.compile(r"(?:mmexport|wx_camera_|microMsg\.|microMsg_)(?P<epoch>1\d{12})(?!\d)", re.ASCII),
    # WhatsApp of a phone: "PTT-20210304-WA0001.opus": the day alone.
    re.compile(rf"(?:.*?[^\d])?{_DAY}(?!\d)", re.ASCII),
)
_NO_DIGIT = re.compile(r"\D")
_PIXEL = re.compile(r"PXL_\d{8}_\d{6}", re.ASCII)


def made_on(digits: str) -> date | None:
    """Return the day that eight digits tell, year first; None when no calendar has it."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def name_readings(name: str) -> tuple[Reading, ...]:
    """Return what the name of a file tells of its time; nothing when it tells none.

    Args:
        name: the name, with or without folders.
    """
    last = name.rpartition("/")[2]
    for form in _FORMS:
        found = form.match(last)
        if found is not None:
            told = _readings(found.groupdict(), last)
            if told:
                return told
    return ()


def _readings(told: dict[str, str | None], name: str) -> tuple[Reading, ...]:
    if told.get("epoch"):
        moment = _EPOCH + timedelta(seconds=int(str(told["epoch"])[:10]))
        clock = moment.strftime("%H:%M:%S")
        return (Reading(f"{moment:%Y-%m-%d}T{clock}Z", clock, "Z", of="name"),)
    day = _day(told)
    if day is None:
        return ()
    if not told.get("clock"):
        return (Reading(day.isoformat(), of="name"),)
    digits = _NO_DIGIT.sub("", str(told["clock"])).zfill(6)
    clocks = read_clock(f"{digits[:2]}:{digits[2:4]}:{digits[4:6]}", told.get("half") or "")
    # Pixel phones name their files in UTC.
    zone = "Z" if _PIXEL.match(name) else ""
    return tuple(Reading(f"{day}T{clock}{zone}", clock, zone, of="name") for clock in clocks)


def _day(told: dict[str, str | None]) -> date | None:
    if told.get("back"):
        day, month, year = str(told["back"]).split("-")
        return made_on(year + month + day)
    return made_on(_NO_DIGIT.sub("", str(told["day"])))
