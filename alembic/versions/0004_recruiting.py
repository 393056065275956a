"""recruiting."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

json_type = sa.JSON().with_variant(JSONB(), "postgresql")
revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


MAILS = ("invitation", "low_balance", "top_up_failed", "endpoint_disabled")
PURPOSES = ("grade", "ask", "follow_up", "clarify", "items", "test")
OF_REQUISITION = (
    ["requisition_id", "created_at", "id"],
    ["requisition_id", "status", "created_at", "id"],
    ["requisition_id", "candidate_name", "id"],
)


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def change_purposes(purposes: tuple[str, ...]) -> None:
    """Allow calls of models for other purposes."""
    with op.batch_alter_table("model_call") as batch_op:
        batch_op.drop_constraint(op.f("ck_model_call_callpurpose"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_model_call_callpurpose"), one_of("purpose", purposes)
        )


def change_mails(kinds: tuple[str, ...]) -> None:
    """Allow e-mails about other things."""
    with op.batch_alter_table("mail") as batch_op:
        batch_op.drop_constraint(op.f("ck_mail_mailkind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_mail_mailkind"), one_of("kind", kinds))


def number_interviews() -> None:
    """Give the interviews that are there their public numbers, in the order they came about."""
    op.execute("""
        UPDATE interview SET number = counted.number
        FROM (
            SELECT id, row_number() OVER (
                PARTITION BY organization_id ORDER BY created_at, id
            ) AS number
            FROM interview WHERE kind = 'candidate'
        ) AS counted
        WHERE counted.id = interview.id
    """)
    op.execute("""
        INSERT INTO number_series (organization_id, series, last)
        SELECT organization_id, 'interview', max(number)
        FROM interview WHERE number IS NOT NULL GROUP BY organization_id
    """)


def keep_audit_entries() -> None:
    """Have the database refuse to change or delete an entry of the audit log.

    A later migration that copies the table on SQLite has to call for these rules again.
    """
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(f"""
                CREATE TRIGGER audit_entry_no_{deed.lower()} BEFORE {deed} ON audit_entry
                BEGIN SELECT RAISE(ABORT, 'entries of the audit log are only ever added'); END
            """)
        return
    op.execute("""
        CREATE FUNCTION keep_audit_entries() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'entries of the audit log are only ever added'; END $$
    """)
    op.execute("""
        CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION keep_audit_entries()
    """)
    op.execute("""
        CREATE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_entries()
    """)


def let_audit_entries_go() -> None:
    """Take those rules away."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("update", "delete"):
            op.execute(f"DROP TRIGGER audit_entry_no_{deed}")
        return
    op.execute("DROP TRIGGER audit_entry_kept ON audit_entry")
    op.execute("DROP TRIGGER audit_entry_not_emptied ON audit_entry")
    op.execute("DROP FUNCTION keep_audit_entries()")


COUNTS = {
    "application_count": ("application", ("requisition_id", "status", "month"), "number", "scored"),
    "application_initial": ("application", ("requisition_id", "initial"), "number"),
    "interview_count": ("interview", ("group_id", "status", "month"), "number"),
}
"""For each table of counts what it counts, its key, and its sums."""


def counting(count: str, changes: str) -> str:
    """Add the changes (rows of the columns of the count, named as they are) to the counts.

    In the order of the keys, so that two who count at once wait for each other and never against
    each other. What goes with its organisation is counted no more.
    """
    _, key, *sums = COUNTS[count]
    columns = ", ".join((*key, "organization_id"))
    return f"""
        INSERT INTO {count} ({columns}, {", ".join(sums)})
        SELECT {columns}, {", ".join(f"sum({one})" for one in sums)}
        FROM ({changes}) AS changed
        WHERE EXISTS (SELECT 1 FROM organization WHERE id = changed.organization_id)
        GROUP BY {columns} ORDER BY {columns}
        ON CONFLICT ({", ".join(key)}) DO UPDATE
        SET {", ".join(f"{one} = {count}.{one} + excluded.{one}" for one in sums)}
    """  # noqa: S608 - the names are our own


def change(count: str, row: str, by: int) -> str:
    """One more, or one less, where a row stands, as a row of the columns of the count."""
    month = f"extract(year FROM {row}.created_at AT TIME ZONE 'UTC')::integer * 100"
    month += f" + extract(month FROM {row}.created_at AT TIME ZONE 'UTC')::integer"
    if op.get_bind().dialect.name == "sqlite":
        month = f"substr({row}.created_at, 1, 4) * 100 + substr({row}.created_at, 6, 2)"
    stands = f"{row}.status AS status, {month} AS month"
    more = f"{row}.organization_id AS organization_id, {by} AS number"
    if count == "interview_count":
        # Of candidates alone.
        return f"""
            SELECT coalesce({row}.requisition_id, {row}.organization_id) AS group_id, {stands},
                {more} WHERE {row}.kind = 'candidate'
        """
    if count == "application_initial":
        return f"""
            SELECT {row}.requisition_id AS requisition_id,
                substr({row}.candidate_name, 1, 2) AS initial, {more}
        """
    return f"""
        SELECT {row}.requisition_id AS requisition_id, {stands}, {more},
            CASE WHEN {row}.risk_score IS NULL THEN 0 ELSE {by} END AS scored
    """


def uncounting(count: str) -> str:
    """Count a deleted row no more. The count itself may be gone already."""
    _, key, *sums = COUNTS[count]
    return f"""
        UPDATE {count}
        SET {", ".join(f"{one} = {count}.{one} + changed.{one}" for one in sums)}
        FROM ({change(count, "OLD", -1)}) AS changed
        WHERE {" AND ".join(f"{count}.{one} = changed.{one}" for one in key)}
    """  # noqa: S608 - the names are our own


def triggers() -> dict[str, tuple[str, str, str]]:
    """By name, the table that a rule is of, when it holds and what it does."""
    stands = "status, requisition_id, created_at"
    told = {
        "application_count": f"{stands}, risk_score",
        "application_initial": "requisition_id, candidate_name",
        "interview_count": stands,
    }
    repeating = """
        UPDATE application_term SET status = NEW.status, requisition_id = NEW.requisition_id,
            created_at = NEW.created_at
        WHERE application_id = NEW.id
    """
    found = {"application_repeated": ("application", f"UPDATE OF {stands}", repeating)}
    for count, (table, *_) in COUNTS.items():
        more, less = change(count, "NEW", 1), change(count, "OLD", -1)
        moved = counting(count, f"{less} UNION ALL {more}")
        found |= {
            f"{count}_more": (table, "INSERT", counting(count, more)),
            f"{count}_moved": (table, f"UPDATE OF {told[count]}", moved),
            f"{count}_less": (table, "DELETE", uncounting(count)),
        }
    return found


def keep_counts() -> None:
    """Have the database keep the counts of applications and interviews, and narrow the terms.

    A later migration that copies one of the tables on SQLite has to call for these again.
    """
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (table, when, body) in triggers().items():
        if is_sqlite:
            op.execute(f"CREATE TRIGGER {name} AFTER {when} ON {table} BEGIN {body}; END")
            continue
        op.execute(f"""
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN {body}; RETURN NULL; END $$
        """)
        op.execute(f"""
            CREATE TRIGGER {name} AFTER {when} ON {table}
            FOR EACH ROW EXECUTE FUNCTION {name}()
        """)
    there = change("interview_count", "interview", 1).replace("WHERE", "FROM interview WHERE")
    op.execute(counting("interview_count", there))


def let_counts_go() -> None:
    """Take those rules away."""
    for name, (table, *_) in triggers().items():
        on_table = "" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"
        op.execute(f"DROP TRIGGER {name}{on_table}")
        if on_table:
            op.execute(f"DROP FUNCTION {name}()")


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "signing_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("private_sealed", sa.String(2000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
    )
    with op.batch_alter_table("signing_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signing_key_retires_at"), ["retires_at"], unique=False)

    op.create_table(
        "access_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_access_request_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_request")),
        sa.UniqueConstraint(
            "organization_id",
            "issuer",
            "subject",
            name=op.f("uq_access_request_organization_id_issuer_subject"),
        ),
    )
    op.create_table(
        "external_identity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_external_identity_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_external_identity_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_identity")),
        sa.UniqueConstraint(
            "organization_id",
            "issuer",
            "subject",
            name=op.f("uq_external_identity_organization_id_issuer_subject"),
        ),
    )
    with op.batch_alter_table("external_identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_external_identity_user_id"), ["user_id"], unique=False)

    op.create_table(
        "number_series",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column(
            "series",
            sa.Enum(
                "recruiter",
                "requisition",
                "application",
                "analysis",
                "interview",
                "evaluation",
                "prompt",
                "persona",
                "queue_item",
                name="series",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_number_series_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "series", name=op.f("pk_number_series")),
    )
    op.create_table(
        "oidc_connection",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("discovery_url", sa.String(500), nullable=False),
        sa.Column("client_id", sa.String(300), nullable=False),
        sa.Column("client_secret_sealed", sa.String(1000), nullable=True),
        sa.Column("email_domains", json_type, nullable=False),
        sa.Column(
            "first_sign_in",
            sa.Enum(
                "recruiter",
                "approval",
                name="firstsignin",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_oidc_connection_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_oidc_connection")),
        sa.UniqueConstraint("slug", name=op.f("uq_oidc_connection_slug")),
    )
    op.create_table(
        "oidc_login",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("nonce_hash", sa.String(64), nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("code_verifier_sealed", sa.String(500), nullable=False),
        sa.Column("goes_to", sa.String(500), nullable=False),
        sa.Column("for_api", sa.Boolean(), nullable=False),
        sa.Column("exchange_hash", sa.String(64), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_oidc_login_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_oidc_login_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oidc_login")),
        sa.UniqueConstraint("exchange_hash", name=op.f("uq_oidc_login_exchange_hash")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_oidc_login_state_hash")),
    )
    with op.batch_alter_table("oidc_login", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_oidc_login_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_oidc_login_user_id"), ["user_id"], unique=False)

    op.create_table(
        "persona",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("description", sa.String(1000), nullable=False),
        sa.Column("system_prompt_template", sa.Text(), nullable=False),
        sa.Column(
            "style",
            sa.Enum(
                "warm",
                "neutral",
                "brisk",
                name="style",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_persona_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persona")),
        sa.UniqueConstraint(
            "organization_id", "number", name=op.f("uq_persona_organization_id_number")
        ),
    )
    with op.batch_alter_table("persona", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_persona_organization_id_is_default"),
            ["organization_id", "is_default"],
            unique=False,
        )

    op.create_table(
        "recruiter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("phone", sa.String(30), nullable=True),
        sa.Column("title", sa.String(120), nullable=True),
        sa.Column("public_contact_info", sa.String(1000), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_recruiter_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_recruiter_user_id_user_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recruiter")),
        sa.UniqueConstraint(
            "organization_id", "email", name=op.f("uq_recruiter_organization_id_email")
        ),
        sa.UniqueConstraint(
            "organization_id", "number", name=op.f("uq_recruiter_organization_id_number")
        ),
    )
    with op.batch_alter_table("recruiter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recruiter_user_id"), ["user_id"], unique=False)

    op.create_table(
        "refresh_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_refresh_token_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_refresh_token_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_refresh_token_token_hash")),
    )
    with op.batch_alter_table("refresh_token", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_refresh_token_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_refresh_token_family_id"), ["family_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refresh_token_user_id"), ["user_id"], unique=False)

    op.create_table(
        "workday_credential",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_url", sa.String(300), nullable=False),
        sa.Column("tenant_id", sa.String(120), nullable=False),
        sa.Column("client_id", sa.String(200), nullable=False),
        sa.Column("key_id", sa.String(60), nullable=False),
        sa.Column("wrapped_key", sa.String(500), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("is_valid", sa.Boolean(), nullable=True),
        sa.Column("problem", sa.String(300), nullable=True),
        sa.Column("last_validated", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refreshing_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_workday_credential_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"],
            ["user_account.id"],
            name=op.f("fk_workday_credential_updated_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_workday_credential")),
    )
    op.create_table(
        "workday_mapping",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("mapping", json_type, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_workday_mapping_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_workday_mapping")),
    )
    op.create_table(
        "hiring_settings",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("lookback_hours_default", sa.Integer(), nullable=False),
        sa.Column("lookback_hours_min", sa.Integer(), nullable=False),
        sa.Column("lookback_hours_max", sa.Integer(), nullable=False),
        sa.Column("interview_token_expiry_days", sa.Integer(), nullable=False),
        sa.Column("email_from_address", sa.String(254), nullable=True),
        sa.Column("email_from_name", sa.String(120), nullable=True),
        sa.Column("default_recruiter_id", sa.Uuid(), nullable=True),
        sa.Column("auto_send_max_risk", sa.Float(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "auto_send_max_risk between 0 and 1", name=op.f("ck_hiring_settings_auto_send_max_risk")
        ),
        sa.CheckConstraint(
            "interview_token_expiry_days between 1 and 90", name=op.f("ck_hiring_settings_expiry")
        ),
        sa.ForeignKeyConstraint(
            ["default_recruiter_id"],
            ["recruiter.id"],
            name=op.f("fk_hiring_settings_default_recruiter_id_recruiter"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_hiring_settings_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_hiring_settings")),
    )
    op.create_table(
        "requisition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(120), nullable=True),
        sa.Column(
            "name",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("detailed_description", sa.Text(), nullable=False),
        sa.Column("location", sa.String(200), nullable=True),
        sa.Column("recruiter_id", sa.Uuid(), nullable=True),
        sa.Column("position_id", sa.Uuid(), nullable=True),
        sa.Column("persona_id", sa.Uuid(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("min_check_interval", sa.Integer(), nullable=False),
        sa.Column("lookback_hours", sa.Integer(), nullable=True),
        sa.Column("interview_instructions", sa.String(4000), nullable=True),
        sa.Column("auto_send_interview", sa.Boolean(), nullable=False),
        sa.Column("auto_send_on_status", sa.String(60), nullable=True),
        sa.Column("workday_data", json_type, nullable=True),
        sa.Column("edited", json_type, nullable=False),
        sa.Column("last_synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "lookback_hours between 1 and 8760", name=op.f("ck_requisition_lookback_hours")
        ),
        sa.CheckConstraint(
            "min_check_interval between 5 and 10080", name=op.f("ck_requisition_min_check_interval")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_requisition_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["persona_id"],
            ["persona.id"],
            name=op.f("fk_requisition_persona_id_persona"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["position_id"],
            ["position.id"],
            name=op.f("fk_requisition_position_id_position"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["recruiter_id"], ["recruiter.id"], name=op.f("fk_requisition_recruiter_id_recruiter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requisition")),
        sa.UniqueConstraint(
            "organization_id",
            "external_id",
            name=op.f("uq_requisition_organization_id_external_id"),
        ),
        sa.UniqueConstraint(
            "organization_id", "number", name=op.f("uq_requisition_organization_id_number")
        ),
    )
    with op.batch_alter_table("requisition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_requisition_is_active_next_check_at"),
            ["is_active", "next_check_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_requisition_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_requisition_organization_id_is_active_created_at_id"),
            ["organization_id", "is_active", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_requisition_organization_id_name_id"),
            ["organization_id", "name", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_requisition_persona_id"), ["persona_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_requisition_position_id"), ["position_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_requisition_recruiter_id"), ["recruiter_id"], unique=False
        )

    op.create_table(
        "application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("external_application_id", sa.String(120), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "workday",
                "upload",
                "api",
                name="applicationsource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "candidate_name",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("candidate_email", sa.String(254), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "new",
                "analyzing",
                "analyzed",
                "invited",
                "interviewing",
                "complete",
                "rejected",
                "withdrawn",
                "failed",
                name="applicationstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("workday_status", sa.String(60), nullable=True),
        sa.Column("workday_data", json_type, nullable=True),
        sa.Column("has_resume", sa.Boolean(), nullable=False),
        sa.Column("has_analysis", sa.Boolean(), nullable=False),
        sa.Column("has_interview", sa.Boolean(), nullable=False),
        sa.Column("has_report", sa.Boolean(), nullable=False),
        sa.Column("risk_score", sa.Float(), nullable=True),
        sa.Column("human_requested", sa.Boolean(), nullable=False),
        sa.Column("compliance_review", sa.Boolean(), nullable=False),
        sa.Column("failure", sa.String(300), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("risk_score between 0 and 1", name=op.f("ck_application_risk_score")),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_application_candidate_id_candidate"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_application_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisition.id"],
            name=op.f("fk_application_requisition_id_requisition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint(
            "organization_id", "number", name=op.f("uq_application_organization_id_number")
        ),
        sa.UniqueConstraint(
            "requisition_id",
            "external_application_id",
            name=op.f("uq_application_requisition_id_external_application_id"),
        ),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_candidate_id"), ["candidate_id"], unique=False
        )
        batch_op.create_index(
            "ix_application_by_name",
            ["organization_id", "candidate_name", "id", "status", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_application_of_requisition_by_name",
            ["requisition_id", "candidate_name", "id", "status", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_application_of_requisition_by_risk",
            ["requisition_id", "risk_score", "id", "status", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_application_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_application_by_risk",
            ["organization_id", "risk_score", "id", "status", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_application_organization_id_status_created_at_id"),
            ["organization_id", "status", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_application_requisition_id_created_at_id"),
            ["requisition_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_application_requisition_id_status_created_at_id"),
            ["requisition_id", "status", "created_at", "id"],
            unique=False,
        )

    op.create_table(
        "application_count",
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "new",
                "analyzing",
                "analyzed",
                "invited",
                "interviewing",
                "complete",
                "rejected",
                "withdrawn",
                "failed",
                name="applicationstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_application_count_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisition.id"],
            name=op.f("fk_application_count_requisition_id_requisition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "requisition_id", "status", "month", name=op.f("pk_application_count")
        ),
    )
    with op.batch_alter_table("application_count", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_count_organization_id_status_month_number_scored"),
            ["organization_id", "status", "month", "number", "scored"],
            unique=False,
        )

    op.create_table(
        "application_initial",
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "initial",
            sa.String(length=2).with_variant(sa.String(length=2, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_application_initial_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisition.id"],
            name=op.f("fk_application_initial_requisition_id_requisition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("requisition_id", "initial", name=op.f("pk_application_initial")),
    )
    with op.batch_alter_table("application_initial", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_initial_organization_id_initial_number"),
            ["organization_id", "initial", "number"],
            unique=False,
        )

    op.create_table(
        "prompt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column(
            "prompt_type",
            sa.Enum(
                "resume_analysis",
                "interview",
                "evaluation",
                "interview_email",
                name="prompttype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("requisition_id", sa.Uuid(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("template_content", sa.Text(), nullable=False),
        sa.Column("schema_content", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_prompt_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisition.id"],
            name=op.f("fk_prompt_requisition_id_requisition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt")),
        sa.UniqueConstraint(
            "organization_id", "number", name=op.f("uq_prompt_organization_id_number")
        ),
    )
    with op.batch_alter_table("prompt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_prompt_organization_id_prompt_type_requisition_id_is_default"),
            ["organization_id", "prompt_type", "requisition_id", "is_default"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_prompt_requisition_id"), ["requisition_id"], unique=False
        )

    op.create_table(
        "application_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "new",
                "analyzing",
                "analyzed",
                "invited",
                "interviewing",
                "complete",
                "rejected",
                "withdrawn",
                "failed",
                name="from_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "new",
                "analyzing",
                "analyzed",
                "invited",
                "interviewing",
                "complete",
                "rejected",
                "withdrawn",
                "failed",
                name="applicationstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(120), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["user_account.id"],
            name=op.f("fk_application_event_actor_id_user_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_event_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_application_event_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_event")),
    )
    with op.batch_alter_table("application_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_event_application_id_at_id"),
            ["application_id", "at", "id"],
            unique=False,
        )

    op.create_table(
        "application_term",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "term",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("shared", sa.Integer(), nullable=False),
        sa.Column("beside", sa.String(300), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "new",
                "analyzing",
                "analyzed",
                "invited",
                "interviewing",
                "complete",
                "rejected",
                "withdrawn",
                "failed",
                name="applicationstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_term_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_application_term_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", "term", name=op.f("pk_application_term")),
    )
    with op.batch_alter_table("application_term", schema=None) as batch_op:
        batch_op.create_index(
            "ix_application_term_found",
            [
                "organization_id",
                "term",
                "shared",
                "status",
                "requisition_id",
                "created_at",
                "beside",
                "application_id",
            ],
            unique=False,
        )

    op.create_table(
        "log_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "DEBUG",
                "INFO",
                "WARNING",
                "ERROR",
                name="loglevel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("message", sa.String(500), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("requisition_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("extra", json_type, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_log_entry_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_log_entry_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisition.id"],
            name=op.f("fk_log_entry_requisition_id_requisition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entry")),
    )
    with op.batch_alter_table("log_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_log_entry_application_id_id"), ["application_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_log_entry_organization_id_created_at"),
            ["organization_id", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_log_entry_organization_id_id"), ["organization_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_log_entry_organization_id_level_id"),
            ["organization_id", "level", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_log_entry_requisition_id_id"), ["requisition_id", "id"], unique=False
        )

    op.create_table(
        "prompt_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("prompt_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("template_content", sa.Text(), nullable=False),
        sa.Column("schema_content", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("fk_prompt_version_created_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_prompt_version_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["prompt_id"],
            ["prompt.id"],
            name=op.f("fk_prompt_version_prompt_id_prompt"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_version")),
        sa.UniqueConstraint(
            "prompt_id", "version", name=op.f("uq_prompt_version_prompt_id_version")
        ),
    )
    op.create_table(
        "resume",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "pdf",
                "docx",
                "text",
                name="resumeformat",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pages", json_type, nullable=False),
        sa.Column("hidden", json_type, nullable=False),
        sa.Column("problem", sa.String(300), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_resume_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_resume_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume")),
    )
    with op.batch_alter_table("resume", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_resume_application_id_created_at_id"),
            ["application_id", "created_at", "id"],
            unique=False,
        )

    op.create_table(
        "analysis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("resume_id", sa.Uuid(), nullable=True),
        sa.Column("risk_score", sa.Float(), nullable=True),
        sa.Column("relevance_summary", sa.Text(), nullable=False),
        sa.Column("pros", json_type, nullable=False),
        sa.Column("cons", json_type, nullable=False),
        sa.Column("red_flags", json_type, nullable=False),
        sa.Column("suggested_questions", json_type, nullable=False),
        sa.Column("compliance_flags", json_type, nullable=False),
        sa.Column("engine", sa.String(40), nullable=False),
        sa.Column("engine_version", sa.String(40), nullable=False),
        sa.Column("prompt_hash", sa.String(64), nullable=True),
        sa.Column("fallback", sa.String(60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("risk_score between 0 and 1", name=op.f("ck_analysis_risk_score")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_analysis_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_analysis_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resume_id"],
            ["resume.id"],
            name=op.f("fk_analysis_resume_id_resume"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis")),
        sa.UniqueConstraint(
            "organization_id", "number", name=op.f("uq_analysis_organization_id_number")
        ),
    )
    with op.batch_alter_table("analysis", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_analysis_application_id_created_at_id"),
            ["application_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_analysis_resume_id"), ["resume_id"], unique=False)

    op.create_table(
        "interview_evaluation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("reliability_score", sa.Integer(), nullable=True),
        sa.Column("accountability_score", sa.Integer(), nullable=True),
        sa.Column("professionalism_score", sa.Integer(), nullable=True),
        sa.Column("communication_score", sa.Integer(), nullable=True),
        sa.Column("technical_score", sa.Integer(), nullable=True),
        sa.Column("growth_potential_score", sa.Integer(), nullable=True),
        sa.Column("overall_score", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("strengths", json_type, nullable=False),
        sa.Column("weaknesses", json_type, nullable=False),
        sa.Column("red_flags", json_type, nullable=False),
        sa.Column("recommendation", sa.String(20), nullable=False),
        sa.Column("next_interview_focus", json_type, nullable=False),
        sa.Column("basis", json_type, nullable=False),
        sa.Column("rules_version", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_interview_evaluation_interview_id_interview"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_interview_evaluation_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_evaluation")),
        sa.UniqueConstraint("interview_id", name=op.f("uq_interview_evaluation_interview_id")),
        sa.UniqueConstraint(
            "organization_id", "number", name=op.f("uq_interview_evaluation_organization_id_number")
        ),
    )
    op.create_table(
        "queue_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "job_type",
            sa.Enum(
                "sync",
                "analyze",
                "invite",
                "evaluate",
                "report",
                "deliver",
                name="jobtype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "running",
                "completed",
                "failed",
                "dead",
                name="queuestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(120), nullable=True),
        sa.Column("requisition_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("interview_id", sa.Uuid(), nullable=True),
        sa.Column("payload", json_type, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("wanted_again", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.String(300), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_queue_item_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("fk_queue_item_created_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_queue_item_interview_id_interview"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_queue_item_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisition.id"],
            name=op.f("fk_queue_item_requisition_id_requisition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_item")),
        sa.UniqueConstraint(
            "organization_id", "key", name=op.f("uq_queue_item_organization_id_key")
        ),
        sa.UniqueConstraint(
            "organization_id", "number", name=op.f("uq_queue_item_organization_id_number")
        ),
    )
    with op.batch_alter_table("queue_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_queue_item_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_queue_item_interview_id"), ["interview_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_queue_item_organization_id_id"), ["organization_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_queue_item_organization_id_status_priority_id"),
            ["organization_id", "status", "priority", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_queue_item_requisition_id"), ["requisition_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_queue_item_status_started_at"), ["status", "started_at"], unique=False
        )

    op.create_table(
        "resume_file",
        sa.Column("resume_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_resume_file_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resume_id"],
            ["resume.id"],
            name=op.f("fk_resume_file_resume_id_resume"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("resume_id", name=op.f("pk_resume_file")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sequence", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("previous_hash", sa.String(64), nullable=True))
        batch_op.add_column(sa.Column("hash", sa.String(64), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_audit_entry_organization_id_sequence"),
            ["organization_id", "sequence"],
            unique=True,
        )
    keep_audit_entries()

    with op.batch_alter_table("interview", schema=None) as batch_op:
        batch_op.add_column(sa.Column("application_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("requisition_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("persona", json_type, nullable=True))
        batch_op.create_index(
            batch_op.f("ix_interview_application_id_created_at"),
            ["application_id", "created_at"],
            unique=False,
        )
        for columns in OF_REQUISITION:
            batch_op.create_index(
                batch_op.f(f"ix_interview_{'_'.join(columns)}"), columns, unique=False
            )
        batch_op.create_index(
            batch_op.f("ix_interview_organization_id_number"),
            ["organization_id", "number"],
            unique=True,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_interview_application_id_application"),
            "application",
            ["application_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_interview_requisition_id_requisition"),
            "requisition",
            ["requisition_id"],
            ["id"],
            ondelete="SET NULL",
        )
    op.create_table(
        "interview_count",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "scheduled",
                "in_progress",
                "completed",
                "abandoned",
                "expired",
                "cancelled",
                name="interviewstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_interview_count_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "status", "month", name=op.f("pk_interview_count")),
    )
    with op.batch_alter_table("interview_count", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_interview_count_organization_id_status_month_number"),
            ["organization_id", "status", "month", "number"],
            unique=False,
        )
    number_interviews()
    keep_counts()
    change_purposes((*PURPOSES, "analyse"))
    change_mails((*MAILS, "report"))


def downgrade() -> None:
    op.execute("DELETE FROM mail WHERE kind = 'report'")
    change_mails(MAILS)
    op.execute("DELETE FROM model_call WHERE purpose = 'analyse'")
    change_purposes(PURPOSES)
    let_counts_go()
    op.drop_table("interview_count")
    with op.batch_alter_table("interview", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_interview_requisition_id_requisition"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_interview_application_id_application"), type_="foreignkey"
        )
        for columns in OF_REQUISITION:
            batch_op.drop_index(batch_op.f(f"ix_interview_{'_'.join(columns)}"))
        batch_op.drop_index(batch_op.f("ix_interview_organization_id_number"))
        batch_op.drop_index(batch_op.f("ix_interview_application_id_created_at"))
        batch_op.drop_column("persona")
        batch_op.drop_column("number")
        batch_op.drop_column("requisition_id")
        batch_op.drop_column("application_id")

    let_audit_entries_go()
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_organization_id_sequence"))
        batch_op.drop_column("hash")
        batch_op.drop_column("previous_hash")
        batch_op.drop_column("sequence")

    op.drop_table("resume_file")
    op.drop_table("queue_item")
    op.drop_table("interview_evaluation")
    op.drop_table("analysis")
    op.drop_table("resume")
    op.drop_table("prompt_version")
    op.drop_table("log_entry")
    op.drop_table("application_term")
    op.drop_table("application_event")
    op.drop_table("prompt")
    op.drop_table("application_initial")
    op.drop_table("application_count")
    op.drop_table("application")
    op.drop_table("requisition")
    op.drop_table("hiring_settings")
    op.drop_table("workday_mapping")
    op.drop_table("workday_credential")
    op.drop_table("refresh_token")
    op.drop_table("recruiter")
    op.drop_table("persona")
    op.drop_table("oidc_login")
    op.drop_table("oidc_connection")
    op.drop_table("number_series")
    op.drop_table("external_identity")
    op.drop_table("access_request")
    op.drop_table("signing_key")
    op.drop_table("audit_head")
