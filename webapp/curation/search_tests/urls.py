"""The search of a corpus, tried and judged."""

from django.urls import path

from webapp.curation.search_tests import views

urlpatterns = [
    path("<slug:slug>/search/", views.search_tests, name="search-tests"),
    path("<slug:slug>/search/judge/", views.judge, name="judge"),
    path("<slug:slug>/search/measure/", views.measure_now, name="measure"),
    path("<slug:slug>/search/<id:pk>/delete/", views.delete_query, name="delete-query"),
]
