"""Which analyser works for an organisation, and what it made."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.analysis import builtin
from app.analysis.builtin import Examined, examine, findings_of

if TYPE_CHECKING:
    from uuid import UUID

    from app.analysis.job import Document, Identity, Job
    from app.analysis.values import Findings


@dataclass(frozen=True, slots=True)
class Analysed:
    """Findings, and who made them. `fallback` says in a code why another engine than the chosen."""

    findings: Findings
    engine: str
    engine_version: str
    prompt_hash: str | None = None
    fallback: str = ""


async def version_of(organization_id: UUID, requisition_id: UUID, job: Job) -> str:
    """What changes whenever the organisation's analyser could find something else."""
    return _built_in_version(job)


async def analyse_document(
    organization_id: UUID,
    requisition_id: UUID,
    job: Job,
    document: Document,
    who: Identity,
) -> Analysed:
    """Analyse a résumé. Never inside a transaction: it may take a model's time."""
    examined = await _examined(job, document, who)
    return Analysed(findings_of(examined), builtin.NAME, _built_in_version(job))


def _built_in_version(job: Job) -> str:
    return f"{builtin.REVISION}.{job.digest}"


async def _examined(job: Job, document: Document, who: Identity) -> Examined:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_executor(), examine, job, document, who)


# Made at its first use, because servers fork after importing; one thread, so that grading an
# answer somebody waits for is never behind a pile of résumés.
@lru_cache(maxsize=1)
def _executor() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="analysing")
