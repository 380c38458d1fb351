from django.urls import path

from o2r.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("connexion/", views.login, name="login"),
    path("connexion/demonstration/", views.demo_login, name="demo_login"),
    path("deconnexion/", views.logout, name="logout"),
]
