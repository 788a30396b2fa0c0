"""What tells, on any page, that something has ended."""

from django.urls import path

from webapp.notices import views

app_name = "notices"
urlpatterns = [path("", views.ended, name="ended")]
