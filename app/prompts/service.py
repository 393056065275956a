"""Prompts: templates for analysis, interview, evaluation and invitation; and which of them holds.

A prompt is of one requisition or of the organisation, and in use where it is the default of its
scope. Where there is none, what is built in holds.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from app.core import audit, clock, numbers, templating
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.paging import Page, Wish
from app.core.templating import RenderError, VariableType
from app.core.text import clean_line
from app.identity.permissions import Permission
from app.identity.repository import names_of
from app.prompts import answers, repository
from app.prompts.answers import AnswerError
from app.prompts.models import Prompt, PromptType, PromptVersion
from app.prompts.variables import VARIABLES
from app.prompts.views import PromptVersionView, PromptView

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.core.templating import Value
    from app.identity.permissions import Actor

__all__ = [
    "VARIABLES",
    "AnswerError",
    "PromptType",
    "PromptVersionView",
    "PromptView",
    "RenderError",
    "check_answer",
    "check_template",
    "check_type",
    "create",
    "delete",
    "get",
    "history",
    "listing",
    "render",
    "render_template",
    "resolve",
    "update",
]

NO_SUCH_PROMPT = "There is no such prompt."
NO_SUCH_REQUISITION = "There is no such requisition."
CHANGED = (
    "This prompt was changed by somebody else in the meantime. Reload to see their changes, then "
    "make yours again."
)
NO_LINK = (
    "The template cannot be used. The candidate's link must be in the text whatever else is "
    "empty: put {{ interview_url }} where they are to begin."
)
MAX_NAME = 120


async def listing(
    session: AsyncSession,
    actor: Actor,
    wish: Wish | None = None,
    *,
    prompt_type: PromptType | None = None,
    requisition: int | None = None,
) -> Page[PromptView]:
    """A page of the prompts; `requisition` is one's number. An unknown one has none.

    Raises InvalidInputError for a field that nothing is sorted by.
    """
    actor.require(Permission.VIEW)
    wish, of_requisition = wish or Wish(), None
    if requisition is not None:
        of_requisition = await repository.requisition_of(
            session, actor.organization_id, requisition
        )
        if of_requisition is None:
            return Page((), 0, wish.page, wish.per_page)
    found = await repository.page(
        session,
        actor.organization_id,
        wish,
        prompt_type=prompt_type,
        requisition_id=of_requisition,
    )
    rows = await _views(session, actor.organization_id, *found.rows)
    return Page(rows, found.total, found.page, found.per_page)


async def get(session: AsyncSession, actor: Actor, number: object) -> PromptView:
    """A prompt. Raises NotFoundError."""
    actor.require(Permission.VIEW)
    prompt = await _found(session, actor, number)
    return (await _views(session, actor.organization_id, prompt))[0]


async def history(session: AsyncSession, actor: Actor, number: object) -> list[PromptVersionView]:
    """What a prompt has been and who saved it so, the newest first. Raises NotFoundError."""
    actor.require(Permission.VIEW)
    prompt = await _found(session, actor, number)
    kept = await repository.versions(session, prompt)
    people = {one.created_by for one in kept if one.created_by is not None}
    names = await names_of(session, actor.organization_id, people) if people else {}
    return [
        _version_view(prompt, one, names.get(one.created_by, "") if one.created_by else "")
        for one in kept
    ]


async def create(session: AsyncSession, actor: Actor, values: Mapping[str, Any]) -> PromptView:
    """A new prompt, of `name`, `prompt_type`, `template_content`, and the rest.

    That is `schema_content`, `requisition_number` and `is_default`. Raises InvalidInputError naming
    the field.
    """
    actor.require(Permission.EDIT_PROMPTS)
    type_ = check_type(values.get("prompt_type"))
    needed: dict[str, Any] = {"name": None, "template_content": None}
    given = {name: value for name, value in values.items() if name != "prompt_type"}
    columns = await _parse(session, actor, needed | given, type_)
    prompt = Prompt(
        organization_id=actor.organization_id,
        number=await numbers.take(session, actor.organization_id, numbers.Series.PROMPT),
        prompt_type=type_,
        **columns,
    )
    session.add(prompt)
    await session.flush()
    _keep(session, actor, prompt)
    await _only_default(session, actor, prompt)
    await session.flush()
    _record(session, actor, prompt, "prompt.created")
    return (await _views(session, actor.organization_id, prompt))[0]


async def update(
    session: AsyncSession,
    actor: Actor,
    number: object,
    changes: Mapping[str, Any],
    expected_version: int | None = None,
) -> PromptView:
    """Change what is named, as a new version. A prompt keeps its type.

    Raises NotFoundError, InvalidInputError, and ConflictError for a version that is no longer the
    newest.
    """
    actor.require(Permission.EDIT_PROMPTS)
    prompt = await _held(session, actor, number, expected_version)
    columns = await _parse(session, actor, changes, prompt.prompt_type)
    changed = {name: value for name, value in columns.items() if getattr(prompt, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(prompt, name, value)
        _edited(session, actor, prompt)
        await _only_default(session, actor, prompt)
        await session.flush()
        _record(session, actor, prompt, "prompt.updated", fields=sorted(changed))
    return (await _views(session, actor.organization_id, prompt))[0]


async def delete(
    session: AsyncSession, actor: Actor, number: object, expected_version: int | None = None
) -> None:
    """Delete a prompt; what was made with it still names it. Raises as `update` does.

    Where it was the default, the organisation's default or what is built in takes its place.
    """
    actor.require(Permission.EDIT_PROMPTS)
    prompt = await _held(session, actor, number, expected_version)
    prompt.deleted_at, prompt.is_default = clock.now(), False
    _edited(session, actor, prompt)
    _record(session, actor, prompt, "prompt.deleted")


async def resolve(
    session: AsyncSession,
    organization_id: UUID,
    prompt_type: PromptType,
    requisition_id: UUID | None,
) -> PromptVersionView | None:
    """The prompt that holds: the requisition's, else the organisation's, else None for built in.

    `requisition_id` is an id of our own.
    """
    for scope in (requisition_id, None) if requisition_id else (None,):
        for prompt in await repository.defaults(session, organization_id, prompt_type, scope):
            newest = await repository.version(session, prompt)
            if newest is not None:
                return _version_view(prompt, newest)
    return None


def render(version: PromptVersionView, variables: Mapping[str, Value]) -> str:
    """The prompt's text with these values; what is not given is empty. Raises RenderError.

    A candidate's words never get into it: whoever calls a model hands them over as data, and what
    is given for them here says no more than that they are there.
    """
    return render_template(version.prompt_type, version.template_content, variables)


def render_template(prompt_type: PromptType, template: str, variables: Mapping[str, Value]) -> str:
    """The same for a template that is not stored (yet)."""
    known = VARIABLES[prompt_type]
    stand_ins: dict[str, Value] = {
        one.name: one.example for one in known if one.type is VariableType.CANDIDATES_WORDS
    }
    return templating.render(template, known, {**variables, **stand_ins})


def check_answer(version: PromptVersionView, value: object) -> None:
    """Raise AnswerError where an answer has not the shape that the prompt asks for."""
    answers.check_answer(version.schema_content, value)


def check_template(prompt_type: PromptType, template: object) -> str:
    """The template, if it can be used for that type. Raises InvalidInputError, saying why not."""
    field, variables = "template_content", VARIABLES[prompt_type]
    text = templating.check(template, variables, field=field)
    if prompt_type is PromptType.INTERVIEW_EMAIL:
        for values in templating.samples(variables):
            if str(values["interview_url"]) not in templating.render(text, variables, values):
                raise InvalidInputError(NO_LINK, field=field)
    return text


def check_type(value: object) -> PromptType:
    """The type of a prompt by its name. Raises InvalidInputError."""
    known = {one.value: one for one in PromptType}
    if not isinstance(value, str) or value not in known:
        raise InvalidInputError(f"The type is one of {', '.join(known)}.", field="prompt_type")
    return known[value]


async def _parse(
    session: AsyncSession, actor: Actor, values: Mapping[str, Any], type_: PromptType
) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for field, value in values.items():
        if field == "name":
            columns[field] = clean_line(value, field=field, name="Name", longest=MAX_NAME)
        elif field == "template_content":
            columns[field] = check_template(type_, value)
        elif field == "schema_content":
            columns[field] = answers.check_schema(value, type_)
        elif field == "requisition_number":
            columns["requisition_id"] = await _requisition(session, actor, value)
        elif field == "is_default" and isinstance(value, bool):
            columns[field] = value
        elif field == "prompt_type":
            if check_type(value) is not type_:
                raise InvalidInputError("A prompt keeps its type: make a new one.", field=field)
        else:
            raise InvalidInputError(f"A prompt has no such “{field}”.", field=field)
    return columns


async def _requisition(session: AsyncSession, actor: Actor, number: object) -> UUID | None:
    if number is None:
        return None
    found = await repository.requisition_of(session, actor.organization_id, number)
    if found is None:
        raise InvalidInputError(NO_SUCH_REQUISITION, field="requisition_id")
    return found


async def _found(session: AsyncSession, actor: Actor, number: object) -> Prompt:
    prompt = await repository.by_number(session, actor.organization_id, number)
    if prompt is None:
        raise NotFoundError(NO_SUCH_PROMPT)
    return prompt


async def _held(
    session: AsyncSession, actor: Actor, number: object, expected_version: int | None
) -> Prompt:
    # Whoever changes prompts does so alone, so that two defaults at once end as one.
    await numbers.take(session, actor.organization_id, numbers.Series.PROMPT, count=0)
    prompt = await repository.by_number(session, actor.organization_id, number, lock=True)
    if prompt is None:
        raise NotFoundError(NO_SUCH_PROMPT)
    if expected_version is not None and prompt.version != expected_version:
        raise ConflictError(CHANGED)
    return prompt


async def _only_default(session: AsyncSession, actor: Actor, prompt: Prompt) -> None:
    """Where this is to be the default of its scope, no other is any more."""
    if not prompt.is_default:
        return
    scope = (prompt.organization_id, prompt.prompt_type, prompt.requisition_id)
    for other in await repository.defaults(session, *scope):
        if other.id != prompt.id:
            other.is_default = False
            _edited(session, actor, other)


def _edited(session: AsyncSession, actor: Actor, prompt: Prompt) -> None:
    prompt.version += 1
    prompt.updated_at = clock.now()
    _keep(session, actor, prompt)


def _keep(session: AsyncSession, actor: Actor, prompt: Prompt) -> None:
    whole = [prompt.prompt_type.value, prompt.template_content, prompt.schema_content]
    session.add(
        PromptVersion(
            organization_id=prompt.organization_id,
            prompt_id=prompt.id,
            version=prompt.version,
            template_content=prompt.template_content,
            schema_content=prompt.schema_content,
            sha256=hashlib.sha256(json.dumps(whole).encode()).hexdigest(),
            created_by=actor.user_id,
        )
    )


async def _views(
    session: AsyncSession, organization_id: UUID, *prompts: Prompt
) -> tuple[PromptView, ...]:
    ids = {one.requisition_id for one in prompts if one.requisition_id}
    known = await repository.requisition_numbers(session, organization_id, ids) if ids else {}
    return tuple(_view(one, known) for one in prompts)


def _view(prompt: Prompt, known: Mapping[UUID, tuple[int, str]]) -> PromptView:
    requisition = known.get(prompt.requisition_id) if prompt.requisition_id else None
    return PromptView(
        requisition_number=requisition[0] if requisition else None,
        requisition_name=requisition[1] if requisition else None,
        **prompt.model_dump(include=set(PromptView.model_fields)),
    )


def _version_view(prompt: Prompt, version: PromptVersion, author: str = "") -> PromptVersionView:
    return PromptVersionView(
        author=author,
        number=prompt.number,
        name=prompt.name,
        prompt_type=prompt.prompt_type,
        **version.model_dump(include=set(PromptVersionView.model_fields)),
    )


def _record(
    session: AsyncSession, actor: Actor, prompt: Prompt, action: str, **details: object
) -> None:
    audit.record(
        session,
        action,
        subject_type="prompt",
        subject_id=prompt.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        number=prompt.number,
        version=prompt.version,
        **details,
    )
