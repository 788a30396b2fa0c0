"""Bringing pictures and documents in."""

from django.urls import path

from webapp.curation.imports import views

urlpatterns = [
    path("<slug:slug>/imports/", views.imports, name="imports"),
    path("<slug:slug>/imports/<id:pk>/", views.import_page, name="import"),
    path("<slug:slug>/imports/<id:pk>/file/", views.import_file, name="import-file"),
    path("<slug:slug>/imports/<id:pk>/step/", views.step, name="import-step"),
]
