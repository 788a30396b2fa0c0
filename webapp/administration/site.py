"""The admin's site: Django's, and a page of the settings that this process runs with."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from webapp.env import CONFIDENTIAL, PREFIX, Env


@dataclass(frozen=True, slots=True)
class SettingInForce:
    """A setting by the name of its variable; `value` is empty where it may hold a secret."""

    name: str
    value: str
    is_secret: bool
    is_changed: bool
    meaning: str


class AdministrationSite(AdminSite):
    """For administrators; nobody else gets past its door."""

    site_title = site_header = "Sightline"
    index_title = _("Administration")
    index_template = "administration/index.html"

    def get_urls(self) -> "list[URLPattern | URLResolver]":
        ours = path("settings/", self.admin_view(self.settings_page), name="settings-in-force")
        return [ours, *super().get_urls()]

    def settings_page(self, request: HttpRequest) -> HttpResponse:
        """What this process was started with; secrets are told to be set, never shown."""
        context = {**self.each_context(request), "title": _("Settings in force"), "rows": settings_in_force()}
        return render(request, "administration/settings.html", context)


def settings_in_force() -> list[SettingInForce]:
    """Every setting as this process reads it, in the order of docs/configuration.md."""
    return [
        SettingInForce(
            f"{PREFIX}{name.upper()}",
            "" if name in CONFIDENTIAL else str(getattr(settings.ENV, name)),
            name in CONFIDENTIAL,
            getattr(settings.ENV, name) != field.default,
            field.description or "",
        )
        for name, field in Env.model_fields.items()
    ]
