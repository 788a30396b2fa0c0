"""One picture, edited."""

from django.urls import path

from webapp.curation.editor import views

urlpatterns = [
    path("<slug:slug>/pictures/<id:pk>/", views.picture, name="picture"),
    path("<slug:slug>/pictures/<id:pk>/notes/", views.notes, name="notes"),
    path("<slug:slug>/tags/", views.tags, name="tags"),
]
