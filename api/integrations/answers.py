"""The envelope: every answer is one of these two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.responses import JSONResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel


def data_of(told: BaseModel) -> dict[str, Any]:
    """The JSON values of something told. Members without a value are left out."""
    return told.model_dump(mode="json", exclude_none=True)


def success(
    data: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """What was asked for. `data` is JSON."""
    return JSONResponse({"success": True, "data": data, "error": None}, status, headers)


def failure(
    status: int,
    code: str,
    message: str,
    *,
    details: object = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """What went wrong, in a code and in words. `details` is JSON, and left out where None."""
    error: dict[str, object] = {"code": code, "message": message}
    if details is not None:
        error["details"] = details
    return JSONResponse({"success": False, "data": None, "error": error}, status, headers)
