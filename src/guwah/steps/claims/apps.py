"""The step as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClaimsConfig(AppConfig):
    """Step of the work: claims."""

    name = "guwah.steps.claims"
    label = "claims"
    verbose_name = "Claims"

    def ready(self) -> None:
        """Let the outbox reckon; show claims in the reader, and offer to make one from selected words."""
        from guwah.accounts.permissions import Permission
        from guwah.outbox.deliver import CHANNELS, LONG
        from guwah.steps.claims.channels import LOOK, RECKON
        from guwah.steps.testimony import margin
        from guwah.steps.testimony.editing import holders
        from guwah.steps.testimony.layers import vouching
        from guwah.vault.later import later

        CHANNELS[RECKON] = later("guwah.steps.claims.flows.reckon.take_turn")
        CHANNELS[LOOK] = later("guwah.steps.claims.flows.looking.take_turn")
        LONG.add(LOOK)
        margin.register(later("guwah.steps.claims.margin.claims"))
        holders.register(later("guwah.steps.claims.holding.holds"))
        vouching.register(later("guwah.steps.claims.flows.vouching.heard"))
        action = margin.Action("claim", _("Claim"), "claim", "claim-new", Permission.CLAIM_MAKE, 10)
        margin.register_action(action)
