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
        from guwah.steps.evidence.channels import READ, VERIFY
        from guwah.vault.backup import naming
        from guwah.vault.later import later

        CHANNELS[VERIFY] = later("guwah.steps.evidence.flows.rounds.take_turn")
        CHANNELS[READ] = later("guwah.steps.evidence.flows.aside.take_turn")
        LONG.add(READ)
        naming.register("item", "evidence_item", "sha256")
