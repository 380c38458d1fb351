from django.urls import path

from o2r.core import views

app_name = "core"
urlpatterns = [path("", views.style, name="style")]
