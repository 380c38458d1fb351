"""Addresses of the files of people: each part of a file has its list."""

from o2r.people import file_urls

app_name = "people"
urlpatterns = [*file_urls.urlpatterns]
