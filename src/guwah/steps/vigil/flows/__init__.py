"""What the doors and other steps may call."""

from guwah.steps.vigil.flows.keep import Promise, check_in, set_watch

__all__ = ["Promise", "check_in", "set_watch"]
