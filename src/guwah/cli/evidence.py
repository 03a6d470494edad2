"""`guwah evidence`: what the step itself does, and handing out, which asks consent and so comes later."""

from __future__ import annotations

from guwah.steps.editions.package_commands import export, open_package, packages, receipt
from guwah.steps.evidence.commands import group

__all__ = ["group"]

group.add_command(export)
group.add_command(open_package)
group.add_command(packages)
group.add_command(receipt)
