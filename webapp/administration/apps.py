from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's admin with a site of our own."""

    default_site = "webapp.administration.site.AdministrationSite"
