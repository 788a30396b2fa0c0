"""Bulk actions, the history they make, and the trash."""

from django.urls import path

from webapp.curation.changes import views

urlpatterns = [
    path("<slug:slug>/change/", views.change, name="change"),
    path("<slug:slug>/changes/<id:pk>/undo/", views.undo_change, name="undo"),
    path("<slug:slug>/history/", views.history, name="history"),
    path("<slug:slug>/trash/", views.trash, name="trash"),
    path("<slug:slug>/trash/empty/", views.empty_trash, name="empty-trash"),
]
