"""Kazakh in Cyrillic: dates with their case endings, lengths, ages, times of day and orders."""

# ruff: noqa: E501 - a list or pattern broken in two is harder to check
from __future__ import annotations

from guwah.instruments.dates.grammars.shape import Grammar, Word, form, words
from guwah.instruments.late_pattern import late
from guwah.instruments.numbers import kk

_TENS = (*kk.SMALL.items(), ("жүз", 100), ("мың", 1000))
_NTH = (
    "бірінші", "екінші", "үшінші", "төртінші", "бесінші", "алтыншы", "жетінші", "сегізінші", "тоғызыншы", "оныншы",
)  # fmt: skip
_NTH_TENS = (
    ("жиырмасыншы", 20), ("отызыншы", 30), ("қырқыншы", 40), ("елуінші", 50), ("алпысыншы", 60),
    ("жетпісінші", 70), ("сексенінші", 80), ("тоқсаныншы", 90), ("жүзінші", 100), ("мыңыншы", 1000),
)  # fmt: skip
_STEMS = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйе[кг]", "қазан", "қараша",
    "желтоқсан",
)  # fmt: skip
_IN = "(?:с[ыі](?:н(?:да|де|ан|ен|а|е|ың|ің))?|[дт][ае]|[ыі]?н[дт][ае]|[дтн][ае]н|[ыі]?н[ае]н|[ыі]н[ае]|[дтн][ыі]ң|[ыі]?ның|інің|ғ[аы]|г[еі]|қ[аы]|к[еі])"
_DAYS_OF_WEEK = ("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі")
_PAST = range(20, 91, 10)
_POTS = 10  # "қазан" is October and a cauldron
_ENDINGS: tuple[tuple[str, Word], ...] = (
    *((f"{stem}{_IN}", ("M" if number == _POTS else "e", number)) for number, stem in enumerate(_STEMS, 1)),
    *((f"{stem}(?:[ыі]|лар[ыі]?|ы?нда)?", ("M", number)) for number, stem in enumerate(_STEMS, 1)),
    *((f"{word}(?:с?[ыі]нд[ае]|с?[ыі]н[ае]н|с?[ыі])", ("^", number)) for word, number in _TENS),
    *((f"{word}(?:[дт][ае](?:ғ[ыі]|г[ыі]|м[ыі]н|с[ыі]ң|с[ыі]з|м[ыі]з)?|[ыі]?м[дт][ае])", ("@", number)) for word, number in _TENS),
    *((f"{word}(?:[дтн][ыі]ң)?", ("#", number)) for word, number in _TENS),
    *((f"{word}[дтн][ае]н", ("2", number)) for word, number in _TENS if number in _PAST),
    *((f"{word}(?:с?[ыі]|с?[ыі]нд[ае]|д[ае])?", ("^", number)) for number, word in enumerate(_NTH, 1)),
    *((f"{word}(?:с?[ыі]|с?[ыі]нд[ае]|д[ае])?", ("^", number)) for word, number in _NTH_TENS),
    *((f"{stem}(?:де|да|нің|ның|ден|дан|лік|лік)?", ("W", number)) for number, stem in enumerate(_DAYS_OF_WEEK, 1)),
    ("жыл(?:ы|ғы|дың|дан|да|ының|ында|ынан|ына)", ("r", 1)), ("жылдар(?:ы|да|ында|дан|дың)?", ("t", 1)), ("жыл(?:ға|ды|дай)?", ("y", 1)),
    ("ай(?:ы|ында|ының|ынан|ына|ындағы|ын)", ("c", 1)), ("ай(?:ға|дай|дан|да|дың)?", ("n", 1)),
    ("апта(?:ға|дай|дан|да|ның)?", ("k", 1)), ("аптасы(?:нда)?", ("k", 1)),
    ("күн(?:ге|дей|нен|нің)?|тәулік(?:тен|ке)?|түн", ("d", 1)), ("күні(?:нде|нен|нің)?", ("f", 1)),
    ("сағат(?:тан|тай|қа|та)?", ("H", 60)), ("минут(?:тан|тай|та)?", ("H", 1)),
    ("жас(?:та|ында|тан|қа|ты|ар|ымда)|жасар|жасқа|жастағы|жаста(?:мын|сың|сыз|мыз)", ("J", 0)), ("жас(?:ым|ы|ың)", ("I", 0)), ("жас", ("J", 0)),
    ("көктем(?:де|інде|гі|інен|нен)", ("S", 21)), ("жаз(?:да|ында|ғы|ынан|дан)", ("S", 22)), ("күз(?:де|інде|гі|інен|ден)", ("S", 23)),
    ("қыс(?:та|ында|қы|ынан|тан)", ("S", 24)),
    ("бас(?:ы|ында|ынан|ына)", ("p", 0)), ("орта(?:сы|сында|сынан)", ("p", 1)),
    ("(?:соң|аяғ)(?:ы|ында|ынан|ына)", ("p", 2)), ("бірінші жартысында", ("p", 3)),
    ("жарты(?:сы)?|жарым(?:да)?", ("h", 0)), ("өткен|өтке", ("L", 0)), ("келесі|келер|алдағы", ("X", 1)),
    ("таңғы|таңертеңгі|таңертең", ("P", 1)), ("түскі|кешкі|кешке|түстен кейінгі", ("P", 2)), ("түнгі|түнде", ("P", 3)),
)  # fmt: skip
_OTHERS = words(
    F="жаңа_жыл:101 жаңа_жылда:101 жаңа_жылдың:101 жаңа_жылға:101 жаңа_жылдан:101 наурыз_мейрамы:321 наурыз_мерекесі:321"
    " наурыз_мейрамында:321 наурыз_мерекесінде:321 балаларды_қорғау_күні:601 балаларды_қорғау_күнінде:601"
    " жеңіс_күні:509 әйелдер_күні:308",
    g="бұрын ілгері", l="кейін:1 соң:1 өткен_соң:1 өткеннен_кейін:1",
    E="сол:0 алдыңғы:-1", R="осы бұл", U="ертеңіне:1 ертесіне:1 келесі_күні:1 алдыңғы_күні:-1 сол_күні:0 келесі_күн:1",
    K="кеше:-1 алдыңгүні:-2 алдыңғы_күні_ғана:-2 бүгін:0 ертең:1 бүрсігүні:2 кеше_түнде:-1 кеше_кешке:-1",
    j="былтыр:-1 былтырғы:-1 биыл:0 биылғы:0 келер_жылы:1 келесі_жылы:1 өткен_жылы:-1 алдыңғы_жылы:-2 алдыңғы_жыл:-2",
    a="шамамен жуық жуықтап шамасында шамасы астам артық дерлік шамалы аса",
    q="мүмкін бәлкім сірә шығар болар",
    o="немесе не әлде я яки", both="және мен пен бен", u="дейін шейін", s="бастап бері", B="арасында аралығында",
    i="де да те та ден дан тен тан нен нан нде нда сінде сында інде ында сі сы і ы ші шы нші ншы інші ыншы сінен",
    lasting="бойы ішінде", V="әр сайын әрбір",
    v="біз ол олар сіз сен бірақ еді болды болатын екен деп сонда мені оны бізді бар жоқ",
    w="бір_күні бір_күн", passed="асып асқан асқанда асты",
)  # fmt: skip
_NAMED = {
    **dict.fromkeys(
        [
            "құжат",
            "бөлме",
            "бет",
            "тарау",
            "бап",
            "үй",
            "пәтер",
            "камера",
            "мектеп",
            "телефон",
            "тармақ",
            "бұйрық",
        ],
        ("%", 0),
    ),
    "нөмірі": ("%", 0),
}

_YEAR = "(?P<y>Y)-?[yri]"
_NTH_YEAR = "(?:(?P<y>Y)-?[yr]|(?P<y_>[OQ])r)"
_M = "(?P<m>[Mme])c?"
_DAY = "(?P<d>[DO])(?:-i)?"
_N = "(?P<n>[DNY])(?:[o-]?(?P<n2>D))?"
_AND = "(?:[,&]|,&)?"

GRAMMAR = Grammar(
    forms=(
        form("date", "kk-written", "(?P<z>Z)"),
        form(
            "date",
            "kk-day-or-day",
            f"(?:{_YEAR},?)?(?P<d>[DO])(?:-i)?(?P<j>[o&-])(?P<d2>[DO])-?i?(?P<m>[Mme])c?",
        ),
        form("date", "kk-year-day-month", f"{_NTH_YEAR},?{_DAY}-?{_M}"),
        form("date", "kk-year-month-day", f"{_NTH_YEAR},?{_M}(?P<d>[DO])(?:-i|f|-f)?(?![ynkdH])"),
        form("date", "kk-day-month-year", f"{_DAY}-?(?P<m>[Mme]),?{_YEAR}"),
        form("date", "kk-year-month", f"{_NTH_YEAR},?(?:{_M}(?P<p>p)?)"),
        form("date", "kk-month-year", f"(?P<m>[Mme]),?{_YEAR}"),
        form("date", "kk-day-month", f"{_DAY}-?{_M}"),
        form("date", "kk-month-day-or", "(?P<m>[Mme])c?(?P<d>O)(?P<j>o)(?P<d2>O)"),
        form("date", "kk-month-day", "(?P<m>[Mme])c?(?:(?P<d>D)-i|(?P<d_>O)|(?P<d__>D)f)"),
        form(
            "date",
            "kk-month",
            "(?P<m>[Mme])c(?P<p>p)?|(?P<m_>e)(?P<p_>p)?|(?P<m__>M)(?P<p__>p)|(?P<m___>M)(?=[us])",
        ),
        form(
            "date",
            "kk-year",
            f"{_YEAR}(?P<p>p)?|(?P<y_>Q)r(?P<p_>p)?|(?P<y___>N)-r(?P<p___>p)?|(?P<y__>O)r(?P<p__>p)?",
        ),
        form("date", "kk-decade", "(?P<g>[NDOQY])-?t(?P<p>p)?"),
        form("date", "kk-about-year", "(?P<y>Y)-?t"),
        form("date", "kk-season", f"{_YEAR},?(?P<s>S)"),
        form("date", "kk-short-season", "(?P<y>N)(?P<s>S)"),
        form("date", "kk-short-year", "(?<!H)(?P<y>z)(?![ynkdcrf])"),
        form("date", "kk-season-alone", "(?P<s>S)"),
        form("date", "kk-years", "(?P<y>Y)(?P<j>[-~o])(?P<y2>Y)-?[yrt]"),
        form("date", "kk-year-alone", "(?:^|(?<=[=<;,]))(?P<y>Y)(?=[=>]|$)"),
        form("date", "kk-feast", "(?:(?P<y>Y)-?[yr])?(?P<f>F)"),
        form("date", "kk-the-day", "(?P<d>[DO])-?i?f|(?P<d_>D)-i(?=[,=]|$)|(?P<d__>O)(?=[,=]|$)"),
        form(
            "age", "kk-age", "(?P<age>[DN])(?:-i)?J|I(?P<age_>[DNzQO])(?:-i)?|(?P<age__>[DN])-(?P<age2>[DN])J"
        ),
        form("age", "kk-past-tens", "(?P<age>(?P<about>2))5"),
        form("age", "kk-age-bare", "(?<!H)(?P<age>z)(?![ynkdcrf])"),
        form("relative", "kk-ago", f"{_N}(?P<h>h)?(?P<u>[ynkd])(?P<about>a)?g"),
        form("relative", "kk-half-ago", "(?P<half>h)(?P<u>[yn])g"),
        form("relative", "kk-hours-ago", "(?P<hours>[DN])Hg"),
        form("relative", "kk-day", "(?P<k>K)P?"),
        form("relative", "kk-day-only", "(?P<k>K)"),
        form("relative", "kk-weekday", "(?<!V)(?:(?P<which>[LXR])(?:k)?)?(?P<w>W)f?"),
        form("relative", "kk-that-weekday", "E(?P<w>W)f?"),
        form(
            "relative",
            "kk-year-word",
            "(?P<year>j)(?:(?P<d>[DO])(?:-i)?)?(?:(?P<m>[Mme])c?(?P<p>p)?|(?P<s>S))?",
        ),
        form("relative", "kk-in-year", "(?P<year>[LXR])r(?:(?P<m>[Mme])c?(?P<p>p)?|(?P<s>S)|(?P<p_>p))?"),
        form("relative", "kk-unit", "(?P<which>[LXR])(?:(?P<u>[ynk])|(?P<u_>c))(?P<p>p)?"),
        form("relative", "kk-named", "(?P<which>[LX])(?:(?P<m>[Me])c?|(?P<s>S))"),
        form("order", "kk-later", f"{_N}(?P<h>h)?(?P<u>[ynkdr])(?P<l>l)"),
        form("order", "kk-half-later", "(?P<half>h)(?P<u>[ynr])(?P<l>l)"),
        form("order", "kk-next-day", "(?P<e>U)P?"),
        form("order", "kk-that", "(?P<e>E)(?P<u>[nkdfrc])"),
        form(
            "duration",
            "kk-length",
            f"(?<!V)(?P<ny>[DNY])(?P<h>h)?y(?:{_AND}(?P<nm>[DN])n)?(?:{_AND}(?P<nk>[DN])k)?(?:{_AND}(?P<nd>[DN])d)?(?![glV])",
        ),
        form(
            "duration",
            "kk-months",
            f"(?<!V)(?P<nm>[DN])(?P<h>h)?n(?:{_AND}(?P<nk>[DN])k)?(?:{_AND}(?P<nd>[DN])d)?(?![glV])",
        ),
        form("duration", "kk-weeks", f"(?<!V)(?P<nk>[DN])(?P<h>h)?k(?:{_AND}(?P<nd>[DN])d)?(?![glV])"),
        form("duration", "kk-days", "(?<!V)(?P<nd>[DNY])d(?![glV])"),
        form("duration", "kk-or", f"(?<!V){_N}(?P<u>[ynkd])(?![glV])"),
        form("duration", "kk-more-than", "(?<!V)(?P<n>[DN])(?P<u>[yrnkd])(?P<about>a)(?![glV])"),
        form("duration", "kk-in-years", "(?P<n>D)(?P<u>r)(?![glS])"),
        form("duration", "kk-since", "(?<!V)(?P<n>[DN])(?P<u>[yrnkd])s"),
        form("duration", "kk-half", "(?P<half>h)(?P<u>[ynkd])(?![glV])"),
        form("hours", "kk-hours", f"{_N}(?P<h>h)?(?P<u>H)(?!g)"),
        form("hours", "kk-half-hour", "(?P<half>h)(?P<u>H)"),
        form("clock", "kk-time", "(?P<ap>P)?H?(?P<t>(?P<exact>T))(?:-i)?"),
        form(
            "clock", "kk-hour", "(?P<ap>P)?H(?P<c>[DzO])(?P<half>h)?(?:-i)?(?![ynkdMe])|(?P<ap_>P)(?P<c_>z)"
        ),
    ),
    words={**_OTHERS, **_NAMED},
    endings=_ENDINGS,
    ordinal=r"\s?-\s?(?:[іы]?нш[іы]|ш[іы]|с[іы]|[іы])(?![а-яәғқңөұүһі])",
    small_months=True,
    leads="aq",
    trails="aqsulbB",
    correction=late(
        r"(?i)\s*[—–,]*\s*(?:(?:жоқ|дұрысы|яғни|кешіріңіз|қателестім)\b[,.]?\s*)+|\s*—+\s*|\s*--+\s*|–\s+"
    ),
    reported=late(r"(?i)\b(?:деді|дейді|айтты|айтқан|айтады|дегенді естідім|естідім|айтуынша|мәліметінше)\b"),
    hypothetical=late(r"(?i)\b(?:егер|болса|мүмкін болса)\b"),
)
