"""Voice messages of WeChat: how long they last, and any bytes end as that or as a refusal."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import attic
from guwah.steps.evidence.reading.inside import silk
from guwah.steps.evidence.reading.inside.saying import CannotRead


def _told(data: bytes) -> dict[str, object]:
    return silk.metadata(io.BytesIO(data))


@pytest.mark.parametrize("wechat", [True, False])
@pytest.mark.parametrize("ended", [True, False])
def test_a_message_tells_how_long_it_is(*, wechat: bool, ended: bool) -> None:
    assert _told(attic.silk(2, wechat=wechat, ended=ended)) == {
        "format": "SILK_V3",
        "WeChat": wechat,
        "pieces": 100,
        "seconds": 2.0,
        "whole": True,
    }


def test_a_torn_message_counts_its_whole_pieces() -> None:
    found = _told(attic.silk(1)[:-4])

    assert (found["pieces"], found["whole"]) == (49, False)


@pytest.mark.parametrize("data", [b"", b"\x02", b"#!SILK_V", b"#!AMR\n", b"\x02\x02#!SILK_V3"])
def test_what_is_no_such_message_is_not_readable(data: bytes) -> None:
    with pytest.raises(CannotRead) as refused:
        _told(data)
    assert refused.value.code == "not-readable"


def test_what_is_too_long_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silk, "LARGEST", 100)

    with pytest.raises(CannotRead) as refused:
        _told(attic.silk(1))
    assert refused.value.code == "needs-too-much"


@given(st.binary(max_size=200))
def test_any_bytes_end_as_a_length(noise: bytes) -> None:
    found = _told(b"\x02#!SILK_V3" + noise)

    assert isinstance(found["pieces"], int)
    assert 0 <= found["pieces"] <= len(noise) // 2
