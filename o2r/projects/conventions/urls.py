from django.urls import path

from o2r.projects.conventions.views import (
    convention,
    corrections,
    imports,
    listing,
    money,
    oversight,
    papers,
    reporting,
    sheets,
    signed_acts,
)

app_name = "conventions"
HERE = "<uuid:convention>/"
AVENANT = f"{HERE}avenants/<uuid:avenant>/"
INSTALMENT = f"{HERE}echeancier/<uuid:instalment>/"

urlpatterns = [
    path("", listing.conventions, name="conventions"),
    path("nouvelle/", listing.new_convention, name="new_convention"),
    path("importer/", imports.upload, name="upload"),
    path("importer/<uuid:draft>/", imports.check_import, name="check_import"),
    path("exporter/conventions.csv", listing.export, {"kind": "csv"}, name="export_csv"),
    path("exporter/conventions.xlsx", listing.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("exporter/conventions.ods", listing.export, {"kind": "ods"}, name="export_ods"),
    path("documents/<uuid:document>/", reporting.document, name="document"),
    path("documents/<uuid:document>/repondre/", reporting.answer_document, name="answer_document"),
    path("documents/<uuid:document>/fichier/", reporting.document_file, name="document_file"),
    path("procedures/<uuid:procedure>/", oversight.procedure, name="procedure"),
    path(
        "procedures/<uuid:procedure>/decider/", oversight.decide_procedure, name="decide_procedure"
    ),
    path(HERE, convention.convention, name="convention"),
    path(f"{HERE}modifier/", convention.change, name="change"),
    path(f"{HERE}mentions/", convention.mentions, name="mentions"),
    path(f"{HERE}signer/", convention.sign, name="sign"),
    path(f"{HERE}lever-la-suspension/", convention.resume, name="resume"),
    path(f"{HERE}abandonner/", convention.abandon, name="abandon"),
    path(f"{HERE}renouveler/", convention.renew, name="renew"),
    path(f"{HERE}fiche/", sheets.sheet, name="sheet"),
    path(f"{HERE}convention-signee/", signed_acts.signed_scan, name="signed_scan"),
    path(f"{HERE}convention-signee/joindre/", signed_acts.attach_scan, name="attach_scan"),
    path(f"{HERE}avenants/nouveau/", money.new_avenant, name="new_avenant"),
    path(AVENANT, money.avenant, name="avenant"),
    path(f"{AVENANT}signer/", money.sign_avenant, name="sign_avenant"),
    path(f"{AVENANT}corriger/", corrections.correct_avenant, name="correct_avenant"),
    path(f"{AVENANT}acte-signe/", signed_acts.avenant_scan, name="avenant_scan"),
    path(
        f"{AVENANT}acte-signe/joindre/",
        signed_acts.attach_avenant_scan,
        name="attach_avenant_scan",
    ),
    path(f"{AVENANT}document/", papers.avenant, name="avenant_paper"),
    path(f"{AVENANT}document.pdf", papers.avenant_file, {"kind": "pdf"}, name="avenant_pdf"),
    path(f"{AVENANT}document.docx", papers.avenant_file, {"kind": "docx"}, name="avenant_docx"),
    path(f"{HERE}echeancier/nouveau/", money.new_instalment, name="new_instalment"),
    path(INSTALMENT, money.instalment, name="instalment"),
    path(f"{INSTALMENT}retirer/", corrections.remove_instalment, name="remove_instalment"),
    path(f"{INSTALMENT}corriger-le-paiement/", corrections.correct_payment, name="correct_payment"),
    path(f"{HERE}sieg/<uuid:year>/", reporting.sieg, name="sieg"),
    path(f"{HERE}controles/nouveau/", oversight.new_control, name="new_control"),
    path(f"{HERE}procedures/nouvelle/", oversight.new_procedure, name="new_procedure"),
    path(f"{HERE}document/", papers.paper, name="paper"),
    path(f"{HERE}document.pdf", papers.paper_file, {"kind": "pdf"}, name="paper_pdf"),
    path(f"{HERE}document.docx", papers.paper_file, {"kind": "docx"}, name="paper_docx"),
]
