"""Addresses of the FSE+: operations, the vault of sheets, and those of a person."""

from django.urls import path

from o2r.pathways.fse.views import operations, sheets, tables

app_name = "fse"
urlpatterns = [
    path("fse/", operations.operations, name="operations"),
    path("fse/nouvelle/", operations.new_operation, name="new_operation"),
    path("fse/correspondance/", tables.mapping, name="mapping"),
    path("fse/correspondance/colonnes/", tables.columns, name="columns"),
    path("fse/<uuid:operation>/", operations.operation, name="operation"),
    path("fse/<uuid:operation>/modifier/", operations.change_operation, name="change_operation"),
    path("fse/<uuid:operation>/estimation/", operations.estimate, name="estimate"),
    path("fse/<uuid:operation>/solder/", operations.settle, name="settle"),
    path("fse/<uuid:operation>/indicateurs/", operations.indicators, name="indicators"),
    path("fse/<uuid:operation>/fiches/", tables.sheets, name="sheets"),
    path("fse/<uuid:operation>/exporter/", tables.export, name="export"),
    path("fse/<uuid:operation>/exporter/<slug:kind>/", tables.export_table, name="export_table"),
    path("fse/<uuid:operation>/importer/", tables.import_file, name="import_file"),
    path("fse/<uuid:operation>/<slug:act>/", operations.operation_act, name="operation_act"),
    path("fse/fiches/<uuid:sheet>/", sheets.sheet, name="sheet"),
    path("fse/fiches/<uuid:sheet>/justificatif/", sheets.evidence, name="evidence"),
    path(
        "fse/fiches/<uuid:sheet>/justificatif/<uuid:file>/",
        sheets.evidence_file,
        name="evidence_file",
    ),
    path(
        "fse/fiches/<uuid:sheet>/justificatif/<uuid:file>/effacer/",
        sheets.remove_evidence,
        name="remove_evidence",
    ),
    path("fse/fiches/<uuid:sheet>/exporter/<slug:kind>/", tables.export_sheet, name="export_sheet"),
    path("fse/fiches/<uuid:sheet>/<slug:moment>/manque/", sheets.lacks, name="lacks"),
    path("fse/fiches/<uuid:sheet>/<slug:moment>/", sheets.sheet_part, name="sheet_part"),
    path("personnes-suivies/<uuid:person>/fse/", sheets.of_person, name="of_person"),
]
