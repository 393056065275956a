"""The outer HTTP application, under which Reflex and the contracts are mounted."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.responses import PlainTextResponse

import app.tables  # noqa: F401 - rows refer to those of every capability
from api.agent import application as agent
from api.integrations import application as integrations
from api.partners import ashby, greenhouse
from api.recruiting import application as recruiting
from api.web import audit, billing, question_bank, report_pdf, resumes, sign_in, sso, stripe
from api.web.middleware import PageAddresses, SecurityHeaders
from app.core.errors import NotAuthenticatedError, ProblemError, TooManyRequestsError


def create_application() -> FastAPI:
    """The FastAPI application that Reflex is mounted in. Its own docs would shadow pages."""
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    application.include_router(sign_in.router)
    application.include_router(sso.router)
    application.include_router(report_pdf.router)
    application.include_router(billing.router)
    application.include_router(audit.router)
    application.include_router(question_bank.router)
    application.include_router(resumes.router)
    application.include_router(stripe.router)
    integrations.mount(application)
    # Behind the one that lives under its address.
    recruiting.mount(application)
    agent.mount(application)
    application.mount("/partners/greenhouse", greenhouse.create())
    application.mount("/partners/ashby", ashby.create())
    application.add_middleware(PageAddresses)
    application.add_middleware(SecurityHeaders)
    application.add_exception_handler(ProblemError, answer_problem)
    return application


async def answer_problem(_request: Request, problem: Exception) -> Response:
    """A problem in words, with its status; nobody signed in is sent to the sign-in page."""
    if not isinstance(problem, ProblemError):
        raise problem
    if isinstance(problem, NotAuthenticatedError):
        return RedirectResponse("/sign-in", status_code=303)
    headers = (
        {"Retry-After": str(problem.retry_after)}
        if isinstance(problem, TooManyRequestsError)
        else None
    )
    return PlainTextResponse(problem.message, status_code=problem.status, headers=headers)
