"""A use that is allowed, to be spoiled in one place by each test.

Invented: Dana, a school cook in the invented town of Karaburan, told about a bakery licence.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from guwah.instruments import permissions

if TYPE_CHECKING:
    from collections.abc import Callable

    from guwah.instruments.permissions import Decision

GRANT: dict[str, Any] = {
    "id": "g1",
    "kind": "grant",
    "by": "dana",
    "material": {"source": "talk-1", "spans": None},
    "except": [],
    "actions": ["publish_text"],
    "audiences": ["public"],
    "identity": ["real_name"],
    "media": ["text"],
    "languages": ["en", "ru"],
    "conditions": [],
    "valid_from": "2024-01-10",
    "valid_to": "2025-01-10",
    "state": "given",
    "quality": {"documenter_identified": True, "audience_explained": True, "free_of_pressure": True},
}
QUESTION: dict[str, Any] = {
    "now": "2024-05-02T10:00:00Z",
    "situation": {"custody": "free", "reachable": True},
    "use": {
        "action": "publish_text",
        "audience": "public",
        "recipient": None,
        "identity": "real_name",
        "medium": "text",
        "language": "en",
        "material": {"source": "talk-1", "spans": [[0, 400]]},
        "derived_from": None,
    },
    "records": [GRANT],
    "third_parties": [],
}


@pytest.fixture
def ask() -> Callable[..., Decision]:
    """Decide on the allowed question, `grant=`, `use=`, `situation=` overlaid and `add=` records appended."""

    def decide(**changes: Any) -> Decision:  # noqa: ANN401 - pieces of JSON
        question = copy.deepcopy(QUESTION)
        question["records"][0].update(changes.pop("grant", {}))
        question["use"].update(changes.pop("use", {}))
        question["situation"].update(changes.pop("situation", {}))
        question["records"] += [
            {"id": f"r{number}", "state": "given", **each}
            for number, each in enumerate(changes.pop("add", []), start=1)
        ]
        question.update(changes)
        found = permissions.load(question)
        return permissions.evaluate(found.use, found.records, found.situation, found.third_parties, found.now)

    return decide


@pytest.fixture
def question() -> dict[str, Any]:
    """The allowed question as JSON, a fresh copy."""
    return copy.deepcopy(QUESTION)
