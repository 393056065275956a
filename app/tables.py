"""Every table, imported in one place, for migrations and for the tests that compare schemas."""

from app.activity import models as activity
from app.analysis import models as analysis
from app.api_keys import models as api_keys
from app.applications import models as applications
from app.assessment import models as assessment
from app.billing import models as billing
from app.candidates import models as candidates
from app.core import audit, numbers
from app.core.database import metadata
from app.engines import models as engines
from app.evaluations import models as evaluations
from app.hiring_settings import models as hiring_settings
from app.idempotency import models as idempotency
from app.identity import models as identity
from app.interviews import models as interviews
from app.mail import models as mail
from app.partners import models as partners
from app.personas import models as personas
from app.positions import models as positions
from app.practice import models as practice
from app.prompts import models as prompts
from app.question_bank import models as question_bank
from app.queue import models as queue
from app.recruiters import models as recruiters
from app.reports import models as reports
from app.requisitions import models as requisitions
from app.resumes import models as resumes
from app.webhooks import models as webhooks
from app.workday import models as workday

__all__ = [
    "activity",
    "analysis",
    "api_keys",
    "applications",
    "assessment",
    "audit",
    "billing",
    "candidates",
    "engines",
    "evaluations",
    "hiring_settings",
    "idempotency",
    "identity",
    "interviews",
    "mail",
    "metadata",
    "numbers",
    "partners",
    "personas",
    "positions",
    "practice",
    "prompts",
    "question_bank",
    "queue",
    "recruiters",
    "reports",
    "requisitions",
    "resumes",
    "webhooks",
    "workday",
]
