"""How a corpus is."""

from django.urls import path

from webapp.curation.health import views

urlpatterns = [path("<slug:slug>/health/", views.health, name="health")]
