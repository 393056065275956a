"""assessment."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

json_type = sa.JSON().with_variant(JSONB(), "postgresql")
revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def change_interview(kinds: tuple[str, ...], *, position_required: bool) -> None:
    """Allow other kinds of interview, and with practice interviews without a position."""
    with op.batch_alter_table("interview") as batch_op:
        batch_op.alter_column(
            "position_id", existing_type=sa.Uuid(), nullable=not position_required
        )
        if position_required:
            batch_op.drop_column("practice")
        else:
            batch_op.add_column(sa.Column("practice", json_type, nullable=True))
        batch_op.drop_constraint(op.f("ck_interview_interviewkind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_interview_interviewkind"), one_of("kind", kinds))


def upgrade() -> None:
    op.create_table(
        "engine_choice",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column(
            "engine",
            sa.Enum(
                "built-in",
                "openai",
                name="enginename",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("base_url", sa.String(500), nullable=True),
        sa.Column("api_key_sealed", sa.String(1000), nullable=True),
        sa.Column("model", sa.String(120), nullable=True),
        sa.Column("temperature", sa.Float(), nullable=True),
        sa.Column("timeout_seconds", sa.Float(), nullable=True),
        sa.Column("judgements", sa.Integer(), nullable=True),
        sa.Column("budget_cents", sa.Integer(), nullable=True),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_engine_choice_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"],
            ["user_account.id"],
            name=op.f("fk_engine_choice_updated_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_engine_choice")),
    )
    op.create_table(
        "organization_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("concept", sa.String(60), nullable=False),
        sa.Column("concept_name", sa.String(80), nullable=False),
        sa.Column("item_id", sa.String(60), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("content", json_type, nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "written",
                "imported",
                "edited",
                "generated",
                name="itemorigin",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "retired",
                name="itemstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("depth between 1 and 5", name=op.f("ck_organization_item_depth")),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("fk_organization_item_created_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_item_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_item")),
        sa.UniqueConstraint(
            "organization_id",
            "concept",
            "item_id",
            name=op.f("uq_organization_item_organization_id_concept_item_id"),
        ),
    )
    op.create_table(
        "practice_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("job_role", sa.String(120), nullable=False),
        sa.Column("skill", sa.String(80), nullable=False),
        sa.Column("concept", sa.String(60), nullable=False),
        sa.Column("item_id", sa.String(80), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("feedback", json_type, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score between 0 and 1", name=op.f("ck_practice_attempt_score")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_practice_attempt_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_practice_attempt_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_attempt")),
    )
    with op.batch_alter_table("practice_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_practice_attempt_organization_id_user_id_created_at"),
            ["organization_id", "user_id", "created_at"],
            unique=False,
        )

    op.create_table(
        "model_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "grade",
                "ask",
                "follow_up",
                "clarify",
                "items",
                "test",
                name="callpurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "ok",
                "timeout",
                "rate_limited",
                "server_error",
                "connection",
                "refused",
                "invalid",
                "rejected",
                name="calloutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("model", sa.String(120), nullable=False),
        sa.Column("prompt", sa.String(60), nullable=False),
        sa.Column("prompt_hash", sa.String(64), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("cost_micros", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_model_call_interview_id_interview"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_model_call_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_call")),
    )
    with op.batch_alter_table("model_call", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_model_call_interview_id"), ["interview_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_model_call_organization_id_created_at"),
            ["organization_id", "created_at"],
            unique=False,
        )

    op.create_table(
        "regrade",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("concept", sa.String(60), nullable=True),
        sa.Column("item_id", sa.String(80), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("points", json_type, nullable=False),
        sa.Column("machine_score", sa.Float(), nullable=False),
        sa.Column("engine", sa.String(40), nullable=False),
        sa.Column("engine_version", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("graded_by", sa.Uuid(), nullable=True),
        sa.Column("graded_by_name", sa.String(120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score between 0 and 1", name=op.f("ck_regrade_score")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name=op.f("fk_regrade_evaluation_id_evaluation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["graded_by"],
            ["user_account.id"],
            name=op.f("fk_regrade_graded_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_regrade_interview_id_interview"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_regrade_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade")),
    )
    with op.batch_alter_table("regrade", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_regrade_evaluation_id"), ["evaluation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_regrade_interview_id_created_at"),
            ["interview_id", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_regrade_organization_id_created_at"),
            ["organization_id", "created_at"],
            unique=False,
        )

    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("score_low", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("score_high", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("fallback", sa.String(60), nullable=False, server_default=""))
        batch_op.create_index(
            batch_op.f("ix_evaluation_organization_id_item_id"),
            ["organization_id", "item_id"],
            unique=False,
        )

    change_interview(("candidate", "trial", "practice"), position_required=False)

    with op.batch_alter_table("must_ask_question", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("dealbreaker", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("machine", json_type, nullable=True))


def downgrade() -> None:
    op.drop_column("report", "machine")

    op.drop_column("must_ask_question", "dealbreaker")

    op.execute("DELETE FROM interview WHERE kind = 'practice'")
    change_interview(("candidate", "trial"), position_required=True)

    op.drop_index(op.f("ix_evaluation_organization_id_item_id"), table_name="evaluation")
    for column in ("fallback", "score_high", "score_low"):
        op.drop_column("evaluation", column)

    op.drop_table("regrade")
    op.drop_table("model_call")
    op.drop_table("practice_attempt")
    op.drop_table("organization_item")
    op.drop_table("engine_choice")
