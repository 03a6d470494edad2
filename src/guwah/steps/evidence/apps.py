"""The step as a Django app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Step of the work: evidence."""

    name = "guwah.steps.evidence"
    label = "evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        """Let the outbox verify in turns."""
        from guwah.outbox.deliver import CHANNELS
        from guwah.steps.evidence.flows.rounds import CHANNEL, take_turn

        CHANNELS[CHANNEL] = take_turn
