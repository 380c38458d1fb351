"""Everything anyone may see. Paths are French and permanent."""

from django.urls import path

from o2r.public_map.views import answers, data, embed, map_data, pages, projects

app_name = "public_map"
urlpatterns = [
    path("", answers.home, name="home"),
    path("reponse/", answers.answer, name="answer"),
    path("zones-sans-projet/", answers.white_zones, name="white_zones"),
    path("projets/<slug:slug>/", projects.sheet, name="project"),
    path("projets/<slug:slug>/fiche.pdf", projects.sheet_pdf, name="project_pdf"),
    path("projets/<slug:slug>/zone.geojson", map_data.zone, name="project_zone"),
    path("projets/<slug:slug>/ecrire/", projects.relay, name="relay"),
    path("projets/<slug:slug>/signaler/", projects.report, name="report"),
    path("carte/projets.json", map_data.markers, name="map_data"),
    path("carte/config.json", map_data.config, name="map_config"),
    path("carte/fond.svg", map_data.base_map, name="base_map"),
    path("carte/embed", embed.embed, name="embed"),
    path("donnees/", data.open_data, name="open_data"),
    path("donnees/projets-o2r.csv", data.projects_csv, name="projects_csv"),
    path("donnees/projets-o2r.geojson", data.projects_geojson, name="projects_geojson"),
    path("donnees/projets-o2r.json", data.projects_json, name="projects_json"),
    path("donnees/territoires-projets.csv", data.territories_csv, name="territories_csv"),
    path("donnees/schema-projets-o2r.json", data.table_schema, name="table_schema"),
    path(
        "donnees/schema-territoires-projets.json",
        data.territories_schema,
        name="territories_schema",
    ),
    path("donnees/data-inclusion.json", data.data_inclusion, name="data_inclusion"),
    path("donnees/catalog.jsonld", data.catalog_jsonld, name="catalog_jsonld"),
    path("donnees/catalog.ttl", data.catalog_turtle, name="catalog_turtle"),
    path("api/", data.api_docs, name="api_docs"),
    path("a-propos/", pages.about, name="about"),
    path("mentions-legales/", pages.legal, name="legal"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("aide/", pages.help_and_contact, name="help"),
    path("merci/", pages.sent, name="sent"),
    path("theme/", pages.choose_theme, name="theme"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("robots.txt", pages.robots, name="robots"),
]
