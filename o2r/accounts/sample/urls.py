"""The addresses of the product, and those of the protected record."""

from django.urls import include, path

from config.urls import (
    handler400,
    handler403,
    handler404,
    handler500,
)
from config.urls import urlpatterns as product
from o2r.accounts.sample import views

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

sample = [
    path("", views.records, name="records"),
    path("<uuid:record>/", views.record, name="record"),
    path("<uuid:record>/export.json", views.export, name="export"),
    path("<uuid:record>/partager/", views.share, name="share"),
]
urlpatterns = [*product, path("espace/essai/", include((sample, "sample")))]
