from django.urls import path

from o2r.pathways.papers.views import documents, safe, templates

app_name = "papers"
_FILE = "personnes-suivies/<uuid:person>"
# The paper first: it is what the page is about, and the matrix of access looks for it.
_ISSUED = "personnes-suivies/documents/<uuid:issued>/de/<uuid:person>"
_PAPER = "personnes-suivies/coffre/<uuid:paper>/de/<uuid:person>"
_TEMPLATE = "modeles-de-documents/<uuid:template>"
urlpatterns = [
    path("modeles-de-documents/", templates.templates, name="templates"),
    path("modeles-de-documents/nouveau/", templates.new_template, name="new_template"),
    path(f"{_TEMPLATE}/", templates.template, name="template"),
    path(f"{_TEMPLATE}/modifier/", templates.change_template, name="change_template"),
    path(f"{_TEMPLATE}/adapter/", templates.adapt_template, name="adapt_template"),
    path(f"{_TEMPLATE}/retirer/", templates.retire_template, name="retire_template"),
    path(f"{_FILE}/documents/", documents.documents, name="documents"),
    path(
        "personnes-suivies/documents/faire/<uuid:template>/pour/<uuid:person>/",
        documents.new_document,
        name="new_document",
    ),
    path(f"{_ISSUED}/document.docx", documents.document_docx, name="document_docx"),
    path(f"{_ISSUED}/document.pdf", documents.document_pdf, name="document_pdf"),
    path(f"{_ISSUED}/effacer/", documents.erase_document, name="erase_document"),
    path(f"{_FILE}/coffre/", safe.safe, name="safe"),
    path(f"{_FILE}/coffre/ajouter/", safe.add_paper, name="add_paper"),
    path(f"{_PAPER}/fichier/", safe.read_paper, name="read_paper"),
    path(f"{_PAPER}/retirer/", safe.take_out, name="take_out"),
    path(f"{_PAPER}/code/", safe.lend, name="lend"),
    path(f"{_PAPER}/code/retirer/", safe.take_back, name="take_back"),
]
