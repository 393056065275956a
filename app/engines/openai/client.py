"""Calling a model: attempts with backoff inside a deadline, a circuit breaker, budget and ledger.

Each attempt is one row of the ledger, whatever becomes of it. An attempt may take part of the
time so that a second one has a chance; the pauses between them grow, vary, and are at least what
the provider asked for. Where the deadline leaves no time for that, there is no further attempt.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import openai
import structlog
from pydantic import BaseModel, ValidationError

from app.core.database import reading
from app.engines import ledger
from app.engines.errors import EngineError, Failure
from app.engines.models import CallOutcome, CallPurpose, ModelCall
from app.engines.openai.breaker import breaker_of
from app.engines.openai.budget import Budget
from app.engines.openai.fence import fenced
from app.engines.openai.transport import open_client

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from openai import AsyncOpenAI
    from openai.types.responses import Response

    from app.engines.choices import Configuration
    from app.engines.openai.prompting import Prompt

MAX_ATTEMPTS = 4
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 4.0
ATTEMPT_SHARE = 0.6
"""Of the time for all attempts one may take this much."""

_DOWN = {
    CallOutcome.TIMEOUT,
    CallOutcome.CONNECTION,
    CallOutcome.SERVER_ERROR,
    CallOutcome.RATE_LIMITED,
}
_AGAIN = {*_DOWN, CallOutcome.INVALID}
_FAILURES = {
    CallOutcome.REFUSED: Failure.REFUSED,
    CallOutcome.INVALID: Failure.INVALID,
    CallOutcome.REJECTED: Failure.REJECTED,
}
_ENDS = ("response.completed", "response.incomplete", "response.failed")
_TOO_MANY, _SERVER_ERROR, _CONFLICT, _REQUEST_TIMEOUT = 429, 500, 409, 408
_log = structlog.get_logger(__name__)
Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Task:
    """What to call a model for: instructions, data of people, and how much it may say."""

    purpose: CallPurpose
    prompt: Prompt
    data: Mapping[str, object]
    max_output_tokens: int


@dataclass(slots=True)
class _Attempt:
    """What became of one attempt. `retry_after` is what the provider asked for, in seconds."""

    outcome: CallOutcome
    text: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    retry_after: float = 0.0


class Calls:
    """The calls for one piece of work, such as a grade: one deadline, one budget, one connection.

    Use as an async context manager, never inside a transaction. Leaving it books every attempt;
    without an organisation, as for a measurement, nothing is booked.
    """

    def __init__(
        self,
        configuration: Configuration,
        organization_id: UUID | None,
        interview_id: UUID | None,
        *,
        seconds: float | None = None,
    ) -> None:
        self._configuration = configuration
        self._scope = (organization_id, interview_id)
        self._seconds = seconds or configuration.timeout_seconds
        self._breaker = breaker_of(configuration.base_url, configuration.model)
        self._booked: list[ModelCall] = []
        self._client: AsyncOpenAI
        self._budget: Budget
        self._ends = 0.0

    async def __aenter__(self) -> Calls:
        organization_id, interview_id = self._scope
        spent = 0
        if organization_id is not None and interview_id is not None:
            async with reading() as session:
                spent = (await ledger.cost_of(session, organization_id, interview_id)).cost_micros
        self._budget = Budget(self._configuration, spent)
        if not self._breaker.admit():
            raise EngineError(Failure.UNAVAILABLE)
        self._client = open_client(self._configuration)
        self._ends = time.monotonic() + self._seconds
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()
        await ledger.book(self._booked)

    async def parsed(self, task: Task, answer: type[Answer]) -> Answer:
        """The model's structured answer. Raises EngineError after the last attempt."""
        found: list[Answer] = []

        def accept(text: str) -> bool:
            try:
                found.append(answer.model_validate_json(text))
            except ValidationError:
                return False
            return True

        await self._insist(task, accept, streamed=False)
        return found[-1]

    async def streamed(self, task: Task) -> str:
        """The model's text, read as it comes. Raises EngineError after the last attempt."""
        found: list[str] = []

        def accept(text: str) -> bool:
            found.append(text.strip())
            return bool(found[-1])

        await self._insist(task, accept, streamed=True)
        return found[-1]

    async def _insist(self, task: Task, accept: Callable[[str], bool], *, streamed: bool) -> None:
        message = fenced(task.data)
        size = len(message) + len(task.prompt.text) + len(json.dumps(task.prompt.schema))
        outcome = CallOutcome.TIMEOUT
        for number in range(1, MAX_ATTEMPTS + 1):
            left = self._ends - time.monotonic()
            if left <= 0:
                break
            reserved = self._budget.reserve(size, task.max_output_tokens)
            attempt = await self._attempt(task, message, left, accept, streamed=streamed)
            cost = self._configuration.cost_micros(attempt.input_tokens, attempt.output_tokens)
            self._budget.settle(reserved, cost)
            outcome = attempt.outcome
            if outcome is CallOutcome.OK:
                return
            if outcome not in _AGAIN or self._breaker.is_open or number == MAX_ATTEMPTS:
                break
            pause = max(_pause(number), attempt.retry_after)
            if time.monotonic() + pause >= self._ends:
                break
            await asyncio.sleep(pause)
        raise EngineError(_FAILURES.get(outcome, Failure.UNAVAILABLE))

    async def _attempt(
        self,
        task: Task,
        message: str,
        left: float,
        accept: Callable[[str], bool],
        *,
        streamed: bool,
    ) -> _Attempt:
        """One request, booked and told to the breaker."""
        begun = time.monotonic()
        try:
            async with asyncio.timeout(min(left, self._seconds * ATTEMPT_SHARE)):
                attempt = await self._ask(task, message, streamed=streamed)
        except (TimeoutError, openai.OpenAIError) as error:
            attempt = _failed(error)
        except (ValueError, TypeError, AttributeError):
            # The SDK takes a body that is no response at all for one until it is looked into.
            attempt = _Attempt(CallOutcome.INVALID)
        except BaseException:
            self._book(task, _Attempt(CallOutcome.CONNECTION), begun)
            raise
        if attempt.outcome is CallOutcome.OK and not accept(attempt.text):
            attempt.outcome = CallOutcome.INVALID
        if attempt.outcome in _DOWN:
            self._breaker.failed()
        elif attempt.outcome is not CallOutcome.REJECTED:
            self._breaker.succeeded()
        self._book(task, attempt, begun)
        return attempt

    async def _ask(self, task: Task, message: str, *, streamed: bool) -> _Attempt:
        request = self._request(task, message)
        if not streamed:
            return _received(await self._client.responses.create(**request))
        async with await self._client.responses.create(stream=True, **request) as events:
            async for event in events:
                if event.type in _ENDS:
                    return _received(event.response)
        # A stream that ends without saying so was cut.
        return _Attempt(CallOutcome.CONNECTION)

    def _request(self, task: Task, message: str) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self._configuration.model,
            "instructions": task.prompt.text,
            "input": [{"role": "user", "content": message}],
            "max_output_tokens": task.max_output_tokens,
            "store": False,
        }
        if task.prompt.format is not None:
            request["text"] = {"format": task.prompt.format}
        if self._configuration.temperature is not None:
            request["temperature"] = self._configuration.temperature
        return request

    def _book(self, task: Task, attempt: _Attempt, begun: float) -> None:
        organization_id, interview_id = self._scope
        if organization_id is not None:
            self._booked.append(
                ModelCall(
                    organization_id=organization_id,
                    interview_id=interview_id,
                    purpose=task.purpose,
                    outcome=attempt.outcome,
                    model=self._configuration.model,
                    prompt=task.prompt.name,
                    prompt_hash=task.prompt.hash,
                    input_tokens=attempt.input_tokens,
                    output_tokens=attempt.output_tokens,
                    cost_micros=self._configuration.cost_micros(
                        attempt.input_tokens, attempt.output_tokens
                    ),
                    milliseconds=round((time.monotonic() - begun) * 1000),
                )
            )
        if attempt.outcome is not CallOutcome.OK:
            _log.warning(
                "model_call_failed",
                purpose=task.purpose.value,
                outcome=attempt.outcome.value,
                interview_id=str(interview_id),
            )


def _received(response: Response) -> _Attempt:
    """What a complete response holds: its text, or that it was refused or cut short."""
    attempt = _Attempt(CallOutcome.OK, text=response.output_text)
    if response.usage is not None:
        attempt.input_tokens = response.usage.input_tokens
        attempt.output_tokens = response.usage.output_tokens
    said = [part for one in response.output or () if one.type == "message" for part in one.content]
    if any(part.type == "refusal" for part in said):
        attempt.outcome = CallOutcome.REFUSED
    elif response.status == "failed":
        attempt.outcome = CallOutcome.SERVER_ERROR
    elif response.status == "incomplete":
        attempt.outcome = CallOutcome.INVALID
    return attempt


def _failed(error: Exception) -> _Attempt:
    if isinstance(error, openai.APIStatusError):
        return _Attempt(_outcome(error.status_code), retry_after=_retry_after(error))
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return _Attempt(CallOutcome.TIMEOUT)
    if isinstance(error, openai.APIConnectionError):
        return _Attempt(CallOutcome.CONNECTION)
    if isinstance(error, openai.APIResponseValidationError):
        return _Attempt(CallOutcome.INVALID)
    # An error inside a stream has no status of its own.
    return _Attempt(CallOutcome.SERVER_ERROR)


def _outcome(status: int) -> CallOutcome:
    if status == _TOO_MANY:
        return CallOutcome.RATE_LIMITED
    may_pass = status >= _SERVER_ERROR or status in (_CONFLICT, _REQUEST_TIMEOUT)
    return CallOutcome.SERVER_ERROR if may_pass else CallOutcome.REJECTED


def _retry_after(error: openai.APIStatusError) -> float:
    """The seconds that a provider asks to wait; a date is read as no wish."""
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "0")))
    except ValueError:
        return 0.0


def _pause(number: int) -> float:
    """Exponential, with full jitter above half of it, so that many do not come back at once."""
    longest: float = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (number - 1))
    return random.uniform(longest / 2, longest)  # noqa: S311 - nothing secret
