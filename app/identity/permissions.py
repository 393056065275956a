"""Roles and what each may do: one table, consulted by every screen and every contract."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.core.errors import NotPermittedError

if TYPE_CHECKING:
    from uuid import UUID


class Role(StrEnum):
    """A member's role in an organisation."""

    ADMIN = "admin"
    RECRUITER = "recruiter"
    READONLY = "readonly"


class Permission(StrEnum):
    """Something a role may do."""

    VIEW = "view"
    EDIT_POSITIONS = "positions:edit"
    INVITE = "interviews:invite"
    REVIEW = "reports:review"
    DELETE_CANDIDATES = "candidates:delete"
    MANAGE_MEMBERS = "members:manage"
    MANAGE_DEVELOPERS = "developers:manage"
    MANAGE_BILLING = "billing:manage"
    EDIT_ITEMS = "items:edit"
    MANAGE_ASSESSMENT = "assessment:manage"
    PRACTISE = "practice:use"
    EDIT_REQUISITIONS = "requisitions:edit"
    EDIT_APPLICATIONS = "applications:edit"
    EDIT_PROMPTS = "prompts:edit"
    MANAGE_RECRUITERS = "recruiters:manage"
    MANAGE_CREDENTIALS = "credentials:manage"
    MANAGE_SETTINGS = "settings:manage"
    MANAGE_QUEUE = "queue:manage"
    VIEW_ALL_LOGS = "logs:all"
    VIEW_AUDIT = "audit:view"


class Scope(StrEnum):
    """Something an API key may do."""

    INTERVIEWS_WRITE = "interviews:write"
    INTERVIEWS_READ = "interviews:read"
    REPORTS_READ = "reports:read"
    AGENT = "agent"
    WORKER = "worker"
    OPERATIONS = "operations"


_RECRUITER = frozenset(
    {
        Permission.VIEW,
        Permission.EDIT_POSITIONS,
        Permission.INVITE,
        Permission.REVIEW,
        Permission.EDIT_ITEMS,
        Permission.PRACTISE,
        Permission.EDIT_REQUISITIONS,
        Permission.EDIT_APPLICATIONS,
    }
)
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READONLY: frozenset({Permission.VIEW, Permission.PRACTISE}),
    Role.RECRUITER: _RECRUITER,
    Role.ADMIN: frozenset(Permission),
}
SCOPE_PERMISSIONS: dict[Scope, frozenset[Permission]] = {
    Scope.INTERVIEWS_WRITE: frozenset({Permission.INVITE}),
    Scope.INTERVIEWS_READ: frozenset({Permission.VIEW}),
    Scope.REPORTS_READ: frozenset({Permission.VIEW}),
    Scope.AGENT: frozenset({Permission.PRACTISE}),
    Scope.WORKER: frozenset(),
    Scope.OPERATIONS: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, for which organisation, established from the database for this request.

    A member has a role; a program has an API key with scopes, and neither user nor address. The
    product at work by itself has a role and no user.
    """

    user_id: UUID | None
    organization_id: UUID
    role: Role | None
    name: str
    email: str
    organization_name: str
    session_id: UUID | None = None
    api_key_id: UUID | None = None
    scopes: frozenset[Scope] = frozenset()

    @classmethod
    def of_product(cls, organization_id: UUID, organization_name: str = "") -> Actor:
        """The product itself at work for an organisation: what a recruiter may do, by nobody."""
        return cls(
            user_id=None,
            organization_id=organization_id,
            role=Role.RECRUITER,
            name="",
            email="",
            organization_name=organization_name,
        )

    def can(self, permission: Permission) -> bool:
        """Whether the role, or one of the scopes, includes the permission."""
        if self.role is not None:
            return permission in ROLE_PERMISSIONS[self.role]
        return any(permission in SCOPE_PERMISSIONS[scope] for scope in self.scopes)

    def require(self, permission: Permission) -> None:
        """Raise NotPermittedError unless `can` says so."""
        if not self.can(permission):
            raise NotPermittedError
