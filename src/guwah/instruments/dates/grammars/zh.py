"""Chinese: dates with 年月日 in figures or numerals, lunar days, lengths, ages, times of day and orders."""

# ruff: noqa: E501 - a list or pattern broken in two is harder to check
from __future__ import annotations

from guwah.instruments.dates.grammars.shape import Grammar, Word, form, words
from guwah.instruments.late_pattern import late

_WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
_WEEK = ("周", "星期", "礼拜", "週", "禮拜")
_WHICH = {
    "上上个": -2,
    "上上": -2,
    "上个": -1,
    "上個": -1,
    "上": -1,
    "这个": 0,
    "这": 0,
    "本": 0,
    "下个": 1,
    "下個": 1,
    "下": 1,
}
_WEEKS: dict[str, Word] = {
    **{week + sign: ("W", number) for week in _WEEK for sign, number in _WEEKDAYS.items()},
    **{which + week: ("B", step) for which, step in _WHICH.items() for week in _WEEK},
    **{
        which + week + sign: ("Q", (step + 2) * 10 + number)
        for which, step in _WHICH.items()
        for week in _WEEK
        for sign, number in _WEEKDAYS.items()
    },
}
_OTHERS = words(
    y="年:1 年份:1", r="月 月份", n="个月:1 個月:1", f="日 号 號", d="天:1 昼夜:1 晚:1",
    k="周:1 个星期:1 個星期:1 星期:1 个礼拜:1 礼拜:1 週:1 个礼拜天:1", J="岁 歲 岁半 出头", c="点 點 点钟 點鐘 时", I="分",
    H="小时:60 个小时:60 個小時:60 小時:60 钟头:60 个钟头:60 个多小时:60 个多钟头:60 分钟:1 分鐘:1 刻钟:15",
    h="半 个半 個半", t="个多月:1 個多月:1", C="虚岁:2 虛歲:2 周岁:1 周歲:1", g="前 之前 以前 前后悔", l="后:1 之后:1 以后:1 後:1 之後:1 以後:1",
    a="大约 大概 约 差不多 将近 將近 近 超过 不到 至少 左右 上下 前后 多 几 以上 大約 約 余",
    q="可能 也许 好像 应该是 也許 似乎 大概是", o="或者 或 还是 還是 或是", both="和 与 跟 及", e="到 至 直到", u="为止",
    s="从 自 自从 從 起 开始 以来 以來 開始", i="在 于 是 就是 当时是 於",
    p="初:0 中:1 底:2 末:2 年初:0 年中:1 年底:2 年末:2 上旬:0 中旬:1 下旬:2 上半年:3 下半年:4 初期:0 末期:2",
    S="春天:21 夏天:22 秋天:23 冬天:24 春季:21 夏季:22 秋季:23 冬季:24 春:21 夏:22 秋:23 冬:24",
    F="元旦:101 国庆节:1001 国庆:1001 國慶:1001 劳动节:501 五一劳动节:501 五一节:501 儿童节:601 六一儿童节:601 六一:601"
    " 妇女节:308 三八妇女节:308 春节:10101 大年初一:10101 中秋节:10815 中秋:10815 端午节:10505 元宵节:10115 圣诞节:1225"
    " 诺鲁孜节:321 纳吾热孜节:321 教师节:910 建军节:801 新年:101 八一建军节:801 十一国庆节:1001 五一:501",
    K="昨天:-1 昨日:-1 前天:-2 大前天:-3 今天:0 今日:0 今晚:0 今早:0 昨晚:-1 昨夜:-1 明天:1 明日:1 后天:2 後天:2 前晚:-2",
    j="去年:-1 前年:-2 大前年:-3 今年:0 明年:1 后年:2 本年:0", z="上个月:-1 上個月:-1 上月:-1 这个月:0 本月:0 下个月:1 下月:1",
    U="第二天:1 次日:1 翌日:1 当天:0 當天:0 同一天:0 前一天:-1 隔天:1 当日:0 那天:0 当晚:0", E="那年:0 那一年:0 同一年:0 第二年:1 次年:1 同年:0 翌年:1",
    G="年代", L="农历 阴历 旧历 農曆 陰曆",
    P="凌晨:1 早上:1 早晨:1 上午:1 清晨:1 中午:2 下午:2 傍晚:2 晚上:3 夜里:3 半夜:3 深夜:3 夜晚:3",
    m="正月:1 腊月:12 臘月:12 冬月:11",
    lasting="整整 了 共 长达 达 满 有 为期 待了 关了",
    passed="过了:1", X="村 路 街 镇 乡 小学 中学 广场 大道 排 栋 幢 巷 弄 单元 院 胡同 门牌", V="每 每隔 叫 姓 名叫 名字是",
    v="我 他 她 它 我们 他们 她们 你 您 就 也 都 又 才 的 被 把 去 来到 回 里 份 发生 那 这 已经 他们就",
    w="有一年 每一年 哪一年 日本 日报 日常 生日 节日 周围 年轻 年级 年龄 年纪 每天 每年 每月 每周 有一天 那一天 某一天 天津 天气 天山 一些 一起"
    " 一样 一定 一直 万一 统一 第一 一般 周末 号码 号房 年度 天天 多少 号楼 月亮 月光 日子 日期 星期几 点头"
    " 一点 有点 时候 时间 中国 中心 中央 初中 高中 近来 最近 附近 多次 多个 来自 近年",
)  # fmt: skip
_NAMED: dict[str, Word] = {
    "一天": ("8", 1),
    "一刻": ("N", 15),
    "三刻": ("N", 45),
    **dict.fromkeys(("第", "文件", "编号", "房间", "房号", "电话", "文号", "版本", "条款", "第第"), ("%", 0)),
}

_N = "(?P<n>[DN])(?:[o-]?(?P<n2>[DN]))?(?P<about>a)?"
_YEAR = "(?P<y>[YDNA])y"
_MONTH = "(?P<m>D)r"
_DAY = "(?P<d>D)f"
_MOON = "(?:(?P<m>[D])r|(?P<m_>m))p?(?P<d>D)f?"
_NO_MORE = "(?![glG])"

GRAMMAR = Grammar(
    forms=(
        form("date", "zh-written", "(?P<z>Z)"),
        form("date", "zh-lunar", f"(?:(?P<y>Y)y)?(?P<lunar>L){_MOON}"),
        form("date", "zh-lunar-year", "L(?P<y>[YDN])y(?P<lunar>[Dm])r?"),
        form("date", "zh-lunar-month", "(?:(?P<y>Y)y)?(?P<lunar>(?P<m>m))p?(?P<d>D)f?"),
        form("date", "zh-lunar-bare", "(?:(?P<y>Y)y)?(?P<m>D)(?P<lunar>r)p(?P<d>D)(?![rynkdf])"),
        form("date", "zh-lunar-whole-month", "(?:(?P<y>Y)y)?(?P<lunar>L)(?P<m>D)r"),
        form("date", "zh-day-or-day", f"(?:{_YEAR})?{_MONTH}(?P<d>D)f?(?P<j>[oe&,-])(?P<d2>D)f"),
        form("date", "zh-year-month-day", f"{_YEAR}[,v]?{_MONTH}(?P<d>D)f?(?![dnkHJxIh]|c)"),
        form("date", "zh-month-day", f"{_MONTH}{_DAY}"),
        form("date", "zh-year-month", f"{_YEAR}[,v]?{_MONTH}(?P<p>p)?"),
        form("date", "zh-month-part", f"{_MONTH}(?P<p>p)"),
        form("date", "zh-month", "(?<=[iselP])(?P<m>D)r(?!D)|(?<![VwL])(?P<m_>D)r(?=[,=v>use]|$)"),
        form("date", "zh-months", f"(?:{_YEAR})?(?P<m>D)r?(?P<j>[oe&-])(?P<m2>D)r(?!D)"),
        form("date", "zh-year-part", "(?P<y>Y)(?P<p>p)|(?P<y_>[YNA])y(?P<p_>p)"),
        form("date", "zh-year", "(?P<y>[YA])y|(?:^|(?<=[ise=,]))(?P<y_>N)y(?=[,=vsue]|$)"),
        form("date", "zh-years", "(?P<y>Y)y?(?P<j>[-~oe,])(?P<y2>Y)y"),
        form("date", "zh-decade", "(?P<g>[YDN])(?P<x>G)(?P<p>p)?"),
        form("date", "zh-season", "(?P<y>[YA])y(?P<s>S)"),
        form("date", "zh-season-alone", "(?<=[isE])(?P<s>S)"),
        form("date", "zh-feast", "(?:(?P<y>Y)y)?(?P<f>F)(?!X)"),
        form("date", "zh-the-day", f"(?<=[iseP]){_DAY}|(?<![-xX])(?P<d_>D)f(?=[,=>vP]|$)"),
        form("date", "zh-year-alone", "(?:^|(?<=[=<;]))(?P<y>Y)(?=[=>]|$)"),
        form("age", "zh-this-year-bare", "(?:^|(?<=[v=,]))j(?P<age>N)(?=[,=]|$)"),
        form("age", "zh-age-bare", "(?<=[vw])(?P<age>N)4(?=[,=]|$)"),
        form(
            "age",
            "zh-age",
            "(?P<age>[DN])(?P<age2>[DN])?(?P<about>a)?(?:J|(?P<c>C))|(?P<c_>C)(?P<age_>[DN])J?",
        ),
        form("relative", "zh-ago", f"{_N}(?P<u>[ynkd])(?P<h>h)?g"),
        form("relative", "zh-month-and-half-ago", "(?P<nm>[DN])(?P<h>h)rg"),
        form("relative", "zh-more-ago", "(?P<n>[DN])(?P<u>t)g"),
        form("relative", "zh-half-ago", "(?P<half>h)(?P<u>[ynkd])g"),
        form("relative", "zh-hours-ago", "(?P<hours>[DN])a?Hg"),
        form("relative", "zh-day", "(?P<k>K)P?"),
        form("relative", "zh-weekday", "(?P<w>W)P?|(?P<cw>Q)P?"),
        form("relative", "zh-day-only", "(?P<k>K)"),
        form("relative", "zh-weekday-only", "(?P<w>W)|(?P<cw>Q)"),
        form(
            "relative",
            "zh-year-word",
            f"(?P<year>j),?(?:{_MONTH}(?:(?P<d>D)f?|(?P<p>p))?|(?P<s>S)|(?P<p_>p))?",
        ),
        form("relative", "zh-month-word", "(?P<nmonth>z)(?:(?P<d>D)f|(?P<p>p))?"),
        form("relative", "zh-week-word", "(?P<nweek>B)"),
        form("order", "zh-later", f"{_N}(?P<u>[ynkd])(?P<h>h)?(?P<l>l)"),
        form("order", "zh-after", f"(?P<l>5){_N}(?P<u>[ynkd])(?=[,v])"),
        form("order", "zh-month-and-half-later", "(?P<nm>[DN])(?P<h>h)r(?P<l>l)"),
        form("order", "zh-half-later", "(?P<half>h)(?P<u>[ynkd])(?P<l>l)"),
        form("order", "zh-next-day", "(?<![fFrp])(?P<e>U)P?"),
        form("order", "zh-next-day-only", "(?<![fFrp])(?P<e>U)"),
        form("order", "zh-next-year", "(?P<e>(?P<u>E))"),
        form(
            "duration",
            "zh-length",
            "(?<![%V])(?P<ny>[DN])y(?P<h>h)?(?:N|&)?(?:(?P<nm>[DNA])n)?(?:N|&)?(?:(?P<nk>[DNA])k)?(?:N|&)?(?:(?P<nd>[DNA])d)?"
            + _NO_MORE,
        ),
        form(
            "duration",
            "zh-months",
            f"(?<!V)(?P<nm>[DN])(?:n|(?P<h>h)r)(?:(?P<nk>[DN])k)?(?:N|&)?(?:(?P<nd>[DNA])d)?{_NO_MORE}",
        ),
        form("duration", "zh-weeks", f"(?<!V)(?P<nk>[DN])k(?P<h>h)?(?:N|&)?(?:(?P<nd>[DNA])d)?{_NO_MORE}"),
        form("duration", "zh-days", f"(?<!V)(?P<nd>[DNY])d{_NO_MORE}"),
        form("duration", "zh-one-day", "(?<=[45a])(?P<nd>8)"),
        form("duration", "zh-or", f"(?<!V){_N}(?P<u>[ynkd])(?P<about_>a)?{_NO_MORE}"),
        form("duration", "zh-more-than", "(?P<n>[DN])(?P<about>(?P<u>t))(?![gl])"),
        form("duration", "zh-half", f"(?P<half>h)(?P<u>[ynkd]){_NO_MORE}"),
        form("hours", "zh-hours", f"{_N}(?P<u>H)(?P<h>h)?(?!g)"),
        form("hours", "zh-half-hour", "(?P<half>h)(?P<u>H)"),
        form("clock", "zh-time", "(?P<ap>P)?(?P<t>(?P<exact>T))"),
        form("clock", "zh-hour", "(?P<ap>P)(?P<c>D)c(?:(?P<half>h)|(?P<min>[DN])I?)?"),
        form(
            "clock",
            "zh-hour-alone",
            "(?P<c__>D)c(?P<about>a)|(?P<c>D)c(?:(?P<half>h)|(?P<min>[DN])I)|(?<=[ise])(?P<c_>D)c(?![w])",
        ),
    ),
    words={**_OTHERS, **_WEEKS, **_NAMED},
    leads="aqise",
    trails="aqsu",
    unspaced=True,
    correction=late(
        r"[，,。—…–-]*(?:不对|不是|哦不|说错了|应该是|不不)+[，,。]?(?:应该)?是?(?:在)?|\s*——\s*"
    ),
    reported=late(
        r"(?:他|她|他们|她们|妈妈|父亲|母亲|丈夫|警察|有人)(?:对我|跟我|告诉我|们)?(?:说|讲|告诉)|据说|听说|据报道|声称"
    ),
    hypothetical=late(r"如果|要是|假如|万一|倘若"),
)
