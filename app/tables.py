"""Every table, imported in one place, for migrations and for the tests that compare schemas."""

from app.assessment import models as assessment
from app.candidates import models as candidates
from app.core import audit
from app.core.database import metadata
from app.identity import models as identity
from app.interviews import models as interviews
from app.positions import models as positions
from app.reports import models as reports

__all__ = [
    "assessment",
    "audit",
    "candidates",
    "identity",
    "interviews",
    "metadata",
    "positions",
    "reports",
]
