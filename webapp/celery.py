"""The worker's entry point: `celery --app webapp.celery worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
# Threads of PyTorch that wait for each other should sleep: spinning takes the core from the one they wait
# for, which makes models ten times slower as soon as anything else runs. OpenMP reads this when it is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

app = Celery("sightline")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.include = ["webapp.work.sweeper"]
