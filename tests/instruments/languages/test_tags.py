import pytest

from guwah.instruments.languages import BadTag, normalise, parse


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("KK-cyrl", "kk-Cyrl"),
        ("ug-arab-cn", "ug-Arab-CN"),
        ("zh-latn-PINYIN", "zh-Latn-pinyin"),
        ("zh-CMN-hans", "zh-cmn-Hans"),
        ("en", "en"),
        ("es-419", "es-419"),
        ("de-1996-x-Mine", "de-1996-x-mine"),
        ("en-a-bbb-x-c", "en-a-bbb-x-c"),
    ],
)
def test_a_tag_gets_its_usual_case_and_loses_nothing(written: str, usual: str) -> None:
    assert normalise(written) == usual
    assert parse(written).verbatim == written


def test_a_tag_is_split_into_its_parts() -> None:
    tag = parse("kk-Arab-CN-1996")
    assert (tag.language, tag.script, tag.region, tag.variants) == ("kk", "Arab", "CN", ("1996",))


@pytest.mark.parametrize("wrong", ["", "k", "kk_Cyrl", "kk-", "kk--Cyrl", "қазақ", "en-toolongsubtag"])
def test_what_is_no_tag_is_refused(wrong: str) -> None:
    with pytest.raises(BadTag) as refused:
        parse(wrong)
    assert refused.value.code == "bad-language-tag"
