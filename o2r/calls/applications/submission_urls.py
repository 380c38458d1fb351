"""Addresses of the submission and of what is taken away; ``urls`` includes them in its space."""

from django.urls import path

from o2r.calls.applications.views import exporting, receipts, submitting

_ONE = "espace/candidatures/<uuid:application>"
urlpatterns = [
    path(f"{_ONE}/recapitulatif/", submitting.summary, name="summary"),
    path(f"{_ONE}/deposer/", submitting.submit, name="submit"),
    path(f"{_ONE}/file/", submitting.queue, name="queue"),
    path("depots/<uuid:ticket>/", submitting.place, name="place"),
    path(f"{_ONE}/reprendre/", submitting.take_back, name="take_back"),
    path(f"{_ONE}/retirer/", submitting.withdraw, name="withdraw"),
    path(f"{_ONE}/recepisse/", receipts.receipt, name="receipt"),
    path(f"{_ONE}/recepisse.json", receipts.receipt_json, name="receipt_json"),
    path(f"{_ONE}/recepisse.pdf", receipts.receipt_pdf, name="receipt_pdf"),
    path(f"{_ONE}/contenu-depose.json", receipts.receipt_document, name="receipt_document"),
    path(f"{_ONE}/dossier.pdf", exporting.dossier_pdf, name="dossier_pdf"),
    path(f"{_ONE}/dossier.docx", exporting.dossier_docx, name="dossier_docx"),
    path(f"{_ONE}/pieces.zip", exporting.pieces_zip, name="pieces_zip"),
    path("espace/appels/<slug:call>/disponibilite/", receipts.availability, name="availability"),
    path(
        "espace/appels/<slug:call>/disponibilite.csv",
        receipts.availability_csv,
        name="availability_csv",
    ),
    path("appels/<slug:call>/disponibilite/", receipts.incidents, name="incidents"),
    path("appels/cle-des-recepisses.pem", receipts.public_key, name="public_key"),
]
