"""The pictures of a corpus, and filters that are kept."""

from django.urls import path

from webapp.curation.grid import views

urlpatterns = [
    path("<slug:slug>/", views.grid, name="grid"),
    path("<slug:slug>/filters/", views.save_filter, name="save-filter"),
    path("<slug:slug>/filters/<id:pk>/delete/", views.delete_filter, name="delete-filter"),
]
