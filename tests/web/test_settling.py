"""What a server has loaded for good is passed over by the collector, what comes later is not."""

from __future__ import annotations

import gc
import weakref

from guwah.web.server import settle


class Ring:
    """Holds itself: only the collector frees it."""

    def __init__(self) -> None:
        self.me = self


def test_what_is_loaded_is_passed_over_and_what_comes_later_is_freed() -> None:
    before = gc.get_freeze_count()
    gone = Ring()
    seen = weakref.ref(gone)
    del gone
    try:
        settle()
        # What was nobody's any more is freed first, and never kept for good.
        assert seen() is None
        assert gc.get_freeze_count() > before
        later = Ring()
        watched = weakref.ref(later)
        del later
        gc.collect()
        assert watched() is None
    finally:
        gc.unfreeze()
