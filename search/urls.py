from django.urls import path

from search.views import saved_searches, search

urlpatterns = [
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("saved-searches/", saved_searches.saved_list, name="saved-searches"),
    path("saved-searches/<int:pk>/look/", saved_searches.saved_look, name="saved-look"),
    path("saved-searches/<int:pk>/digest/", saved_searches.saved_digest, name="saved-digest"),
    path("saved-searches/<int:pk>/remove/", saved_searches.saved_remove, name="saved-remove"),
    path("ready/", search.ready, name="ready"),
]
