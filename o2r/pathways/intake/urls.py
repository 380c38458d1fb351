from django.urls import path

from o2r.pathways.intake import views

app_name = "intake"
urlpatterns = [
    path("parcours-a-reprendre/", views.imports, name="imports"),
    path("parcours-a-reprendre/<uuid:draft>/colonnes/", views.columns, name="columns"),
    path("parcours-a-reprendre/<uuid:draft>/", views.check, name="check"),
    path(
        "parcours-a-reprendre/<uuid:draft>/a-corriger.<str:kind>", views.problems, name="problems"
    ),
    path("parcours-a-reprendre/annuler/<uuid:act>/", views.undo, name="undo"),
]
