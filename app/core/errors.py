"""Errors that know their status and say what to do about it."""

from __future__ import annotations

from typing import ClassVar


class ProblemError(Exception):
    """Something a person or a program asked for that cannot be done.

    `message` is fit to be shown: it says what happened and what to do. `field` names the input
    at fault, where there is one.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAuthenticatedError(ProblemError):
    """Nobody is signed in, or the session has ended."""

    status = 401
    code = "not_authenticated"

    def __init__(self, message: str = "Please sign in again.") -> None:
        super().__init__(message)


class NotPermittedError(ProblemError):
    """The role does not include this."""

    status = 403
    code = "not_permitted"

    def __init__(self, message: str = "Your role does not allow this.") -> None:
        super().__init__(message)


class NotFoundError(ProblemError):
    """There is no such thing, or it belongs to somebody else: the two are told apart to no one."""

    status = 404
    code = "not_found"


class ConflictError(ProblemError):
    """The thing is not in a state in which this can be done, or somebody else was first."""

    status = 409
    code = "conflict"


class PaymentRequiredError(ProblemError):
    """The wallet does not cover it; `missing_cents` says how much is lacking."""

    status = 402
    code = "insufficient_balance"

    def __init__(self, message: str, *, balance_cents: int, missing_cents: int) -> None:
        super().__init__(message)
        self.balance_cents = balance_cents
        self.missing_cents = missing_cents


class UnavailableError(ProblemError):
    """A service outside that this needs does not answer; trying again later may help."""

    status = 503
    code = "unavailable"


class InvalidInputError(ProblemError):
    """The input breaks a rule; `field` says which."""

    status = 422
    code = "invalid_input"


class TooManyRequestsError(ProblemError):
    """Too often; `retry_after` says in how many seconds to try again."""

    status = 429
    code = "too_many_requests"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
