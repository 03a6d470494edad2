"""The oven, rolled back, for the tests of consent."""

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
