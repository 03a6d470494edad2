"""English: dates, durations, ages, times of day and orders as people say them."""

# ruff: noqa: E501 - a list or pattern broken in two is harder to check
from __future__ import annotations

from guwah.instruments.dates.grammars.shape import Grammar, counted, form, numbered, words
from guwah.instruments.late_pattern import late
from guwah.instruments.numbers import en

_NUMBERS = {
    **counted(en.SMALL),
    **words(
        number="hundred:100 thousand:1000",
        ordinal="twentieth:20 thirtieth:30",
        one="a an another:1 a_whole:1 an_entire:1 a_full:1",
    ),
    **numbered(
        "^",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth",
    ),
}
_MONTHS = {
    **numbered("M", "January February March April May June July August September October November December"),
    **numbered("m", "january february - april - june july august september october november december"),
    **numbered("m", "Jan Feb Mar Apr - Jun Jul Aug Sept Oct Nov Dec"),
    **words(
        m="jan:1 feb:2 aug:8 sep:9 sept:9 oct:10 nov:11 dec:12 Sep:9 jan.:1 feb.:2 mar.:3 apr.:4 jun.:6 jul.:7 aug.:8"
        " sep.:9 sept.:9 oct.:10 nov.:11 dec.:12"
    ),
    "may": ("7", 5),
    "march": ("7", 3),
    "-": ("-", 0),
}
_OTHERS = words(
    W="Monday:1 Tuesday:2 Wednesday:3 Thursday:4 Friday:5 Saturday:6 Sunday:7 monday:1 tuesday:2 wednesday:3"
    " thursday:4 friday:5 saturday:6 sunday:7",
    S="spring:21 summer:22 autumn:23 fall:23 winter:24 springtime:21 summertime:22 wintertime:24",
    F="New_Year's_Day:101 New_Year's_Eve:1231 New_Year's:101 Christmas_Day:1225 Christmas_Eve:1224 Christmas:1225"
    " International_Women's_Day:308 Women's_Day:308 International_Children's_Day:601 Children's_Day:601"
    " International_Workers'_Day:501 Labor_Day:501 Labour_Day:501 May_Day:501 National_Day:1001 Teachers'_Day:910"
    " Army_Day:801 Victory_Day:509 Nauryz:321 Nawruz:321 Nowruz:321 Noruz:321 Chinese_New_Year:10101"
    " Lunar_New_Year:10101 Spring_Festival:10101 Mid-Autumn_Festival:10815 Lantern_Festival:10115"
    " Dragon_Boat_Festival:10505 New_Year:101",
    y="year:1 years:1 decade:10 decades:10",
    n="month:1 months:1",
    k="week:1 weeks:1 fortnight:2 fortnights:2",
    d="day:1 days:1 night nights:1",
    H="hour:60 hours:60 minute:1 minutes:1",
    g="ago",
    l="later:1 after:1 afterwards:1 afterward:1 thereafter:1 from_then:1",
    b="before:-1 earlier:-1 beforehand:-1 prior:-1",
    L="last this_past past",
    X="next:1 coming:1",
    E="following:1 same:0 previous:-1 preceding:-1 that:0 very_next:1",
    R="this the_current",
    K="yesterday:-1 the_day_before_yesterday:-2 day_before_yesterday:-2 today:0 tonight:0 tomorrow:1"
    " the_day_after_tomorrow:2 day_after_tomorrow:2 last_night:-1 this_morning:0 this_evening:0 this_afternoon:0",
    U="the_day_before:-1 the_day_after:1 the_night_before:-1 the_evening_before:-1 the_morning_after:1",
    a="about around approximately roughly circa somewhere_around some_time_around sometime_around nearly almost over"
    " more_than less_than at_least some under up_to close_to not_quite just_over just_under or_so sometime",
    q="maybe perhaps probably possibly I_think I_guess it_may_have_been it_might_have_been I_think_it_was"
    " maybe_it_was probably_it_was I_believe if_I_remember_correctly",
    o="or",
    both="and",
    u="until till no_later_than not_later_than",
    e="to through",
    s="not_before no_earlier_than since starting starting_from beginning_from",
    z="from",
    r="by",
    i="as_early_as as_late_as in during at throughout around_about back_in",
    t="the",
    f="of",
    p="early:0 beginning:0 start:0 mid:1 middle:1 late:2 end:2 very_end:2 first_half:3 second_half:4",
    J="old of_age",
    I="aged at_the_age_of age turned turning at_age",
    Q="married_at died_at widowed_at orphaned_at pregnant_at engaged_at retired_at passed_away_at child_of girl_of boy_of"
    " lad_of man_of woman_of widow_of barely pushing",
    c="his her my their your our",
    j="twenties:2 thirties:3 forties:4 fifties:5 sixties:6 seventies:7 eighties:8 nineties:9 teens:1",
    B="between",
    lasting="for than whole full only entire spent spend took take lasted lasting served waited been within",
    h="half",
    V="every each once per many",
    P="morning:1 mornings:1 afternoon:2 evening:2 midday:2",
    v="i he she we they it when because but as while if not no that's which who whom whose is was were had has"
    " have did do would could there then so him them me us you its against with"
    " due also already still just now again both all i've",
)
_CLOCK = {
    "o'clock": ("6", 0), "am": ("6", 1), "a.m.": ("6", 1), "a.m": ("6", 1), "pm": ("6", 2), "p.m.": ("6", 2),
    "p.m": ("6", 2), "midnight": ("9", 0), "noon": ("9", 720), "quarter": ("N", 15),
    "on": ("i", 0), "it was": ("2", 0), "one day": ("8", 1), "some day": ("w", 0), "couple of": ("D", 2), "a couple of": ("D", 2), "pair of": ("D", 2),
    "i am": ("5", 0), "i'm": ("5", 0), "she's": ("5", 0), "he's": ("5", 0), "she is": ("5", 0), "he is": ("5", 0),
    "she was": ("5", 0), "he was": ("5", 0), "i was": ("5", 0), "mom is": ("5", 0), "mother is": ("5", 0),
    "father is": ("5", 0), "son is": ("5", 0), "daughter is": ("5", 0), "mother was": ("5", 0),
    "father was": ("5", 0), "i turned": ("I", 0), "they are": ("5", 0), "who is": ("5", 0), "who was": ("5", 0),
    "brother is": ("5", 0), "brother was": ("5", 0), "sister is": ("5", 0), "sister was": ("5", 0), "husband is": ("5", 0), "husband was": ("5", 0),
    "wife is": ("5", 0), "wife was": ("5", 0), "aunt is": ("5", 0), "aunt was": ("5", 0), "uncle is": ("5", 0), "uncle was": ("5", 0),
    "nephew is": ("5", 0), "nephew was": ("5", 0), "niece is": ("5", 0), "niece was": ("5", 0), "grandson is": ("5", 0), "grandson was": ("5", 0),
    "granddaughter is": ("5", 0), "granddaughter was": ("5", 0), "cousin is": ("5", 0), "cousin was": ("5", 0), "boy is": ("5", 0),
    "boy was": ("5", 0), "girl is": ("5", 0), "girl was": ("5", 0), "eldest is": ("5", 0), "eldest was": ("5", 0), "youngest is": ("5", 0),
    "youngest was": ("5", 0), "child is": ("5", 0), "child was": ("5", 0), "baby is": ("5", 0), "baby was": ("5", 0), "grandmother is": ("5", 0),
    "grandmother was": ("5", 0), "grandfather is": ("5", 0), "grandfather was": ("5", 0), "grandma is": ("5", 0), "grandma was": ("5", 0),
    "grandpa is": ("5", 0), "grandpa was": ("5", 0), "mum is": ("5", 0), "mum was": ("5", 0), "dad is": ("5", 0), "dad was": ("5", 0),
    "neighbour is": ("5", 0), "neighbour was": ("5", 0), "neighbor is": ("5", 0), "neighbor was": ("5", 0), "widow is": ("5", 0),
    "widow was": ("5", 0),
    "no. ": ("%", 0), "no.": ("%", 0), "nos.": ("%", 0), "document": ("%", 0), "documents": ("%", 0),
    "room": ("%", 0), "chapter": ("%", 0), "page": ("%", 0), "pages": ("%", 0), "section": ("%", 0),
    "article": ("%", 0), "building": ("%", 0), "entrance": ("%", 0), "form": ("%", 0), "number": ("%", 0),
    "cell": ("%", 0), "apartment": ("%", 0), "flat": ("%", 0), "version": ("%", 0), "phone": ("%", 0), "tel": ("%", 0), "flight": ("%", 0),
    "paragraph": ("%", 0), "volume": ("%", 0), "licence": ("%", 0), "license": ("%", 0),
    "grade": ("%", 0), "gate": ("%", 0), "bus": ("%", 0), "highway": ("%", 0), "decree": ("%", 0),
}  # fmt: skip

_COUNT = "[DNY1]"
_DAYS = "(?P<d>[DO])(?:(?P<j>[o&eu-])t?(?P<d2>[DO]))?"
_NOT_COUNTED = "(?![dknyHJx%])"
_LATER_YEAR = "(?:,?[fi]?t?y?(?P<y>[YA]))?"
_NO_NAME = "(?![C`w]|I)"
_PART = "(?:(?P<p>p)[fi-]?t?)?"
_N = f"(?P<n>{_COUNT})(?:[oe-](?P<n2>[DN]))?"
_LATER = "(?:(?:,|&|,&)?"
_LONG = (
    f"(?:(?P<ny>{_COUNT})(?:&1(?P<h>h))?-?y)(?:{_LATER}(?P<nm>{_COUNT})n))?(?:{_LATER}(?P<nk>{_COUNT})k))?"
    f"(?:{_LATER}(?P<nd>{_COUNT})d))?"
)
_MIDDLE = (
    f"(?:(?P<nm>{_COUNT})(?:&1(?P<h>h))?-?n)(?:{_LATER}(?P<nk>{_COUNT})k))?(?:{_LATER}(?P<nd>{_COUNT})d))?"
)
_BRIEF = f"(?:(?P<nk>{_COUNT})(?:&1(?P<h>h))?-?k)(?:{_LATER}(?P<nd>{_COUNT})d))?"
_NO_MORE = "(?![Jglb]|-?J|-y)"

GRAMMAR = Grammar(
    forms=(
        form("date", "en-written", "(?P<z>Z)"),
        form("date", "en-month-span", f"(?<=z)t?{_PART}(?P<m>M)(?P<j>[eu])t?(?P<m2>M){_LATER_YEAR}"),
        form("date", "en-month-day", f"(?:(?P<w>W),?)?(?P<m>[Mm])t?{_DAYS}{_NOT_COUNTED}{_LATER_YEAR}"),
        form("date", "en-year-month-day", "(?P<y>Y),?(?P<m>[Mm])(?P<d>[DO])(?![dknyHx])"),
        form("date", "en-small-month-day", "(?P<m>7)(?P<d>O)|(?P<d_>O)f(?P<m_>7)"),
        form("date", "en-small-month-day-year", "(?P<m>7)(?P<d>[DO]),?f?(?P<y>Y)"),
        form("date", "en-day-month", f"(?:(?P<w>W),?)?t?{_DAYS}d?f?(?P<m>[Mm])(?!`){_LATER_YEAR}"),
        form("date", "en-month-year", f"{_PART}(?P<m>[Mm7]),?f?(?P<y>[YA])(?![dknyH])"),
        form(
            "date", "en-months-year", "(?P<m>[Mm])(?:,?(?P<j>o)|(?P<j_>[&-])),?i?(?P<m2>[Mm]),?f?(?P<y>[YA])"
        ),
        form("date", "en-part-month", f"(?P<p>p)[fi-]?t?(?P<m>M){_NO_NAME}"),
        form("date", "en-month", f"(?<=[isulb2])(?P<m>M){_NO_NAME}"),
        form("date", "en-month-or", "(?<=[isulb2])(?P<m>M)(?P<j>o)i?(?P<m2>M)(?![C`])"),
        form("date", "en-month-about", f"(?<=ia)(?P<m>M){_NO_NAME}"),
        form("date", "en-decade", f"{_PART}t?(?P<g>G)"),
        form("date", "en-decade-word", f"{_PART}t(?P<g>j)"),
        form("date", "en-season", f"{_PART}t?(?P<s>S)[f,]?t?y?(?P<y>[YA])"),
        form("date", "en-season-alone", "(?<=i)t?(?P<s>S)(?![CM])|(?<=E)(?P<s_>S)"),
        form("date", "en-years", "(?<![Mm,])(?P<y>Y)(?P<j>[-~/])(?P<y2>[YAND])(?![dknyHx])"),
        form("date", "en-year-or-year", "(?<=[isulbzerqa])(?P<y>Y)(?P<j>o)i?(?P<y2>Y)(?![dknyHxwC])"),
        form("date", "en-year", "(?<=[isur2])(?:ty)?(?P<y>[YA])(?![dknyHx/J%-]|,?[xN])"),
        form("date", "en-year-named", "t?y(?P<y>Y)|(?P<p>p)[fi-]?t?y?(?P<y_>[YA])(?![dknyHx-])"),
        form("date", "en-year-strict", "(?<=[lbzeaqB&])(?P<y>[YA])(?![dknyHxwC/-])"),
        form("date", "en-year-alone", "(?:^|(?<=[=<;]))(?P<y>Y)(?=[=>,]|$)|(?<=,)(?P<y_>Y)(?=[=>])"),
        form("date", "en-feast", "(?P<f>F)(?:,?[fi]?t?(?P<y>[YA]))?"),
        form("date", "en-the-day", "t(?P<d>O)(?=[=,;~>&]|$|[vcoieurlb])"),
        form("date", "en-lunar", "t?(?P<d>[DO])d?ft?(?P<m>[DO])(?P<lunar>r)"),
        form("relative", "en-ago", f"{_N}(?:&1(?P<h>h))?(?P<u>[ynkd])(?:&1(?P<h_>h))?g"),
        form("relative", "en-hours-ago", "(?P<hours>[DN1])(?:[-o]D)?Hg"),
        form("relative", "en-half-ago", "(?P<half>h)1(?P<u>y)g"),
        form("relative", "en-day", "(?P<k>K)P?"),
        form("relative", "en-weekday", "(?<!V)(?:(?P<which>[LXR]))?(?P<w>W)(?!`)P?"),
        form("relative", "en-that-weekday", "Et?(?P<w>W)P?"),
        form("relative", "en-unit", "(?:(?P<p>p)[f-]?)?(?P<which>[LXR])(?P<u>[ynk])(?!J)"),
        form("relative", "en-in-year", "(?:(?P<m>M)|(?P<s>S)),?f?(?P<year>[LXR])y"),
        form("relative", "en-named", "(?P<which>[LXR])(?:(?P<m>M)(?![C`])|(?P<s>S))"),
        form("duration", "en-for", f"(?<=4)a?{_N}(?P<u>[ynkd])(?=[lb])"),
        form(
            "order",
            "en-later",
            f"(?<!4)(?<!4a){_N}(?:&1(?P<h>h))?(?P<u>[ynkd])(?:&1(?P<h_>h))?(?P<l>[lb])(?!K)",
        ),
        form("order", "en-half-later", "(?P<half>h)1(?P<u>y)(?P<l>[lb])"),
        form("order", "en-next", "t?(?P<e>E)(?P<u>[ynkdP])|t(?P<e_>X)(?P<u_>[dP])"),
        form("order", "en-day-before", "(?P<e>U)|t(?P<n>(?P<u>[ynk]))(?P<l>[lb])(?!K)"),
        form("age", "en-years-old", "(?P<age>[DN])(?:[o-](?P<age2>[DN]))?-?y-?J"),
        form("age", "en-and-years-old", "(?P<age>[DN])(?=&[DN]-?y-?J)"),
        form(
            "age",
            "en-beside-name",
            "(?<=[Cw],)(?P<age>[DN])(?=,[vwC])|(?<=C,)(?P<age_>[DN])(?=[;>]|=?$)|(?<=C<)(?P<age__>[DN])(?=>)",
        ),
        form("age", "en-at", "(?<=i)(?P<age>[DN])(?=v)"),
        form("age", "en-aged", "I(?:(?P<about>a)|v|B)?(?P<age>[DNO])(?:[&o-](?P<age2>[DN]))?(?![%x-])"),
        form("age", "en-at-that-age", "(?<=Q)(?P<age>[DN])(?=[=,;>vw&boi~]|$)"),
        form("age", "en-i-am", "5(?:4|v)*(?:(?P<about>a))?(?P<age>[DN])(?=[=,;>v&boi]|$)"),
        form("age", "en-tens", "c(?:p[f-]?)?(?P<tens>[jG])"),
        form("duration", "en-or", f"(?<!V){_N}-?(?P<u>[ynkd]){_NO_MORE}"),
        form("duration", "en-long", f"(?<![V]){_LONG}{_NO_MORE}"),
        form("duration", "en-middle", f"(?<![V]){_MIDDLE}{_NO_MORE}"),
        form("duration", "en-brief", f"(?<![V]){_BRIEF}{_NO_MORE}"),
        form("duration", "en-one-day", "(?<=[4ial])(?P<nd>8)"),
        form("duration", "en-days", f"(?<![V])(?P<nd>{_COUNT})-?d{_NO_MORE}"),
        form("duration", "en-unit-or-two", "(?P<n>1)(?P<u>[ynkd])o(?P<n2>D)(?![glb])"),
        form(
            "duration",
            "en-and-half",
            "(?P<n>[1DN])(?:(?P<u>[ynk])&1(?P<h>h)|&1(?P<h_>h)(?P<u_>[ynk]))(?![glb])",
        ),
        form("duration", "en-half", "(?P<half>h)(?:1|-)(?P<u>[ynkd])(?![glb])"),
        form("hours", "en-hours", f"{_N}(?:&1(?P<h>h))?-?(?P<u>H)(?:&1(?P<h_>h))?(?!g)"),
        form("hours", "en-half-hour", "(?P<half>h)(?:1|-)(?P<u>H)"),
        form("clock", "en-time", "(?P<t>T)(?:(?P<ap>6)|it(?P<ap_>P))?"),
        form("clock", "en-noon", "(?P<t>(?P<exact>9))"),
        form("clock", "en-hour", "(?P<c>D)(?:6it(?P<ap_>P)|6i(?P<night>d)|(?P<ap>6))"),
        form("clock", "en-hour-of-day", "(?P<c>D)it(?P<ap>[Pd])"),
        form("clock", "en-half-past", "(?P<half>h)L(?P<c>D)"),
        form("clock", "en-past", "(?<!z)(?P<min>[DN])(?:L|(?P<to>e))(?P<c>D)(?![dknyHwC])"),
    ),
    words={**_NUMBERS, **_MONTHS, **_OTHERS, **_CLOCK, "lunar month": ("r", 0)},
    ordinal=r"\s?(?:st|nd|rd|th)\b",
    leads="aqitsulbzerB4",
    shown="aqisuzr",
    paired=True,
    correction=late(
        r"(?is)(?:\s*[—–]+|\s*--+|\s*(?:\.\.\.|…)|[,;]?)\s*(?:(?:no|sorry|I mean|wait|rather|actually|not that|or rather)\b[,.]?\s*)+"
        r"(?:(?:it was|that was)\s+)?(?:on|in)?\s*|\s*(?:—+|--+)\s*(?:on\s|in\s)?\s*|–\s+(?:on\s|in\s)?\s*"
    ),
    reported=late(
        r"(?i)\b(?:(?:he|she|they|someone|people|mother|father|husband|wife|brother|sister|son|daughter|police"
        r"|officials?)\s+(?:have\s+|had\s+|has\s+)?(?:said|say|says|told|tell|tells|claims?|claimed|wrote|reported)\b"
        r"|according to|allegedly|reportedly|it is said|I (?:have |had )?heard|I was told|we were told)"
    ),
    hypothetical=late(
        r"(?i)\b(?:if|unless|suppose|supposing|imagine|would have|might have|in case|whether)\b"
    ),
)
