"""Prints an invented chat as the programs of many phones do, for tests that read it back."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

LRM = "\u200e"


@dataclass(frozen=True, slots=True)
class Said:
    """One invented message."""

    when: datetime
    sender: str
    words: str
    file: str = ""


Printer = Callable[[Sequence[Said]], str]


def _twelve(when: datetime, am: str, pm: str) -> tuple[str, str]:
    return str(when.hour % 12 or 12), am if when.hour < 12 else pm


def _rows(opening: Callable[[Said], str], attached: str, end: str) -> Printer:
    def printed(chat: Sequence[Said]) -> str:
        rows = [
            opening(each) + (attached.format(each.file) if each.file else "") + each.words.replace("\r", "")
            for each in chat
        ]
        return "".join(row + end for row in rows)

    return printed


def _digits(text: str, zero: str) -> str:
    return "".join(
        chr(ord(zero) + int(sign)) if sign.isascii() and sign.isdecimal() else sign for sign in text
    )


def _en_gb_ios(each: Said) -> str:
    return f"[{each.when:%d/%m/%Y, %H:%M:%S}] {each.sender}: "


def _ru_ios(each: Said) -> str:
    return f"[{each.when:%d.%m.%Y, %H:%M:%S}] {each.sender}: "


def _de_ios(each: Said) -> str:
    return f"[{each.when:%d.%m.%y, %H:%M:%S}] {each.sender}: "


def _en_us_ios(each: Said) -> str:
    hour, half = _twelve(each.when, "AM", "PM")
    when = each.when
    return f"[{when.month}/{when.day}/{when:%y}, {hour}:{when:%M:%S}\u202f{half}] {each.sender}: "


def _zh_ios(each: Said) -> str:
    hour, half = _twelve(each.when, "上午", "下午")
    when = each.when
    return f"[{when.year}/{when.month}/{when.day} {half}{hour}:{when:%M:%S}] {each.sender}: "


def _kk_android(each: Said) -> str:
    return f"{each.when:%d.%m.%Y, %H:%M} - {each.sender}: "


def _en_us_android(each: Said) -> str:
    hour, half = _twelve(each.when, "AM", "PM")
    return f"{each.when.month}/{each.when.day}/{each.when:%y}, {hour}:{each.when:%M} {half} - {each.sender}: "


def _es_android(each: Said) -> str:
    hour, half = _twelve(each.when, "a. m.", "p. m.")
    return (
        f"{each.when.day}/{each.when.month}/{each.when.year}, {hour}:{each.when:%M} {half} - {each.sender}: "
    )


def _ko_android(each: Said) -> str:
    hour, half = _twelve(each.when, "오전", "오후")
    when = each.when
    return f"{when.year}. {when.month}. {when.day}. {half} {hour}:{when:%M} - {each.sender}: "


def _sv_android(each: Said) -> str:
    return f"{each.when:%Y-%m-%d %H:%M} - {each.sender}: "


def _ar_android(each: Said) -> str:
    hour, half = _twelve(each.when, "ص", "م")
    when = each.when
    written = f"{when.day}\u200f/{when.month}\u200f/{when.year}، {hour}:{when:%M}"
    return f"{_digits(written, '٠')} {half} - {each.sender}: "


def _fa_android(each: Said) -> str:
    return f"{_digits(f'{each.when:%Y/%m/%d، %H:%M}', '۰')} - {each.sender}: "


def _ug_android(each: Said) -> str:
    hour, half = _twelve(each.when, "چۈشتىن بۇرۇن", "چۈشتىن كېيىن")
    return f"{each.when:%Y-%m-%d}, {half} {hour}:{each.when:%M} - {each.sender}: "


def _da_android(each: Said) -> str:
    return f"{each.when:%d.%m.%Y} kl. {each.when:%H.%M} - {each.sender}: "


def _old(each: Said) -> str:
    return f"{each.when:%d/%m/%Y %H:%M:%S}: {each.sender}: "


WHATSAPP: dict[str, Printer] = {
    "en-GB iOS": _rows(_en_gb_ios, LRM + "<attached: {}>", "\r\n"),
    "ru iOS": _rows(_ru_ios, LRM + "<прикреплено: {}>", "\r\n"),
    "de iOS": _rows(_de_ios, LRM + "<Anhang: {}>", "\n"),
    "en-US iOS": _rows(_en_us_ios, LRM + "<attached: {}>", "\n"),
    "zh-Hans iOS": _rows(_zh_ios, LRM + "<附件：{}>", "\n"),
    "kk Android": _rows(_kk_android, "{} (файл тіркелді)\n", "\n"),
    "en-US Android": _rows(_en_us_android, LRM + "{} (file attached)\n", "\n"),
    "es Android": _rows(_es_android, "{} (archivo adjunto)\n", "\n"),
    "ko Android": _rows(_ko_android, "{} (파일 첨부됨)\n", "\n"),
    "sv Android": _rows(_sv_android, "{} (file attached)\n", "\n"),
    "ar Android": _rows(_ar_android, "{} (الملف مرفق)\n", "\n"),
    "fa Android": _rows(_fa_android, "{} (پرونده پیوست شده)\n", "\n"),
    "ug Android": _rows(_ug_android, "{} (ھۆججەت قوشۇلدى)\n", "\n"),
    "da Android": _rows(_da_android, "{} (file attached)\n", "\n"),
    "old": _rows(_old, "{} (file attached)\n", "\n"),
}
"""WhatsApp's text in the forms of phones and languages."""


def _wechat_mail(chat: Sequence[Said]) -> str:
    day, rows = "", ["Dear:\n"]
    for each in chat:
        if (today := f"{each.when:%Y-%m-%d}") != day:
            rows.append(f"\n—————  {today}  —————\n\n")
            day = today
        thing = f"[图片: {each.file}(请在附件中查看)]" if each.file else ""
        rows.append(f"\n{each.sender}  {each.when:%H:%M}\n\n{thing}{each.words}\n")
    return "".join(rows)


def _wechat_rows(opening: Callable[[Said], str]) -> Printer:
    return _rows(opening, "[文件: {}]", "\n\n")


WECHAT: dict[str, Printer] = {
    "mail": _wechat_mail,
    "above, time first": _wechat_rows(lambda each: f"{each.when:%Y-%m-%d %H:%M:%S} {each.sender}\n"),
    "above, name first": _wechat_rows(lambda each: f"{each.sender} {each.when:%Y/%m/%d %H:%M:%S}\n"),
    "above, Chinese": _wechat_rows(
        lambda each: (
            f"{each.when.year}年{each.when.month}月{each.when.day}日 "
            f"{''.join(reversed(_twelve(each.when, '上午', '下午')))}:{each.when:%M} {each.sender}\n"
        )
    ),
    "beside": _wechat_rows(lambda each: f"{each.sender} ({each.when:%Y-%m-%d %H:%M:%S}): "),
    "beside, brackets": _wechat_rows(lambda each: f"[{each.when:%Y-%m-%d %H:%M:%S}] {each.sender}: "),
}
"""Texts of WeChat in the forms of its mail and of others' tools."""


def telegram_json(chat: Sequence[Said], name: str = "Bakery") -> str:
    """Print `result.json`; the clock of the exporting computer is UTC."""
    rows = []
    for n, each in enumerate(chat, start=1):
        row: dict[str, object] = {
            "id": n,
            "type": "message",
            "date": f"{each.when:%Y-%m-%dT%H:%M:%S}",
            "date_unixtime": str(int(each.when.replace(tzinfo=UTC).timestamp())),
            "from": each.sender,
            "from_id": f"user{n}",
        }
        if each.file:
            row["file"] = each.file
        rows.append(row | {"text": each.words})
    return json.dumps(
        {"name": name, "type": "personal_chat", "id": 7, "messages": rows}, ensure_ascii=False, indent=1
    )


def telegram_html(chat: Sequence[Said], name: str = "Bakery", zone: str = " UTC+06:00") -> str:
    """Print `messages.html`."""
    rows = []
    for n, each in enumerate(chat, start=1):
        words = "<br>".join(html.escape(line) for line in each.words.split("\n"))
        media = (
            '<div class="media_wrap clearfix"><a class="media clearfix pull_left block_link media_file" '
            f'href="{html.escape(each.file)}"><div class="body"><div class="title">f</div></div></a></div>'
            if each.file
            else ""
        )
        rows.append(
            f'<div class="message default clearfix" id="message{n}"><div class="body">'
            f'<div class="pull_right date details" title="{each.when:%d.%m.%Y %H:%M:%S}{zone}">x</div>'
            f'<div class="from_name">\n{html.escape(each.sender)}\n</div>{media}'
            f'<div class="text">\n{words}\n</div></div></div>\n'
        )
    head = f'<div class="page_header"><div class="text bold">{html.escape(name)}</div></div>'
    return f'<!DOCTYPE html><html><body>{head}<div class="history">\n{"".join(rows)}</div></body></html>'
