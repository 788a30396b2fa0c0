"""Runs, and the pages that their citations lead to."""

from django.urls import path

from webapp.runs.asking import upload_views
from webapp.runs.asking import views as asking_views
from webapp.runs.files import views as export_views
from webapp.runs.listing import filing_views
from webapp.runs.listing import views as trajectory_views
from webapp.runs.sharing import views as sharing_views
from webapp.runs.sources import views as sources
from webapp.runs.steering import views as steering_views
from webapp.runs.watching import admin_access_views, views

app_name = "runs"
urlpatterns = [
    path("", asking_views.home, name="home"),
    path("uploads/", upload_views.upload, name="upload"),
    path("runs/", trajectory_views.collection, name="trajectories"),
    path("runs/", trajectory_views.collection, name="create"),
    path("runs/compare/", trajectory_views.compare, name="compare"),
    path("runs/views/", trajectory_views.save_view, name="save-view"),
    path("runs/views/<id:pk>/delete/", trajectory_views.delete_view, name="delete-view"),
    path("runs/<id:pk>/", views.detail, name="detail"),
    path("runs/<id:pk>/open/", admin_access_views.open_run, name="open"),
    path("runs/<id:pk>/tree/", views.tree, name="tree"),
    path("runs/<id:pk>/timeline/", views.timeline, name="timeline"),
    path("runs/<id:pk>/steps/", views.steps, name="steps"),
    path("runs/<id:pk>/steps/<id:number>/events/", views.step_events, name="step-events"),
    path("runs/<id:pk>/orders/", steering_views.order, name="order"),
    path("runs/<id:pk>/understanding/", steering_views.revise, name="revise"),
    path("runs/<id:pk>/resume/", steering_views.resume, name="resume"),
    path("runs/<id:pk>/cancel/", steering_views.cancel, name="cancel"),
    path("runs/<id:pk>/fork/", steering_views.fork, name="fork"),
    path("runs/<id:pk>/ask-on/", steering_views.ask_on, name="ask-on"),
    path("runs/<id:pk>/ask-again/", steering_views.ask_again, name="ask-again"),
    path("runs/<id:pk>/label/", filing_views.label, name="label"),
    path("runs/<id:pk>/pin/", filing_views.pin, name="pin"),
    path("runs/<id:pk>/delete/", filing_views.delete, name="delete"),
    path("documents/<id:pk>/", sources.document, name="document"),
    path("documents/<id:pk>/pages/<id:number>/", sources.document_page, name="document-page"),
    path("pictures/<str:uid>/", sources.picture, name="picture"),
    path("sources/<str:kind>/<str:key>/", sources.source, name="source"),
    path("runs/<id:pk>/shares/", sharing_views.shares, name="shares"),
    path("runs/<id:pk>/shares/<id:share>/revoke/", sharing_views.revoke, name="revoke-share"),
    path("runs/<id:pk>/export/<str:form>/", export_views.export, name="export"),
    path("shared/<str:token>/", sharing_views.shared, name="shared"),
    path("shared/<str:token>/media/<str:uid>/<str:name>/", sharing_views.shared_media, name="shared-media"),
    path("shared/<str:token>/pictures/<str:uid>/", sharing_views.shared_picture, name="shared-picture"),
    path("shared/<str:token>/documents/<id:pk>/", sharing_views.shared_document, name="shared-document"),
    path(
        "shared/<str:token>/sources/<str:kind>/<str:key>/", sharing_views.shared_source, name="shared-source"
    ),
    path("pictures/<str:uid>/similar/", sources.similar, name="similar"),
]
