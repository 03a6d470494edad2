"""Forms of Chinese, one a line. Everything here is invented."""

import pytest

from told_dates import told

FORMS = [
    # whole dates
    ("面包房2015年3月4日开业。", "date 2015-03-04"),
    ("二〇一五年三月四号", "date 2015-03-04"),
    ("二零一五年十二月三十一日", "date 2015-12-31"),
    ("２０１５年３月４日", "date 2015-03-04"),
    ("15年3月4号", "date 2015-03-04"),
    ("九八年六月二十一号", "date 1998-06-21"),
    ("2018年的3月2号", "date 2018-03-02"),
    ("3月4日", "date XXXX-03-04"),
    ("三月四号下午", "date XXXX-03-04"),
    ("十月十八号", "date XXXX-10-18"),
    ("2015-03-04", "date 2015-03-04"),
    ("2015.3.4", "date 2015-03-04"),
    ("2015/3/4", "date 2015-03-04"),
    ("3月2号或者3号", "date [XXXX-03-02,XXXX-03-03]"),
    ("3月2号还是3月3号", "date [XXXX-03-02,XXXX-03-03]"),
    ("2015年3月2日或3日", "date [2015-03-02,2015-03-03]"),
    ("在21号那天", "date XXXX-XX-21"),
    # months, years, parts
    ("2015年3月", "date 2015-03"),
    ("2015年3月份", "date 2015-03"),
    ("二〇一五年五月", "date 2015-05"),
    ("在五月", "date XXXX-05"),
    ("到了五月份，", "date XXXX-05"),
    ("五月底", "date XXXX-05-21/XXXX-05-31|XXXX-05"),
    ("2015年5月初", "date 2015-05-01/2015-05-10|2015-05"),
    ("2015年5月中旬", "date 2015-05-11/2015-05-20|2015-05"),
    ("2015年初", "date 2015-01/2015-04|2015"),
    ("2015年底", "date 2015-09/2015-12|2015"),
    ("2015年上半年", "date 2015-40"),
    ("2015年", "date 2015"),
    ("一五年", "date 2015"),
    ("九八年", "date 1998"),
    ("在98年，", "date 1998"),
    ("大约2015年", "date 2015~"),
    ("2015年左右", "date 2015~"),
    ("可能是2015年5月", "date 2015-05?"),
    ("八十年代", "date 198X"),
    ("90年代末", "date 1997/1999|199X"),
    ("2015年夏天", "date 2015-22"),
    ("在冬天", "date XXXX-24"),
    # spans and bounds
    ("从5月到7月", "date XXXX-05/XXXX-07"),
    ("2015年5月至7月", "date 2015-05/2015-07"),
    ("2015年5月3日至5日", "date 2015-05-03/2015-05-05"),
    ("2015年11月3日到2016年2月5日", "date 2015-11-03/2016-02-05"),
    ("2016年到2018年", "date 2016/2018"),
    ("2016-2018年", "date 2016/2018"),
    ("2016、2017年", "date {2016,2017}"),
    ("2015年以来", "date 2015|2015/.."),
    ("从2015年5月起", "date 2015-05|2015-05/.."),
    ("到2015年为止", "date 2015|../2015"),
    # feasts and the calendar of the moon
    ("元旦那天", "date XXXX-01-01"),
    ("2016年国庆节", "date 2016-10-01"),
    ("六一儿童节", "date XXXX-06-01"),
    ("五一劳动节", "date XXXX-05-01"),
    ("2017年春节", "date 2017-01-28"),
    ("2017年农历八月十五", "date 2017-10-04"),
    ("农历八月十五", "date XXXX-XX-XX"),
    ("2017年腊月廿三", "date 2018-02-08"),
    ("2017年腊月三十一", "date XXXX-XX-XX"),
    ("2017年正月初五", "date 2017-02-01"),
    ("2017年腊月二十三", "date 2018-02-08"),
    # from the day of the talk
    ("昨天", "relative 2022-12-29"),
    ("前天晚上", "relative 2022-12-28"),
    ("今天", "relative 2022-12-30"),
    ("后天", "relative 2023-01-01"),
    ("两天前", "relative 2022-12-28"),
    ("半年前", "relative 2022-06"),
    ("一年半前", "relative 2021-06"),
    ("十几年前", "relative 2012~"),
    ("两三个星期之前", "relative 2022-12-16|2022-12-09"),
    ("去年", "relative 2021"),
    ("前年五月", "relative 2020-05"),
    ("去年五月三号", "relative 2021-05-03"),
    ("今年年初", "relative 2022-01/2022-04"),
    ("上个月", "relative 2022-11"),
    ("上个月3号", "relative 2022-11-03"),
    ("下个月", "relative 2023-01"),
    ("上周", "relative 2022-12-19/2022-12-25"),
    ("上周五", "relative 2022-12-23"),
    ("下星期一", "relative 2023-01-02"),
    ("星期一早上", "relative 2022-12-26"),
    # from what was told
    ("第二天", "order P1D"),
    ("当天", "order P0D"),
    ("三天后", "order P3D"),
    ("两个月以后", "order P2M"),
    ("半年后", "order P6M"),
    ("第二年", "order P1Y"),
    ("那一年", "order P0D"),
    ("2018年5月30日开会，第二天下雨。", "date 2018-05-30 ; order P1D|2018-05-31"),
    # lengths
    ("两年零二十三天", "duration P2Y23D"),
    ("两年三个月零五天", "duration P2Y3M5D"),
    ("一年半", "duration P1Y6M"),
    ("半年", "duration P6M"),
    ("半个月", "duration P15D"),
    ("三四天", "duration P3D|P4D"),
    ("三个多月", "duration P3M"),
    ("十多天", "duration P10D"),
    ("三个星期", "duration P3W"),
    ("差不多四个月", "duration P4M"),
    ("一百二十天", "duration P120D"),
    ("关了一天", "duration P1D"),
    ("两个小时", "hours PT2H"),
    ("半个小时", "hours PT30M"),
    # ages
    ("我四十七岁", "age P47Y"),
    ("虚岁四十七", "age P47Y"),
    ("45周岁", "age P45Y"),
    ("四十多岁", "age P40Y"),
    ("我妈妈七十七了", "age P77Y"),
    ("十五六岁", "age P15Y|P16Y"),
    # times of day
    ("下午三点半", "clock XXXX-XX-XXT15:30:00"),
    ("凌晨三点", "clock XXXX-XX-XXT03:00:00"),
    ("早上8点10分", "clock XXXX-XX-XXT08:10:00"),
    ("晚上十一点", "clock XXXX-XX-XXT23:00:00"),
    ("15:30", "clock XXXX-XX-XXT15:30:00"),
    ("9点左右", "clock XXXX-XX-XXT09:00:00|XXXX-XX-XXT21:00:00"),
    ("15点30分", "clock XXXX-XX-XXT15:30:00"),
    # taken back
    ("3月6日，不对，3月7日", "date - ; date XXXX-03-07"),
    # said in passing
    ("一个月零十天", "duration P1M10D"),
    ("她六十出头。", "age P60Y"),
    ("下午两点一刻", "clock XXXX-XX-XXT14:15:00"),
    ("一个半月前", "relative 2022-11-15"),
    ("一个半月后", "order P1M15D"),
    ("阴历七月", "date XXXX-XX-XX"),
    ("上上个星期五", "relative 2022-12-16"),
    ("农历五月初五", "date XXXX-XX-XX"),
    # said in letters and lists
    ("昨天晚上八点", "relative 2022-12-29 ; clock XXXX-XX-XXT20:00:00"),
    ("星期一早上八点", "relative 2022-12-26 ; clock XXXX-XX-XXT08:00:00"),
    ("第二天早上八点", "order P1D ; clock XXXX-XX-XXT08:00:00"),
    ("2017.9.26—2019.10.18", "date 2017-09-26/2019-10-18"),
    ("三月初二", "date XXXX-XX-XX"),
    ("08年", "date 2008"),
    ("一两个月", "duration P1M|P2M"),
    ("我今年五十五", "age P55Y"),
]

NOTHING = [
    "她叫张三月，",
    "每两个星期",
    "五一村、六一路8号、三楼二号房间",
    "文件2679号，编号2016，第12章。",
    "一共2016元，1999块。",
    "她叫五月，他姓年。",
    "日本、日报、生日、月亮。",
    "有一天，每天，每年，天天。",
    "电话13800138000。",
    "增长了50%，2.5倍。",
    "第三天，第五年级，三年级？不，第三名。",
    "3号楼，5号监狱",
    "一起，一些，万一，统一",
    "[00:12:33]",
    "几天，几个月，多少年",
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms(text: str, expected: str) -> None:
    assert told(text, "zh-Hans") == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_date(text: str) -> None:
    assert told(text, "zh") == ""


def test_there_are_many_forms() -> None:
    assert len({text for text, _ in FORMS}) >= 60
