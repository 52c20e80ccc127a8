"""Forms in which staff record and correct what the register says."""

from marketplace.registry.staff_forms.certificates import CertificateForm
from marketplace.registry.staff_forms.fields import ReasonForm
from marketplace.registry.staff_forms.life import ExtendForm, FileReceivedForm, RevokeForm
from marketplace.registry.staff_forms.papers import EvidenceForm
from marketplace.registry.staff_forms.subjects import DecisionForm, ProductForm

__all__ = [
    "CertificateForm",
    "DecisionForm",
    "EvidenceForm",
    "ExtendForm",
    "FileReceivedForm",
    "ProductForm",
    "ReasonForm",
    "RevokeForm",
]
