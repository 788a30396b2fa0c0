"""The page of all corpora, and what concerns one as a whole."""

from django.urls import path

from webapp.curation.collections import views

urlpatterns = [
    path("", views.corpora, name="corpora"),
    # No corpus has a short name that begins with a hyphen.
    path("-/new/", views.create, name="create"),
    path("<slug:slug>/settings/", views.settings, name="settings"),
    path("<slug:slug>/archive/", views.archive, name="archive"),
    path("<slug:slug>/delete/", views.delete_corpus, name="delete"),
]
