from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorporaConfig(AppConfig):
    name = "webapp.corpora"
    verbose_name = _("Corpora")
