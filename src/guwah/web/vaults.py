"""Several vaults at once: what this one is called, and locking all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guwah.accounts.answers import telling
from guwah.accounts.guard import group_page
from guwah.accounts.naming import name_vault
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.vault.keyring import KEYRING
from guwah.web.neighbours import NEIGHBOURS

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


@group_page(Permission.MEMBER_MANAGE)
@require_POST
def name(request: HttpRequest) -> HttpResponseBase:
    """Give this vault a name."""
    with telling(request, _("The name is kept inside the vault.")):
        name_vault(member_of(request), request.POST.get("name", ""))
    return redirect("settings")


@group_page(None)
@require_POST
def lock_all(request: HttpRequest) -> HttpResponseBase:
    """Lock this vault and every other one that this user serves; say which could not be reached."""
    del request
    failed = NEIGHBOURS.lock_all()
    KEYRING.lock()
    where = reverse("unlock")
    return redirect(f"{where}?{urlencode({'open': ','.join(map(str, failed))})}" if failed else where)
