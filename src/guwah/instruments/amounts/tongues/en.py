"""English words around amounts."""

# ruff: noqa: E501 - a pattern broken in two is harder to check
from __future__ import annotations

from guwah.instruments.amounts.tongues.shape import GAP, Part, Tongue, Unit
from guwah.instruments.amounts.tongues.signs import (
    DOLLAR,
    HUNDREDTH,
    LIRA,
    MANAT,
    PESO,
    RUPEE,
    SHILLING,
    SOM,
    TENTH,
)
from guwah.instruments.amounts.tongues.world import world

_END = r"(?![^\W_])"
_CURRENCIES = (
    *world("en"),
    Unit(rf"(?:Chinese\s+)?(?:yuans?|renminbi|kuai)(?:\s+(?:RMB|renminbi))?{_END}", "CNY"),
    Unit(rf"(?:jiao|mao){_END}", "CNY", TENTH, "0.1"),
    Unit(rf"fen{_END}", "CNY", HUNDREDTH, "0.01"),
    Unit(rf"(?:US|U\.S\.|American)\s+dollars?{_END}", "USD"),
    Unit(rf"Hong\s+Kong\s+dollars?{_END}", "HKD"),
    Unit(rf"Taiwan(?:ese)?\s+dollars?{_END}", "TWD"),
    Unit(rf"Australian\s+dollars?{_END}", "AUD"),
    Unit(rf"Canadian\s+dollars?{_END}", "CAD"),
    Unit(rf"(?:dollars?|bucks){_END}", "USD", DOLLAR),
    Unit(rf"cents?{_END}", "USD", HUNDREDTH, "0.01"),
    Unit(rf"euros?{_END}", "EUR"),
    Unit(rf"(?:British\s+pounds?|pounds?\s+sterling){_END}", "GBP"),
    Unit(rf"(?:Russian\s+)?rou?bles?{_END}", "RUB"),
    Unit(rf"(?:kopecks?|kopeks?){_END}", "RUB", HUNDREDTH, "0.01"),
    Unit(rf"(?:Kazakh(?:stani)?\s+)?(?:tenges?|tenge){_END}", "KZT"),
    Unit(rf"(?:tiyn|tiyin)s?{_END}", "KZT", HUNDREDTH, "0.01"),
    Unit(rf"(?:Uzbek\s+)(?:so['’ʻ]?u?m|sum)s?{_END}|(?:soums?|so['’ʻ]ms?){_END}", "UZS"),
    Unit(rf"Kyrgyz\s+soms?{_END}", "KGS"),
    Unit(rf"soms?{_END}", "KGS", SOM),
    Unit(rf"Turkish\s+liras?{_END}", "TRY"),
    Unit(rf"(?:liras?|lire){_END}", "TRY", LIRA),
    Unit(rf"Turkmen\s+manats?{_END}", "TMT"),
    Unit(rf"Azerbaijani\s+manats?{_END}", "AZN"),
    Unit(rf"manats?{_END}", "AZN", MANAT),
    Unit(rf"Pakistani\s+rupees?{_END}", "PKR"),
    Unit(rf"rupees?{_END}", "INR", RUPEE),
    Unit(rf"(?:Japanese\s+)?yen{_END}", "JPY"),
    Unit(rf"(?:South\s+)?Korean\s+won{_END}", "KRW"),
    Unit(rf"hryvnias?{_END}", "UAH"),
    Unit(rf"somonis?{_END}", "TJS"),
    Unit(rf"(?:tugriks?|tögrögs?){_END}", "MNT"),
    Unit(rf"Swiss\s+francs?{_END}", "CHF"),
    Unit(rf"Swedish\s+kron(?:or|a){_END}", "SEK"),
    Unit(rf"(?:Philippine\s+)?pesos?{_END}", "PHP", PESO),
    Unit(rf"(?:Thai\s+)?bahts?{_END}", "THB"),
    Unit(rf"(?:Malaysian\s+)?ringgits?{_END}", "MYR"),
    Unit(rf"(?:Indonesian\s+)?rupiahs?{_END}", "IDR"),
    Unit(rf"(?:Burmese\s+)?kyats?{_END}", "MMK"),
    Unit(rf"(?:Vietnamese\s+)?dongs?{_END}", "VND"),
    Unit(rf"(?:Bangladeshi\s+)?takas?{_END}", "BDT"),
    Unit(rf"(?:Nigerian\s+)?nairas?{_END}", "NGN"),
    Unit(rf"(?:Kenyan\s+)?shillings?{_END}", "KES", SHILLING),
    Unit(rf"(?:Georgian\s+)?laris?{_END}", "GEL"),
    Unit(
        rf"(?:Saudi\s+)?ri[y]?als?{_END}",
        "SAR",
        "The riyal is taken for that of Saudi Arabia; Iran, Qatar and Oman have one too.",
    ),
    Unit(rf"quid{_END}", "GBP"),
    Unit(rf"(?:pence|pennies|penny){_END}", "GBP", HUNDREDTH, "0.01"),
    Unit(rf"(?:zlot(?:y|ys|ych)|złoty){_END}", "PLN"),
    Unit(rf"grand{_END}(?!\s+(?:pian|hotel|jur|prix|child|moth|fath))", "", "", "1000"),
    Unit(rf"(?:dinars?|drams?|francs?|crowns){_END}", ""),
    Unit(rf"dirhams?{_END}", "AED"),
    Unit(rf"(?:UAE|Emirati)\s+dirhams?{_END}", "AED"),
)
_AREAS = (
    Unit(rf"(?:mu|mou){_END}|亩", "mu"),
    Unit(rf"hectares?{_END}", "hectare"),
    Unit(rf"acres?{_END}", "acre"),
    Unit(rf"(?:sotkas?|sotki|sotok){_END}", "sotka"),
    Unit(rf"(?:desyatinas?|dessiatines?|desiatinas?){_END}", "desyatina"),
    Unit(rf"(?:square|sq\.?)[\s-]+(?:met(?:re|er)s?|ms?){_END}", "square-metre"),
    Unit(rf"(?:square|sq\.?)[\s-]+(?:kilomet(?:re|er)s?|kms?){_END}", "square-kilometre"),
    Unit(rf"(?:square|sq\.?)[\s-]+(?:feet|foot|ft){_END}", "square-foot"),
)
_PERSONS = (
    "people|persons|men|women|children|kids|boys|girls|guys|babies|adults|elders|guards"
    "|police(?:men|women)?(?:\\s+officers)?|officers|officials|cadres|soldiers|inmates|prisoners"
    "|detainees|convicts|students|pupils|teachers|workers|labou?rers|herders|herdsmen|shepherds"
    "|farmers|villagers|residents|inhabitants|citizens|members|passengers|participants|peasants|scholars|tourists|drivers|traders|businessmen|singers|neighbou?rs|relatives|brothers|sisters|siblings|sons|daughters|cousins"
    "|uncles|aunts|nephews|nieces|grandchildren|orphans|widows|friends|classmates|colleagues|employees"
    "|lawyers|judges|witnesses|journalists|reporters|doctors|nurses|patients|interrogators|victims"
    "|protest[eo]rs|petitioners|believers|imams|mothers|fathers|wives|husbands|couples|refugees"
)
_PEOPLES = (
    "Kazakhs|U(?:yi?|i)gh?urs|Kyrgyz|Hui|Han(?:\\s+Chinese)?|Uzbeks|Tatars|Mongol(?:ian)?s?|Tibetans|Chinese"
)
_PEOPLE = "Kazakh|U(?:yi?|i)gh?ur|Kyrgyz|Hui|Han|Uzbek|Tatar|Mongol(?:ian)?|Tibetan|Chinese"
_THINGS = (
    "households|families|villages|hamlets|towns|cows|cattle|sheep|goats|horses|mares|foals|camels"
    "|yaks|donkeys|lambs|calves|chickens|animals|livestock|head(?:\\s+of\\s+[a-z]+)?|houses|homes"
    "|apartments|flats|rooms|cells|(?:bunk\\s+)?beds|bunks|buildings|camps|prisons|schools|mosques|shops|stores"
    "|yurts|tents|graves|cars|planes|vehicles|trucks|buses|busloads|tractors|phones|cameras|passports|documents"
    "|letters|petitions|signatures|copies|photos|photographs|books|trees|bags|sacks|bales|loaves"
    "|accounts|banks|companies|organi[sz]ations|countries|cases|names|items|articles"
)
_STOP = (
    "of|and|or|to|in|on|at|by|for|from|with|years?|months?|weeks?|days?|hours?|minutes?|seconds?|nights?|percent|per"
    "|an?|is|was|were|are|am|pm|be|been|had|has|have|that|which|who|whom|when|where|while|because|if|but|then|than"
    "|as|so|not|no|he|she|they|it|we|you|i|his|her|their|our|my|me|us|him|them|this|after|before|until|till|since"
    "|kilomet(?:re|er)s?|met(?:re|er)s?|miles?|km|kg|kilos?|kilograms?|grams?|tons?|tonnes?|lit(?:re|er)s?|times?|thirds?|quarters?|fifths?|tenths?"
    "|degrees?|years?-old|oclock|took|came|went|said|told|gave|got|saw|did|do|all|each|every|into|about|these|those"
)
_NOUN_AREA = "mu|mou|hectares?|acres?|sotkas?|square\\s+met(?:re|er)s?"
_EACH = (
    rf"{_NOUN_AREA}|months?|weeks?|days?|years?|hours?|nights?|persons?|heads?|households?|famil(?:y|ies)|capita|sheep"
    "|cows?|horses?|animals?|child(?:ren)?|m[ae]n|wom[ae]n|workers?|pieces?|kilos?|kilograms?|kg|lit(?:re|er)s?"
    "|rooms?|beds?|cells?|visits?|trips?|tonnes?|tons?|bags?|bushels?|shifts?|pupils?|students?|inmates?|villages?|houses?"
)
_MONTH = "Jan(?:uary)?|Feb(?:ruary)?|March|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
_TIME = (
    "years?|days?|nights?|months?|weeks?|hours?|century|time|way|morning|afternoon|winter|summer|term|journey"
)
_WHOSE = "the|our|their|his|her|my|its|your|this|that|these|those|all|a|an|each|every"
_WHOLE = "the|our|their|his|her|my|its|your|this|that|these|those|all"
_OF = rf"\s+(?:of\s+)?(?P<of>(?:{_WHOSE})\s+(?!(?:{_TIME})\b)[a-z]+(?:'s\s+[a-z]+)?|them|us|it|you)\b"
_COUNT = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|fifty|[1-9]\\d?|100"
_SUM = (
    "compensation|fines?|bribe|salary|salaries|wages?|pension|price|rent|debt|loan|sum|total|fees?|deposit|ransom|bail"
    "|subsid(?:y|ies)|allowance|payments?|reward|standard|taxe?s?|stipend|income|mortgage|savings|support|aid"
)

_GIVEN = (
    "gave|lent|gives?|given|giving|offered|offers?|offering|got|gets?|getting|received|receives?|receiving|made|makes?|making|demanded|demands?|demanding|took|takes?|taken|taking"
    "|asked(?:\\s+(?:us|me|him|her|them))?(?:\\s+for)?|asks?\\s+for|asking(?:\\s+for)?|wanted|wants?|collected|collects?|transferred|sent|sends?|sending|lost|loses?|losing|promised|promises?|saved|saves?|raised|handed(?:\\s+over)?|put"
    "|pocketed|returned|donated|wired|brought|left|kept|keeps?|withheld|won|drew|draws?|needed|needs?|found|stole|stolen|seized|confiscated|bet|scraped\\s+together|counted\\s+out|came\\s+to|comes\\s+to|amounted\\s+to|it\\s+was|that\\s+was"
)
_PAID = "owed?|owes|owing|lent|lend|borrowed|pocketed|demanded|demands?|offered|offers?|promised|promises?|handed\\s+over|asked\\s+for|donated|wired|refunded"
_NOT_BETWEEN = (
    "in|at|on|of|about|until|since|by|from|after|before|number|room|no|line|bus|page|road|and|or|but|than"
)
_FILLED = rf"(?:(?!(?:{_NOT_BETWEEN})\b)[a-z]+\s+){{0,3}}"

TONGUE = Tongue(
    code="en",
    gap=r"(?:\s+of)?[^\S\n]{0,2}[-‑]?",
    currencies=_CURRENCIES,
    areas=_AREAS,
    counted=rf"(?:(?:{_PEOPLE})\s+(?:{_PERSONS}|{_THINGS})|{_PERSONS}|{_THINGS}|{_PEOPLES}){_END}(?!['’]s\b|-)",
    loosely=rf"{GAP}(?:of{GAP}(?:the|our|my|their|these|those|his|her){GAP})?(?:of{GAP})?(?:(?!(?:{_STOP})\b)[a-z]+(?:-[a-z]+)?{GAP}){{0,2}}?",
    percent=r"\s?(?:per\s?cent|percentage\s+points?|pct)\b",
    about=(
        r"\b(?:about|around|approximately|roughly|some|nearly|almost|(?<!handed\s)(?<!hand\s)over|more\s+than|less\s+than|fewer\s+than|at\s+least"
        r"|at\s+most|up\s+to|as\s+many\s+as|as\s+much\s+as|as\s+little\s+as|under|close\s+to|maybe|perhaps|probably"
        r"|an\s+estimated|circa|well\s+over|just\s+under|something\s+like)\s+(?:a\s+|the\s+)?"
    ),
    or_so=r"(?:\s+or\s+(?:so|more|less|thereabouts)|\s+more\s+or\s+less|,?\s+at\s+(?:least|most)|,?\s+approximately)\b",
    more=r"\s?\+(?!\d)|\s+or\s+(?:so|more)(?=\s)|(?:-|\s)odd(?=\s)|-some(?=\s)|\s+plus(?=\s)",
    per=(
        rf"\s?/\s?(?:{_EACH}|ha|m²|m2){_END}|\s+(?:per|for\s+(?:each|every|one|a)|each|every|an?|to\s+each)\s+(?:{_EACH}){_END}"
        r"|\s+(?:each|apiece|monthly|annually|daily|yearly|weekly|per\s+capita)\b"
    ),
    per_before=rf"\b(?P<per>(?:per|for\s+(?:each|every|one)|each|every)\s+(?:{_EACH}))\s*(?:,|was|is|at|of|:)?\s+",
    each=r"\s*(?:of\s+(?:land|pasture|grassland)\s+)?,?\s*(?:(?:we|they|he|she|I|you|people)\s+)?(?:got|gave|paid|received|get|pay|give|is|was|are|costs?|goes\s+for|went\s+for|for|at|gets?|=|:)\s+(?:us\s+|me\s+|them\s+)?(?:worth\s+|about\s+|only\s+)?",
    never=(
        r"\b(?:No|Nos|Nr|numbers?(?:,|\s+(?:was|is|were|are))?|numbered|documents?|doc|decree|order|regulations?|articles?|art|sections?|paragraph|pages?|pp?"
        r"|chapter|room|cell|ward|building|block|apartment|apt|flat|entrance|floor|house|unit|bus|route|line|bed|gate"
        r"|platform|flight|highway|road|street|avenue|channel|class|grade|version|phone|tel|telephone|mobile|camp|prison"
        r"|school|hospital|case|file|passport|ID|zone|team|brigade|squad|regiment|table|figure|annex|appendix|step|part"
        r"|volume|issue|model|age|aged|verse|station|farm|populations?(?:\s+(?:of|is|was))?|call|dial|dialled|dialed)\.?\s*(?:No\.?\s*)?[:#]?\s*"
    ),
    dated=rf"\b(?:in|since|until|till|from|of|after|before|during|by|year|early|late|mid|{_MONTH})\.?,?\s+(?:the\s+year\s+)?",
    timed=rf"\b(?:{_MONTH})\.?\s+(?:the\s+)?|\bat\s+",
    land=(
        r"\s+(?:of\s+)(?P<of>(?:(?:the|our|their|his|her|my|good|wet|dry|winter|summer)\s+)*"
        r"(?:land|pasture(?:land)?s?|grass(?:land)?s?|farmland|fields?|steppe|meadows?|forest|ground))\b"
    ),
    shared=_OF,
    parts=(
        Part(rf"\b(?:(?:a|one)\s+)?half(?=\s+(?:of\s+)?(?:(?:{_WHOLE})\s+(?!(?:{_TIME})\b)[a-z]|(?:them|us|it|you)\b))", "50"),
        Part(r"\bhalf(?=\s+(?:were|are|was|is|had|have|went|died|came|did|got|left|stayed|could|would|can|will|survived|returned|remained|signed|refused)\b)", "50"),
        Part(
            r"(?:(?<=\bby\s)|(?<=\bpaid\s)|(?<=\btook\s)|(?<=\bkept\s)|(?<=\blost\s)|(?<=\bgot\s)|(?<=\bonly\s))"
            r"half\b(?=\s*[.,;:!?)]|\s+and\b|\s*\Z)",
            "50",
        ),
    ),
    not_part=r"\b(?:first|second|other|latter|former|better|last|next|past|and\s+a|two\s+and|the)\s+",
    tail=r"\s\d\d(?=[.,;:!?)]|\Z|\s+(?:in|a|an|each|per|for|on|and|but|at|then|back)\b)",
    fractions=(
        rf"\bevery\s+(?P<n>)(?P<d>second|third|fourth|fifth|tenth)(?=\s+(?:{_PERSONS.replace('s|', '|')}|person|man|woman|child|family|household|house|home)\b)",
        (
            rf"(?<!\w)(?<!\w-)(?P<n>{_COUNT})\s+out\s+of\s+(?:every\s+)?(?P<d>{_COUNT}|hundred|a\s+hundred)\b"
            rf"(?!\s+(?:{_TIME})\b)"
        ),
        rf"(?<!\w)(?P<n>one|1)\s+in\s+(?:every\s+)?(?P<d>{_COUNT}|hundred|a\s+hundred)(?!\s+(?:{_TIME}|minutes?)\b)(?!\w)",
        (
            r"(?<!\w)(?<!\w-)(?P<n>two|three|four|five|six|seven|eight|nine|one)[\s-]+(?P<d>thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?)"
            r"(?!\s+(?:time|person|floor|of\s+an?\s+(?:hour|year|century|mile|day|kilo))|-|\w)"
        ),
        (
            r"(?<!\w)(?<!\w-)(?P<n>an?)\s+(?P<d>third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundredth)"
            r"(?=\s+(?:of\s+(?!an?\s+(?:hour|year|century|mile|day|kilo)|\d)|less\b|more\b|(?:and|to)\s+(?:a\s+)?half))"
        ),
    ),
    ordinals=(
        ("an?$", 1),
        ("second", 2), ("third", 3), ("quarter|fourth", 4), ("fifth", 5), ("sixth", 6), ("seventh", 7), ("eighth", 8), ("ninth", 9),
        ("tenth", 10), ("hundredth", 100),
    ),
    paid=(
        rf"\b(?:{_PAID})\s+{_FILLED}|"
        r"\b(?:(?:paid|pay|pays|paying|repaid|repay|fined|fine|charged|charge|owed?|owes?|owing|docked|dock|deducted|deducts?|withheld|refunded|reimbursed|remitted|tipped|invested|squandered|pay\s+back|paid\s+back|pay\s+off|paid\s+off|borrowed|borrow|lent|spent|spend|costs?"
        r"|costing|worth|earned|earn|earning|bribed|compensated|deposited|extorted)\s+"
        r"(?:(?:us|me|him|her|them|you|it|back|out|only|just|another|an\s+extra|a|the|my|his|their|with)\s+){0,2}(?:family\s+|parents\s+)?"
        rf"|(?:{_SUM})(?::\s*|\s+(?:of|is|was|were|are|at|to|to\s+be|from|came\s+to|should\s+be|should\s+have\s+been)\s+)(?:only\s+|just\s+)?"
        r"|(?:sold|sell|bought|buy|rented|leased|hired|settled|valued|priced|let)\b[^.!?;\n]{0,24}?\b(?:for|at)\s+(?:only\s+|just\s+)?"
        r"|(?:gave|give|gives|given)\s+(?:each|every)\s+(?:[a-z]+\s+){0,2}"
        r"|\braised\s+(?:it\s+)?to\s+)"
    ),
    follows=r"\b(?:then|later|afterwards|and|or|but|only|just|even|maybe|perhaps|another|now|finally|at\s+first|the\s+remaining|the\s+rest|(?:that|it)(?:'s|\u2019s|\s+is|\s+was))",
    links=r"\b(?:was|is|were|are|to|from|by|for|at|the|remaining|than|rest|other|not)",
    given=rf"\b(?:(?:{_GIVEN})|fined|charged|paid|pays?|paying|bribed|compensated)\s+{_FILLED}",
    nothing_before=r"\b(?:not|even|never|without|nor)\s+(?:(?:a|see|get|got|for)\s+)?(?:a\s+single\s+)?",
    part_of=r"\s+of\s+(?:an?|the)\s+",
    half=r"\s+and\s+a\s+half\b",
    money=(
        rf"\b(?:money|pa(?:id|y|ying|yment|yments)|how\s+much(?=\s*\?|\s+(?:did|do|does|was|were|is|for)\b)|docked|deduct(?:s|ed)?|charged|withheld|compensat\w+|yuan|RMB|dollars?|tenge|rou?bles?|priced?|prices|costs?|fin(?:e|ed|es)|borrow\w*|owed?|lent|bills?"
        rf"|cash|{_SUM})\b"
    ),
    bare_end=(
        r"\s*(?:[.,;:!?)\]»”\"…—–]|\Z)|\s+(?:for|per|each|apiece|and|but|or|instead|only|altogether|from|because|when|as|while"
        r"|so|then|which|before|after|if|just|in\s+(?:cash|total|all|compensation|advance|fines?|return|rent|debt|bribes)"
        r"|to\s+(?:us|me|him|her|them|get|be|let|(?=\d))|of\s+(?:it|which|that)|(?:is|was|were)\s+(?:a\s+(?:lot|big|huge|large|small|great)|too|nothing|enough|not\s+enough))\b"
    ),
    given_end=r"\s+(?:to|for|off|back|more|less|in|on|at|out|with|without|by|each|every|now|then|once|already|still|again|until|till|since|although|though|he|she|they|we|I|it|who|that|under|into|home|extra|short|down|over|there|here|today|yesterday|last|next|this|my|his|her|our|their|all|first)\b|\s*[(“‘]",
    to=r"\s*[-–—]\s*|\s+(?:to|or)\s+(?:even\s+|about\s+)?",
    grouping=",",
)  # fmt: skip
