from django.apps import AppConfig


class WebappConfig(AppConfig):
    name = "webapp"

    def ready(self) -> None:
        # A process that has not imported our Celery app would send its tasks to Celery's default broker.
        import webapp.celery  # noqa: F401
