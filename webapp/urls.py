"""Where every page lives."""

from django.contrib import admin
from django.urls import include, path
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from webapp.http.health import favicon, healthz

handler500 = "webapp.http.outages.handle_error"
urlpatterns = [
    path("", include("webapp.runs.urls")),
    path("", include("webapp.accounts.urls")),
    path("notices/", include("webapp.notices.urls")),
    path("search/", include("webapp.search.urls")),
    path("corpora/", include("webapp.curation.urls")),
    path("media/", include("webapp.pictures.urls")),
    path("i18n/", require_http_methods(["GET", "HEAD", "POST"])(set_language), name="set_language"),
    path("favicon.ico", favicon, name="favicon"),
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
]
