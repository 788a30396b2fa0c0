"""The index of a corpus, and the jobs of its workers."""

from django.urls import path

from webapp.curation.indexing import views

urlpatterns = [
    path("-/jobs/", views.queues, name="queues"),
    path("<slug:slug>/jobs/", views.jobs_page, name="jobs"),
    path("<slug:slug>/jobs/wish/", views.wish, name="job-wish"),
    path("<slug:slug>/jobs/index/", views.index, name="index-again"),
    path("<slug:slug>/jobs/retry/", views.retry, name="retry"),
    path("<slug:slug>/jobs/dismiss/", views.dismiss, name="dismiss"),
    path("<slug:slug>/jobs/<id:pk>/compare/", views.compare, name="compare-encoders"),
    path("<slug:slug>/jobs/<id:pk>/decide/", views.decide, name="decide-encoder"),
]
