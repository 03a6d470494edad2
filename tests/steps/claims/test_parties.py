from __future__ import annotations

import pytest

from guwah.steps.claims.parties import Between, Claimant, Part, between, part_of

HER = Claimant("saule", Part.WITNESS)
HIM = Claimant("orynbek", Part.REPORTER)
PAPER = Claimant("weekly", Part.REPORTER)
SISTER = Claimant("sister", Part.WITNESS)
SOMEBODY = Claimant("x", Part.UNKNOWN)
OTHER = Claimant("y", Part.UNKNOWN)
OFFICE = Claimant("saule", Part.WITNESS, authority=True)
OFFICE_TOO = Claimant("weekly", Part.REPORTER, authority=True)


@pytest.mark.parametrize(
    ("claimants", "expected"),
    [
        ((HER, HER), Between.WITNESS_HERSELF),
        ((HER, HIM), Between.WITNESS_REPORTER),
        ((HER, HER, PAPER), Between.WITNESS_REPORTER),
        ((HIM, HIM), Between.REPORTER_HIMSELF),
        ((HIM, PAPER), Between.REPORTERS),
        ((HER, SISTER), Between.WITNESSES),
        ((SOMEBODY, SOMEBODY), Between.SPEAKER_SELF),
        ((SOMEBODY, OTHER), Between.SPEAKERS),
        ((HER, SOMEBODY), Between.SPEAKERS),
        ((OFFICE, OFFICE_TOO), Between.AUTHORITIES),
        ((OFFICE, HER), Between.WITNESS_HERSELF),
    ],
)
def test_between_whom_a_conflict_stands(claimants: tuple[Claimant, ...], expected: Between) -> None:
    assert between(claimants) is expected
    assert between(reversed(claimants)) is expected


def test_a_role_makes_a_part_and_nobody_is_given_one_silently() -> None:
    assert part_of("testifier_self", speaks=True) is Part.WITNESS
    assert part_of("interviewer", speaks=True) is Part.REPORTER
    assert part_of("", speaks=True) is Part.UNKNOWN
    assert part_of("", speaks=False) is Part.REPORTER
