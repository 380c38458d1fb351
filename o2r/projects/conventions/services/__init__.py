"""Acts on the conventions: one function per act, keyword-only, the actor first."""

from o2r.projects.conventions.services.correcting import correct_avenant, correct_payment
from o2r.projects.conventions.services.importing import (
    forget_import,
    import_conventions,
    keep_import,
)
from o2r.projects.conventions.services.life import (
    abandon_convention,
    change_commitment,
    change_convention,
    end_convention,
    keep_scan,
    resume_convention,
    sign_convention,
    write_mentions,
)
from o2r.projects.conventions.services.money import (
    certify_service,
    change_avenant,
    change_instalment,
    pay_instalment,
    plan_avenant,
    plan_instalment,
    record_other_avenant,
    remove_instalment,
    sign_avenant,
)
from o2r.projects.conventions.services.opening import open_convention, renew_convention
from o2r.projects.conventions.services.oversight import (
    answer_procedure,
    decide_procedure,
    open_procedure,
    record_control,
)
from o2r.projects.conventions.services.reporting import (
    ask_document_again,
    postpone_document,
    record_sieg,
    send_document,
    validate_document,
)
from o2r.projects.conventions.services.sheets import correct_sheet
from o2r.projects.conventions.services.signed_acts import attach_signed_act
from o2r.projects.conventions.services.taking_over import (
    Described,
    YearSoFar,
    record_convention,
)

__all__ = [
    "Described",
    "YearSoFar",
    "abandon_convention",
    "answer_procedure",
    "ask_document_again",
    "attach_signed_act",
    "certify_service",
    "change_avenant",
    "change_commitment",
    "change_convention",
    "change_instalment",
    "correct_avenant",
    "correct_payment",
    "correct_sheet",
    "decide_procedure",
    "end_convention",
    "forget_import",
    "import_conventions",
    "keep_import",
    "keep_scan",
    "open_convention",
    "open_procedure",
    "pay_instalment",
    "plan_avenant",
    "plan_instalment",
    "postpone_document",
    "record_control",
    "record_convention",
    "record_other_avenant",
    "record_sieg",
    "remove_instalment",
    "renew_convention",
    "resume_convention",
    "send_document",
    "sign_avenant",
    "sign_convention",
    "validate_document",
    "write_mentions",
]
