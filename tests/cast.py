"""The standing cast of the tests: invented people of an invented group.

Aygul owns the vault, Boris coordinates, Chiara documents, Daniyar translates, Emine reviews, Farid reads,
Gulya is a witness's delegate, and Hanna belongs to the group but to no case.
"""

from __future__ import annotations

from dataclasses import dataclass

from guwah.accounts.members import _create
from guwah.accounts.models import Case, CaseMembership, Member
from guwah.accounts.permissions import Role
from guwah.vault.slots import Cost

CHEAP = Cost(memory=64, passes=1, lanes=1)
PASSPHRASE = "seven brass kettles sing at noon"

ROLES = {
    "aygul": Role.OWNER,
    "boris": Role.COORDINATOR,
    "chiara": Role.DOCUMENTER,
    "daniyar": Role.TRANSLATOR,
    "emine": Role.REVIEWER,
    "farid": Role.READER,
    "gulya": Role.DELEGATE,
}
STRANGER = "hanna"


@dataclass(frozen=True, slots=True)
class Cast:
    """The members by name, and one case they share (Hanna does not)."""

    members: dict[str, Member]
    case: Case

    def __getattr__(self, name: str) -> Member:
        try:
            return self.members[name]
        except KeyError as missing:
            raise AttributeError(name) from missing


def make_cast(title: str = "The bakery licence") -> Cast:
    """Create everybody and the case in the database of the test."""
    members = {name: _create(name, name.capitalize(), role) for name, role in ROLES.items()}
    members[STRANGER] = _create(STRANGER, "Hanna", Role.DOCUMENTER)
    case = Case.objects.create(title=title, opened_by=members["aygul"], invented=True)
    for name, role in ROLES.items():
        CaseMembership.objects.create(case=case, member=members[name], role=role.value)
    return Cast(members, case)
