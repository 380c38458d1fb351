"""Forms of the FSE+."""

from o2r.pathways.fse.forms.operations import EstimateForm, OperationForm, PaidForm
from o2r.pathways.fse.forms.sheets import EvidenceForm, MomentForm, OpenSheetForm
from o2r.pathways.fse.forms.tables import ColumnsForm, SheetsFileForm, TemplateForm

__all__ = [
    "ColumnsForm",
    "EstimateForm",
    "EvidenceForm",
    "MomentForm",
    "OpenSheetForm",
    "OperationForm",
    "PaidForm",
    "SheetsFileForm",
    "TemplateForm",
]
