"""Runs, and the pages that their citations lead to."""

from django.urls import path

from webapp.runs import openings, sources, views

app_name = "runs"
urlpatterns = [
    path("", views.home, name="home"),
    path("runs/", views.create, name="create"),
    path("runs/<int:pk>/", views.detail, name="detail"),
    path("runs/<int:pk>/open/", openings.open_run, name="open"),
    path("runs/<int:pk>/progress/", views.progress, name="progress"),
    path("documents/<int:pk>/", sources.document, name="document"),
    path("pictures/<str:uid>/", sources.picture, name="picture"),
]
