"""Addresses of imports, under those of outreach."""

from django.urls import path

from o2r.outreach.views import imports

urlpatterns = [
    path("importer/", imports.imports, name="imports"),
    path("importer/<uuid:draft>/colonnes/", imports.columns, name="import_columns"),
    path("importer/<uuid:draft>/", imports.check, name="import_check"),
    path("importer/<uuid:draft>/a-corriger.<str:kind>", imports.problems, name="import_problems"),
    path("importer/annuler/<uuid:act>/", imports.undo, name="import_undo"),
]
