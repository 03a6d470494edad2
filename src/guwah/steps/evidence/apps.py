"""The step as a Django app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Step of the work: evidence."""

    name = "guwah.steps.evidence"
    label = "evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        """Let the outbox verify in turns and read hostile files aside; name items for backups."""
        from guwah.outbox.deliver import CHANNELS, LONG
        from guwah.steps.evidence.flows import aside, queued
        from guwah.steps.evidence.flows.rounds import CHANNEL, take_turn
        from guwah.vault.backup import naming

        CHANNELS[CHANNEL] = take_turn
        CHANNELS[queued.CHANNEL] = aside.take_turn
        LONG.add(queued.CHANNEL)
        naming.register("item", "evidence_item", "sha256")
