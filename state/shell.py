"""What the frame of every member's page shows: who is signed in, and how much there is."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.applications import counts as applications
from app.core.database import reading
from app.identity.permissions import Actor, Permission
from app.interviews import figures
from state.guard import member


class ShellState(rx.State):
    """The signed-in member, for display alone: no handler trusts it."""

    name: str = ""
    email: str = ""
    organization: str = ""
    role: str = ""
    can_edit: bool = False
    can_invite: bool = False
    can_review: bool = False
    can_delete_candidates: bool = False
    is_admin: bool = False
    interview_count: str = ""
    position_count: str = ""
    can_edit_requisitions: bool = False
    can_edit_applications: bool = False
    waiting_count: str = ""
    asking_count: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Fill the frame, or go to the sign-in page."""
        self.name = actor.name
        self.email = actor.email
        self.organization = actor.organization_name
        self.role = actor.role.value if actor.role else ""
        self.can_edit = actor.can(Permission.EDIT_POSITIONS)
        self.can_invite = actor.can(Permission.INVITE)
        self.can_review = actor.can(Permission.REVIEW)
        self.can_delete_candidates = actor.can(Permission.DELETE_CANDIDATES)
        self.is_admin = actor.can(Permission.MANAGE_DEVELOPERS)
        self.can_edit_requisitions = actor.can(Permission.EDIT_REQUISITIONS)
        self.can_edit_applications = actor.can(Permission.EDIT_APPLICATIONS)
        async with reading() as session:
            counts = await figures.sidebar(session, actor)
            waiting = await applications.waiting(session, actor)
        self.interview_count = counts.interviews.words if counts.interviews.value else ""
        self.position_count = counts.positions.words if counts.positions.value else ""
        self.waiting_count = f"{waiting:,}" if waiting else ""
        self.asking_count = counts.asking.words if counts.asking.value else ""
