from django.urls import path

from o2r.people.views import emergencies

app_name = "emergency"
urlpatterns = [
    path("urgences/", emergencies.openings, name="all"),
    path("urgences/ouvrir/", emergencies.ask, name="ask"),
    path("urgences/<uuid:opening>/", emergencies.opening, name="one"),
    path("urgences/<uuid:opening>/seconde-personne/", emergencies.second, name="second"),
    path("urgences/<uuid:opening>/mot/", emergencies.word, name="word"),
    path("urgences/<uuid:opening>/avis/", emergencies.review, name="review"),
]
