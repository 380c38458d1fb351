from django.urls import path

from o2r.core.agenda import views

app_name = "agenda"
urlpatterns = [
    path("espace/agenda/", views.agenda, name="agenda"),
    path("espace/agenda/abonnement/", views.subscription, name="subscription"),
    path("espace/agenda/abonnement/fermer/", views.withdraw, name="withdraw"),
    path("agenda/<str:token>.ics", views.feed, name="feed"),
]
