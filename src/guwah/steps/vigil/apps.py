"""The step as a Django app."""

from django.apps import AppConfig


class VigilConfig(AppConfig):
    """Step of the work: vigil."""

    name = "guwah.steps.vigil"
    label = "vigil"
    verbose_name = "Vigil"

    def ready(self) -> None:
        """Tell which promises stand on held words."""
        from guwah.steps.testimony.editing import holders
        from guwah.vault.later import later

        holders.register(later("guwah.steps.vigil.holding.holds"))
