"""The step as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentConfig(AppConfig):
    """Step of the work: consent."""

    name = "guwah.steps.consent"
    label = "consent"
    verbose_name = "Consent"

    def ready(self) -> None:
        """Show consent in the margin of the reader, and offer what is done about it with selected words."""
        from guwah.accounts.permissions import Permission
        from guwah.steps.testimony import margin
        from guwah.steps.testimony.editing import holders
        from guwah.vault.later import later

        margin.register(later("guwah.steps.consent.margin.remarks"))
        holders.register(later("guwah.steps.consent.holding.holds"))
        for name, words, icon, rank in (
            ("consent", _("Consent"), "given", 20),
            ("meant", _("This is meant to be cut"), "open", 50),
            ("decide", _("Show or mask"), "withheld", 60),
        ):
            route = "consent-new" if name == "consent" else f"consent-{name}"
            action = margin.Action(name, words, icon, route, Permission.CONSENT_RECORD, rank)
            margin.register_action(action)
