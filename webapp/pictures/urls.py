"""The one door to picture files."""

from django.urls import path

from webapp.pictures import views

app_name = "media"
urlpatterns = [path("<str:uid>/<str:name>/", views.rendition, name="rendition")]
