"""Uyghur in Arabic script: dates by number or month name with their endings, lengths, ages and orders."""

# ruff: noqa: E501 - a list or pattern broken in two is harder to check
from __future__ import annotations

import re

from guwah.instruments.dates.grammars.shape import Grammar, Word, form, words
from guwah.instruments.late_pattern import late
from guwah.instruments.numbers import ug

_NUMBERS = (
    *((re.sub("ە$", "[ەى]", word), number) for word, number in ug.SMALL.items()), ("يۈز", 100), ("مىڭ", 1000),
)  # fmt: skip
_STEMS = (
    "يانۋار", "فېۋرال", "مارت", "ئاپرېل", "ماي", "ئىيۇن", "ئىيۇل", "ئاۋغۇست", "سېنتەب[ىې]ر", "ئۆكتەب[ىې]ر", "نوياب[ىې]ر",
    "دېكاب[ىې]ر",
)  # fmt: skip
_IN = "(?:[دت][ەا]|ن?ىڭ|نىڭ|[دت]ىن|[دت]ىكى|غا|قا|گە|كە|ى|ىدا|ىدە|ىنىڭ|ىدىن|ىدىكى)"
_PAST = range(20, 91, 10)
_DAYS_OF_WEEK = ("دۈشەنبە", "سەيشەنبە", "چارشەنبە", "پەيشەنبە", "جۈمە", "شەنبە", "يەكشەنبە")
_ENDINGS: tuple[tuple[str, Word], ...] = (
    *((f"{stem}", ("M", number)) for number, stem in enumerate(_STEMS, 1)),
    *((f"{stem}{_IN}", ("e", number)) for number, stem in enumerate(_STEMS, 1)),
    *((f"{word}ىنچى(?:سى|دە|سىدە|كۈنى)?", ("^", number)) for word, number in _NUMBERS),
    *((f"{word.replace('[ەى]', '')}ىنچى(?:سى|دە|سىدە)?", ("^", number)) for word, number in _NUMBERS),
    ("ئىككىنچى|ئىككىنچىسى", ("^", 2)),
    *((f"{word}(?:سى|ى)(?:دە|دا|نىڭ|دىن)?", ("^", number)) for word, number in _NUMBERS), ("سەكسىنىنچى", ("^", 80)), ("توقسىنىنچى", ("^", 90)),
    *((f"{word}[دت][ەا]", ("@", number)) for word, number in _NUMBERS),
    *((f"{word}(?:نىڭ)?", ("#", number)) for word, number in _NUMBERS),
    *((f"{word}[دت]ىن", ("7", number)) for word, number in _NUMBERS if number in _PAST),
    *((f"{stem}(?:دە|نىڭ|دىن|گە)?", ("W", number)) for number, stem in enumerate(_DAYS_OF_WEEK, 1)),
    ("يىل(?:ى|ىدىكى|ىنىڭ|ىدىن|نىڭ|دىكى|ىدا|دىن|ىنى|ىدىلا|ىغا)", ("r", 1)), ("يىل(?:لار|لىرى)(?:دا|نىڭ|دىن)?", ("2", 1)), ("يىل(?:غا|چە|دا|لىق)?", ("y", 1)),
    ("ئاي(?:نىڭ|دىكى|نى|ىنىڭ)|ئېيى(?:دا|نىڭ|دىن|دىكى)?", ("c", 1)), ("ئاي(?:دا|دىن)", ("t", 1)), ("ئاي(?:چە|غا|لىق)?", ("n", 1)),
    ("ھەپتە(?:دە|دىن|چە|نى)?|ھەپتى(?:دە|دىن|لىك|سى|گىچە|گە|دەك)", ("k", 1)),
    ("كۈنى(?:دىن|نىڭ|دىكى|سى)?|چېسلا(?:سى|دا|دىن)?|چىسلا(?:سى|دا|دىن)?", ("f", 1)), ("كۈن(?:گە|چە|دىن|لۈك|مۇ|نى|گىچە|دەك)?|كېچە", ("d", 1)),
    ("سائەت(?:تىن|كە|چە|لەپ|نى|تەك|لىك)?", ("H", 60)), ("مىنۇت(?:تىن|تا|چە|نى|لۇق|لاپ)?", ("H", 1)),
    ("ياش(?:تا|قا|تىكى|لىق|تىن|لاردا)?", ("J", 0)), ("يېشى(?:م|دا|مدا|ڭدا|مىزدا)?", ("I", 0)),
    ("(?:باھار|ئەتىياز)(?:دا|دىن|دىكى|ى|ىدا|لىق)", ("S", 21)), ("ياز(?:دا|دىن|دىكى|ى|ىدا|لىق)", ("S", 22)), ("كۈز(?:دە|دىن|دىكى|ى|ىدە|لۈك)", ("S", 23)),
    ("قىش(?:تا|تىن|تىكى|ى|ىدا|لىق)", ("S", 24)),
    ("بېشى(?:دا|دىن|غا)?|باشلىرى(?:دا|دىن|غا)?|ئاۋۋىلىدا", ("p", 0)), ("ئوتتۇرىسى(?:دا|دىن)?|ئوتتۇرىلىرىدا", ("p", 1)),
    ("(?:ئاخىر|ئايىغ)ى(?:دا|دىن|غا)?|ئاخىرلىرىدا", ("p", 2)),
    ("يېرىم(?:دا)?", ("h", 0)), ("ئۆتكەن|ئالدىنقى", ("L", 0)), ("كېلەر|كېيىنكى|كېلەركى", ("X", 1)),
    ("ئەتىگەن(?:دە|لىكى)?|سەھەر(?:دە)?", ("P", 1)), ("چۈشتىن كېيىن|كەچ(?:تە|قۇرۇن|لىكى)", ("P", 2)), ("كېچىدە|كېچىسى", ("P", 3)),
    ("نورۇز(?:دا|نىڭ|غا)?", ("F", 321)), ("چاغان(?:دا|نىڭ)?", ("F", 10101)),
)  # fmt: skip
_OTHERS = words(
    F="يېڭى_يىلغىچە:101 يېڭى_يىل:101 يېڭى_يىلدا:101 يېڭى_يىلنىڭ:101 نورۇز_بايرىمى:321 نورۇز_بايرىمىدا:321 بالىلار_بايرىمى:601"
    " بالىلار_بايرىمىدا:601 دۆلەت_بايرىمى:1001 ئەمگەك_بايرىمى:501 نورۇز_كۈنى:321",
    P="چۈشتىن_كېيىن:2 چۈشتىن_بۇرۇن:1 كەچ:2",
    g="بۇرۇن ئىلگىرى ئاۋۋال مۇقەددەم", l="كېيىن:1 ئۆتكەندىن_كېيىن:1 ئۆتۈپ:1",
    E="شۇ:0 ئۇ:0", R="بۇ مۇشۇ", U="ئەتىسى:1 ئەتىسىلا:1 كېيىنكى_كۈنى:1 شۇ_كۈنى:0 ئالدىنقى_كۈنى:-1 ئىككىنچى_كۈنى:1",
    K="تۈنۈگۈن:-1 ئۈلۈشكۈن:-2 بۈگۈن:0 ئەتە:1 ئۆگۈنلۈككە:2 تۈنۈگۈن_كەچ:-1 تۈنۈگۈن_كېچىسى:-1",
    j="بۇلتۇر:-1 بۇ_يىل:0 بۇ_يىلى:0 كېلەر_يىلى:1 ئۆتكەن_يىلى:-1 ئۆتكەن_يىل:-1 ئۈلۈش_يىلى:-2",
    a="تەخمىنەن ئەتراپىدا يېقىن چامىسىدا ئارتۇق كۆپرەك ئەتراپى",
    q="بەلكىم ئېھتىمال بەلكى", o="ياكى ۋەياكى", both="ۋە بىلەن", u="قەدەر غىچە", s="باشلاپ بېرى بۇيان",
    lasting="بويى ئىچىدە", V="ھەر",
    i="دە دا تە تا دىن تىن نىڭ",
    v="مەن بىز ئۇلار سىز ئەمما لېكىن ئىدى بولدى دەپ كەلدى كەتتى قىلدى", w="بىر_كۈنى", passed="ئاشقان ئېشىپ ئاشقاندا", B="ئارىلىقىدا ئارىسىدا",
)  # fmt: skip
_NAMED = dict.fromkeys(["نومۇر", "نومۇرى", "ھۆججەت", "بەت", "باب", "تېلېفون"], ("%", 0))

_YEAR = "(?:(?P<y>Y)-?[yr]|(?P<y_>[OQ])-?r|(?P<y__>[DN])-r)"
_ONLY_YEAR = "(?P<y>Y)-?[yr]"
_MONTH = "(?P<m>[DO])(?:-[nct]|[ct])-?"
_D = "(?P<d>[DO])"
_ON = "(?:-?f|-d)"
_N = "(?P<n>[DNY])(?:[o-]?(?P<n2>D))?"
_AND = "(?:[,&]|,&)?"
_NO_MORE = "(?![gl])"

GRAMMAR = Grammar(
    forms=(
        form("date", "ug-written", "(?P<z>Z)"),
        form("date", "ug-year-month-day", f"{_YEAR},?{_MONTH}{_D}{_ON}"),
        form("date", "ug-year-day-name", f"{_YEAR},?{_D}-?(?P<m>[Me])"),
        form("date", "ug-year-name-day", f"{_YEAR},?(?P<m>[Me])c?{_D}{_ON}"),
        form(
            "date",
            "ug-day-or-day",
            f"(?:{_YEAR},?)?{_MONTH}{_D}(?:{_ON})?(?P<j>[o&-])(?P<d2>[DO]){_ON}",
        ),
        form("date", "ug-day-or-day-name", f"(?:{_YEAR},?)?{_D}-?(?P<j>[o&])(?P<d2>[DO])-?(?P<m>[Me])"),
        form("date", "ug-year-month", f"{_YEAR},?(?P<m>[DO])-?[nct](?P<p>p)?"),
        form("date", "ug-year-name", f"{_YEAR},?(?P<m>[Me])[ct]?(?P<p>p)?"),
        form("date", "ug-month-day", f"{_MONTH}{_D}{_ON}"),
        form("date", "ug-name-day", f"(?P<m>[Me])c?{_D}{_ON}"),
        form("date", "ug-name-nth", f"(?:{_ONLY_YEAR},?)?(?P<m>e)(?P<d>O)|(?P<m_>O)[c](?P<d_>O)"),
        form("date", "ug-day-name", f"{_D}-?(?P<m>[Me])"),
        form(
            "date",
            "ug-month",
            "(?P<m>D)-[nct](?P<p>p)?|(?P<m_>O)[ct](?P<p_>p)?|(?P<m__>D)[c]p|(?P<m___>[Me])[ctn](?P<p__>p)?|(?P<m____>e)(?P<p___>p)?",
        ),
        form("date", "ug-year", f"{_ONLY_YEAR}(?P<p>p)?|(?P<y_>[QO])-?r(?P<p_>p)?|(?P<y__>N)-r(?P<p__>p)?"),
        form("date", "ug-decade", "(?P<g>[NDOQY])-?2(?P<p>p)?"),
        form("date", "ug-about-year", "(?P<y>Y)-?2"),
        form("date", "ug-season", f"{_ONLY_YEAR},?(?P<s>S)"),
        form("date", "ug-short-season", "(?P<y>N)(?P<s>S)"),
        form("date", "ug-short-year", "(?<!H)(?P<y>z)(?![ynkdcrft])"),
        form("date", "ug-season-alone", "(?P<s>S)"),
        form("date", "ug-years", "(?P<y>Y)(?P<j>[-~o])(?P<y2>Y)-?[yr2]"),
        form("date", "ug-year-alone", "(?:^|(?<=[=<;,]))(?P<y>Y)(?=[=>]|$)"),
        form("date", "ug-feast", f"(?:{_ONLY_YEAR},?)?(?P<f>F)f?"),
        form("date", "ug-the-day", "(?P<d>[DO])-f|(?P<d_>O)f"),
        form(
            "age", "ug-age", "(?P<age>[DN])(?:[o-](?P<age2>[DN]))?-?J|I(?P<age_>[DNz])J?|(?P<age__>[DN])-?I"
        ),
        form("age", "ug-past-tens", "(?P<age>(?P<about>7))5"),
        form("age", "ug-age-bare", "(?<!H)(?P<age>z)(?![ynkdcrft])"),
        form("relative", "ug-ago", f"{_N}(?P<h>h)?(?P<u>[ynkd])(?P<about>a)?g"),
        form("relative", "ug-half-ago", "(?P<half>h)(?P<u>[yn])g"),
        form("relative", "ug-hours-ago", "(?P<hours>[DN])Hg"),
        form("relative", "ug-day", "(?P<k>K)P?"),
        form("relative", "ug-day-only", "(?P<k>K)"),
        form("relative", "ug-weekday", "(?<!V)(?:(?P<which>[LXR])k?)?(?P<w>W)f?"),
        form("relative", "ug-that-weekday", "E(?P<w>W)f?"),
        form(
            "relative",
            "ug-year-word",
            f"(?P<year>j),?(?:(?P<m>[DO])-?[nct]-?(?:(?P<d>[DO]){_ON})?|(?P<m_>[Me])(?:[ct]?(?P<p>p))?|(?P<s>S)|(?P<p_>p))?",
        ),
        form("relative", "ug-unit", "(?P<which>[LXR])(?:(?P<u>[ynk])|(?P<u_>[rct]))(?P<p>p)?"),
        form("relative", "ug-named", "(?P<which>[LX])(?:(?P<m>[Me])|(?P<s>S))"),
        form("order", "ug-later", f"{_N}(?P<h>h)?(?P<u>[ynkdrt])(?P<l>l)"),
        form("order", "ug-half-later", "(?P<half>h)(?P<u>[ynrt])(?P<l>l)"),
        form("order", "ug-that", "(?P<e>E)(?P<u>[rnct])"),
        form("order", "ug-next-day", "(?P<e>U)P?"),
        form(
            "duration",
            "ug-length",
            f"(?<!V)(?P<ny>[DNY])(?P<h>h)?y(?:{_AND}(?P<nm>[DN])n)?(?:{_AND}(?P<nk>[DN])k)?(?:{_AND}(?P<nd>[DN])d)?{_NO_MORE}",
        ),
        form(
            "duration",
            "ug-months",
            f"(?<!V)(?P<nm>[DN])(?P<h>h)?n(?:{_AND}(?P<nk>[DN])k)?(?:{_AND}(?P<nd>[DN])d)?{_NO_MORE}",
        ),
        form("duration", "ug-weeks", f"(?<!V)(?P<nk>[DN])(?P<h>h)?k(?:{_AND}(?P<nd>[DN])d)?{_NO_MORE}"),
        form("duration", "ug-days", f"(?<!V)(?P<nd>[DNY])d{_NO_MORE}"),
        form("duration", "ug-or", f"(?<!V){_N}(?P<u>[ynkd]){_NO_MORE}"),
        form("duration", "ug-since", "(?<!V)(?P<n>[DN])(?P<u>[yrntkd])s"),
        form("duration", "ug-more-than", "(?<!V)(?P<n>[DN])(?P<u>[yrnkd])(?P<about>a)(?![gl])"),
        form("duration", "ug-half", f"(?P<half>h)(?P<u>[ynkd]){_NO_MORE}"),
        form("hours", "ug-hours", f"{_N}(?P<h>h)?(?P<u>H)(?!g)"),
        form("hours", "ug-half-hour", "(?P<half>h)(?P<u>H)"),
        form("clock", "ug-time", "(?P<ap>P)?H?(?P<t>(?P<exact>T))(?:-?i)?"),
        form("clock", "ug-hour", "(?P<ap>P)?H(?P<c>[Dz])(?P<half>h)?(?:-i)?(?![ynkdMef])"),
    ),
    words={**_OTHERS, **_NAMED},
    endings=_ENDINGS,
    ordinal="-(?:سى|ى)(?![\u0620-\u06d5])",
    until="[غگقك]ىچە$",
    leads="aq",
    trails="aqsulbB",
    correction=late(
        r"\s*[—–،]*\s*(?:(?:ياق|توغرىسى|كەچۈرۈڭ|خاتا دەپتىمەن)[،.]?\s*)+|\s*—+\s*|\s*--+\s*|–\s+"
    ),
    reported=late(r"(?:دېدى|دەيدۇ|ئېيتتى|ئاڭلىدىم|دېيىشتى|خەۋەر قىلدى)"),
    hypothetical=late(r"(?:ئەگەر|مۇبادا)"),
)
