from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "webapp.media"
