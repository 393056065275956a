"""Every table, imported in one place, for migrations and for the tests that compare schemas."""

from app.api_keys import models as api_keys
from app.assessment import models as assessment
from app.billing import models as billing
from app.candidates import models as candidates
from app.core import audit
from app.core.database import metadata
from app.engines import models as engines
from app.idempotency import models as idempotency
from app.identity import models as identity
from app.interviews import models as interviews
from app.mail import models as mail
from app.partners import models as partners
from app.positions import models as positions
from app.practice import models as practice
from app.question_bank import models as question_bank
from app.reports import models as reports
from app.webhooks import models as webhooks

__all__ = [
    "api_keys",
    "assessment",
    "audit",
    "billing",
    "candidates",
    "engines",
    "idempotency",
    "identity",
    "interviews",
    "mail",
    "metadata",
    "partners",
    "positions",
    "practice",
    "question_bank",
    "reports",
    "webhooks",
]
