"""The documents of a corpus."""

from django.urls import path

from webapp.curation.documents import views

urlpatterns = [
    path("<slug:slug>/documents/", views.documents, name="documents"),
    path("<slug:slug>/documents/delete/", views.delete, name="delete-documents"),
]
