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


_RECRUITER = frozenset(
    {Permission.VIEW, Permission.EDIT_POSITIONS, Permission.INVITE, Permission.REVIEW}
)
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READONLY: frozenset({Permission.VIEW}),
    Role.RECRUITER: _RECRUITER,
    Role.ADMIN: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, for which organisation, established from the database for this request."""

    user_id: UUID
    organization_id: UUID
    role: Role
    name: str
    email: str
    organization_name: str
    session_id: UUID | None = None

    def can(self, permission: Permission) -> bool:
        """Whether the role includes the permission."""
        return permission in ROLE_PERMISSIONS[self.role]

    def require(self, permission: Permission) -> None:
        """Raise NotPermittedError unless the role includes the permission."""
        if not self.can(permission):
            raise NotPermittedError
