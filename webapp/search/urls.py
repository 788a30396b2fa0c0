"""The search page and the palette."""

from django.urls import path

from webapp.search import views

app_name = "search"
urlpatterns = [
    path("", views.search, name="search"),
    path("palette/", views.palette, name="palette"),
]
