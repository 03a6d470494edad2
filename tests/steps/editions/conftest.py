"""The oven as fixtures: rolled back, or committed so that the log has its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oven import Oven, oven

if TYPE_CHECKING:
    from cast import Cast


@pytest.fixture
def bakery(cast: Cast) -> Oven:
    """The talk and its Russian, nothing consented to."""
    return oven(cast)


@pytest.fixture
def lasting(committed_cast: Cast) -> Oven:
    """The same, with real commits: an edition of it can be written out."""
    return oven(committed_cast)
