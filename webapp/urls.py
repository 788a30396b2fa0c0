"""Where every page lives."""

from django.contrib import admin
from django.urls import include, path

from webapp.health import healthz

urlpatterns = [
    path("", include("webapp.runs.urls")),
    path("", include("webapp.accounts.urls")),
    path("media/", include("webapp.media.urls")),
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
]
