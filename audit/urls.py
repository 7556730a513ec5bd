from django.urls import path

from audit import views

urlpatterns = [
    path("audit/", views.trail, name="audit"),
    path("history/<slug:target_type>/<path:target_key>/", views.history, name="history"),
]
