from django.urls import path

from o2r.accounts import views
from o2r.accounts.signin.views import entry

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("connexion/", entry.sign_in, name="login"),
    path("connexion/demonstration/", entry.demo_sign_in, name="demo_login"),
    path("deconnexion/", entry.sign_out, name="logout"),
]
