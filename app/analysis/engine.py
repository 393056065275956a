"""Which analyser works for an organisation, and what it made of a résumé."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

import structlog

from app.analysis import builtin
from app.analysis.builtin import Examined, examine, findings_of
from app.analysis.quotes import Quotable
from app.analysis.with_model import combined
from app.core.database import reading
from app.engines import service as engines
from app.engines.errors import EngineError, Failure
from app.engines.instructions import Instructions
from app.prompts import service as prompts
from app.prompts.models import PromptType

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from app.analysis.job import Document, Identity, Job
    from app.analysis.values import Findings
    from app.engines.openai.analyst import Analyst

IN_THE_DATA = "The résumé stands in the data below."
Made = TypeVar("Made")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Analysed:
    """Findings, and who made them.

    `fallback` says in a code why the built-in analyser made them in a model's place.
    """

    findings: Findings
    engine: str
    engine_version: str
    prompt_hash: str | None = None
    fallback: str = ""


class Analyser:
    """The analyser of an organisation for one job: its model's, or else the built-in one."""

    def __init__(self, job: Job, analyst: Analyst | None = None) -> None:
        self._job = job
        self._analyst = analyst

    @property
    def version(self) -> str:
        """What changes whenever the same résumé could be found to be something else."""
        return self._analyst.version(self._job.digest) if self._analyst else self._built_in

    async def analyse(self, document: Document, who: Identity) -> Analysed:
        """Analyse a résumé. Never inside a transaction: a model may take its time."""
        examined = await _apart(examine, self._job, document, who)
        if self._analyst is None:
            return self._own(examined)
        quotable = Quotable(examined.resume)
        try:
            said = await self._analyst.read(
                title=self._job.title,
                description=self._job.description,
                requirements=[match.requirement.text for match in examined.matches],
                resume=quotable.text,
            )
            findings = await _apart(combined, examined, quotable, said)
        except EngineError as error:
            return self._own(examined, error.failure)
        except Exception:
            _log.exception("model_analysis_failed")
            return self._own(examined, Failure.UNAVAILABLE)
        return Analysed(
            findings, self._analyst.name, self.version, prompt_hash=self._analyst.prompt_hash
        )

    def _own(self, examined: Examined, failure: Failure | None = None) -> Analysed:
        fallback = failure.value if failure else ""
        return Analysed(findings_of(examined), builtin.NAME, self._built_in, fallback=fallback)

    @property
    def _built_in(self) -> str:
        return f"{builtin.REVISION}.{self._job.digest}"


async def analyser_for(organization_id: UUID, requisition_id: UUID, job: Job) -> Analyser:
    """The organisation's analyser, with its own prompt for the requisition where it has one."""
    async with reading() as session:
        version = await prompts.resolve(
            session, organization_id, PromptType.RESUME_ANALYSIS, requisition_id
        )
    instructions = None
    if version is not None:
        instructions = Instructions(
            text=prompts.render(
                version,
                {
                    "position_title": job.title,
                    "job_description": job.description,
                    "resume_text": IN_THE_DATA,
                },
            ),
            sha256=version.sha256,
            schema=version.schema_content,
            check=partial(prompts.check_answer, version),
        )
    return Analyser(job, await engines.analyst_for(organization_id, instructions))


async def _apart(work: Callable[..., Made], *given: object) -> Made:
    return await asyncio.get_running_loop().run_in_executor(_executor(), partial(work, *given))


# Made at its first use, because servers fork after importing; one thread, so that grading an
# answer somebody waits for is never behind a pile of résumés.
@lru_cache(maxsize=1)
def _executor() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="analysing")
