from django.urls import path

from o2r.territory import views

app_name = "territory"

urlpatterns = [path("communes", views.communes, name="communes")]
