"""The step as a Django app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Step of the work: evidence."""

    name = "guwah.steps.evidence"
    label = "evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        """Let the outbox verify in turns, and say which sealed files are items, so that backups name them."""
        from guwah.outbox.deliver import CHANNELS
        from guwah.steps.evidence.flows.rounds import CHANNEL, take_turn
        from guwah.vault.backup import naming

        CHANNELS[CHANNEL] = take_turn
        naming.register("item", "evidence_item", "sha256")
