from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "webapp.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from webapp.accounts import receivers  # models cannot be imported before every app is loaded

        # After Django's own receiver, which makes the permissions that the groups carry.
        post_migrate.connect(receivers.make_groups, sender=self)
        post_save.connect(receivers.give_default_role, sender=settings.AUTH_USER_MODEL)
