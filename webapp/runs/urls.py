"""Runs, and the pages that their citations lead to."""

from django.urls import path

from webapp.runs import sources, trajectory_views, views

app_name = "runs"
urlpatterns = [
    path("", views.home, name="home"),
    path("runs/", trajectory_views.collection, name="trajectories"),
    path("runs/", trajectory_views.collection, name="create"),
    path("runs/compare/", trajectory_views.compare, name="compare"),
    path("runs/views/", trajectory_views.save_view, name="save-view"),
    path("runs/views/<int:pk>/delete/", trajectory_views.delete_view, name="delete-view"),
    path("runs/<int:pk>/", views.detail, name="detail"),
    path("runs/<int:pk>/progress/", views.progress, name="progress"),
    path("documents/<int:pk>/", sources.document, name="document"),
    path("pictures/<str:uid>/", sources.picture, name="picture"),
    path("pictures/<str:uid>/similar/", sources.similar, name="similar"),
]
