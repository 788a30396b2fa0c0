"""Pictures of a corpus that look like one."""

from django.urls import path

from webapp.curation.duplicates import views

urlpatterns = [
    path("<slug:slug>/duplicates/", views.duplicates, name="duplicates"),
    path("<slug:slug>/duplicates/scan/", views.scan, name="scan"),
    path("<slug:slug>/duplicates/<id:pk>/decide/", views.decide, name="decide"),
]
