"""For whom a package is, and which of their keys it is sealed to: never post-quantum ones beside others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.failures import WrongUse
from guwah.instruments.proofs.cosignatures import PartnerCard
from guwah.steps.editions.package_files import To
from guwah.vault import witnesses
from guwah.vault.age_hybrid import parse_recipient
from guwah.vault.bech32 import NotBech32

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.vault.age_header import SealsTo


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody with a key that is not post-quantum, one that is, or both."""

    name: str
    older: SealsTo | None
    post_quantum: SealsTo | None


def recipients_of(said: Iterable[str]) -> tuple[To, ...]:
    """Return who is meant, each with the key a package is sealed to.

    Post-quantum keys are taken where everybody has one. In one file with others they would be worth nothing:
    it would be as weak as the weakest (C2SP age).

    Args:
        said: `NAME=age1…`, `NAME=age1pq1…`, a key alone, or the name of a partner group whose card we hold.

    Raises:
        WrongUse: `bad-recipient`; `mixed-recipients` where some have only a post-quantum key, others none.
    """
    known = [_known(each) for each in said]
    best = [To(each.name, each.post_quantum) for each in known if each.post_quantum is not None]
    if len(best) == len(known):
        return tuple(best)
    older = [To(each.name, each.older) for each in known if each.older is not None]
    if len(older) == len(known):
        return tuple(older)
    raise WrongUse(
        "mixed-recipients",
        "Some of these recipients have only a post-quantum key, others have none; one package for all would"
        " be as weak as the weakest key. Make a package for each.",
    )


def _known(text: str) -> _Known:
    name, given, key = text.rpartition("=")
    if not given and not text.startswith("age1"):
        return _partner(text.strip())
    try:
        parsed = parse_recipient(key.strip())
    except NotBech32 as wrong:
        raise WrongUse(
            "bad-recipient", "Say the recipient as NAME=age1…, with a key in age's own form."
        ) from wrong
    called = name.strip() if given else str(parsed)
    return _Known(called, None, parsed) if parsed.post_quantum else _Known(called, parsed, None)


def _partner(name: str) -> _Known:
    """Return a partner group with the keys on its card: the one whose six words were read aloud."""
    partner = next((each for each in witnesses.partners() if each.name == name), None)
    card = PartnerCard.parse(bytes(partner.card)) if partner else None
    if card is None or not card.recipient:
        raise WrongUse(
            "bad-recipient",
            "No partner of this name has a key for packages on its card. Say NAME=age1…, or exchange cards.",
        )
    try:
        post_quantum = parse_recipient(card.post_quantum) if card.post_quantum else None
        return _Known(name, parse_recipient(card.recipient), post_quantum)
    except NotBech32 as wrong:
        raise WrongUse(
            "bad-recipient", "A key on this partner's card is damaged. Ask for a new card."
        ) from wrong


def partners_with_keys() -> list[str]:
    """Return the names of partner groups on whose card stands a key for packages."""
    return [each.name for each in witnesses.partners() if PartnerCard.parse(bytes(each.card)).recipient]
