"""Pages of a corpus for those who look after it; each part has a list of its own."""

from django.urls import include, path

app_name = "curation"
PARTS = (
    "collections", "documents", "imports", "changes", "grid", "editor", "duplicates", "indexing",
    "search_tests", "health",
)  # fmt: skip
urlpatterns = [path("", include(f"webapp.curation.{part}.urls")) for part in PARTS]
