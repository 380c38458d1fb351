"""The addresses of the product and those of the protected record, for tests and ``o2r trust``."""

from django.urls import include, path

from config import urls

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

urlpatterns = [*urls.urlpatterns, path("espace/essai/", include("o2r.accounts.sample.urls"))]
