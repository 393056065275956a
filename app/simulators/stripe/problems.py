"""Errors in the shape of Stripe's."""

from __future__ import annotations

from typing import Any, Self


class StripeProblem(Exception):  # noqa: N818 - it is an answer, and named as elsewhere
    """A request that is refused, with Stripe's status, type and code."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        type_: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        **more: Any,  # noqa: ANN401 - JSON values
    ) -> None:
        super().__init__(message)
        self.status = status
        fields = {"type": type_, "message": message, "code": code, "param": param, **more}
        self.body = {"error": {key: value for key, value in fields.items() if value is not None}}

    @classmethod
    def missing(cls, param: str) -> Self:
        """A parameter that is needed."""
        return cls(400, f"Missing required param: {param}.", code="parameter_missing", param=param)

    @classmethod
    def declined(cls, code: str, intent: dict[str, Any]) -> Self:
        """A card that cannot be charged."""
        error = intent["last_payment_error"]
        return cls(
            402,
            error["message"],
            type_="card_error",
            code=code,
            decline_code="authentication_required"
            if code != "card_declined"
            else "generic_decline",
            payment_intent=intent,
        )
