"""Tables of billing. Money is whole cents; the currency stands beside it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_id

CURRENCY = "usd"


class Account(StrEnum):
    """An account of the ledger. What an organisation has is its WALLET.

    PAYMENTS stands for money that came in or went back through the payment provider, REVENUE for
    interviews that were paid, PROMOTIONS for credit that was given, RECEIVABLE for what was taken
    back of a payment when the wallet no longer held it. Seen from the organisation: what it owes
    makes RECEIVABLE negative.
    """

    WALLET = "wallet"
    PAYMENTS = "payments"
    REVENUE = "revenue"
    PROMOTIONS = "promotions"
    RECEIVABLE = "receivable"


class TransactionKind(StrEnum):
    """What a transaction is for."""

    TOP_UP = "top_up"
    CREDIT = "credit"
    INTERVIEW = "interview"
    INTERVIEW_REFUND = "interview_refund"
    PAYMENT_REFUND = "payment_refund"
    DISPUTE = "dispute"
    DISPUTE_WON = "dispute_won"


class TopUpStatus(StrEnum):
    """Where a top-up stands."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


class Wallet(SQLModel, table=True):
    """An organisation's wallet, and the row whose lock its transactions take.

    `balance_cents` repeats the sum of the wallet's entries, so that the database itself refuses a
    negative one; `owed_cents` is what RECEIVABLE lacks.
    """

    __tablename__ = "wallet"
    __table_args__ = (
        CheckConstraint("balance_cents >= 0", name="balance"),
        CheckConstraint("owed_cents >= 0", name="owed"),
    )

    organization_id: UUID = Field(
        foreign_key="organization.id", ondelete="CASCADE", primary_key=True
    )
    balance_cents: int = 0
    owed_cents: int = 0
    currency: str = Field(default=CURRENCY, max_length=3)
    low_balance_cents: int = 5_000
    low_notified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    auto_top_up: bool = False
    auto_below_cents: int = 5_000
    auto_amount_cents: int = 25_000
    auto_failed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    auto_failure: str | None = Field(default=None, max_length=300)
    stripe_customer_id: str | None = Field(default=None, max_length=255, unique=True)
    payment_method_id: str | None = Field(default=None, max_length=255)
    card_brand: str | None = Field(default=None, max_length=40)
    card_last4: str | None = Field(default=None, max_length=4)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class LedgerTransaction(SQLModel, table=True):
    """Something that moved money; its entries sum to zero. Only ever added.

    `reference` names the cause, so that none is booked twice.
    """

    __tablename__ = "ledger_transaction"
    __table_args__ = (
        UniqueConstraint("organization_id", "reference"),
        Index(None, "organization_id", "kind", "created_at", "id"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "interview_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    kind: TransactionKind = Field(sa_column=Column(enum_column(TransactionKind), nullable=False))
    reference: str = Field(max_length=255)
    memo: str = Field(max_length=200)
    currency: str = Field(default=CURRENCY, max_length=3)
    interview_id: UUID | None = None
    top_up_id: UUID | None = None
    user_id: UUID | None = None
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class LedgerEntry(SQLModel, table=True):
    """One side of a transaction: cents into an account, or out of it when negative."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        # Running balances are summed from this index alone.
        Index(
            "ix_ledger_entry_running",
            "organization_id",
            "account",
            "created_at",
            "transaction_id",
            "amount_cents",
        ),
        Index(None, "transaction_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    transaction_id: UUID = Field(foreign_key="ledger_transaction.id", ondelete="CASCADE")
    account: Account = Field(sa_column=Column(enum_column(Account), nullable=False))
    amount_cents: int
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class TopUp(SQLModel, table=True):
    """A payment into the wallet: begun in the browser, or by itself with the saved card.

    `refunded_cents` and `disputed_cents` are what has been taken back of it so far.
    """

    __tablename__ = "top_up"
    __table_args__ = (Index(None, "organization_id", "created_at", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    amount_cents: int
    currency: str = Field(default=CURRENCY, max_length=3)
    status: TopUpStatus = Field(
        default=TopUpStatus.PENDING, sa_column=Column(enum_column(TopUpStatus), nullable=False)
    )
    automatic: bool = False
    checkout_session_id: str | None = Field(default=None, max_length=255, unique=True)
    payment_intent_id: str | None = Field(default=None, max_length=255, unique=True)
    receipt_number: str | None = Field(default=None, max_length=40, unique=True)
    refunded_cents: int = 0
    disputed_cents: int = 0
    failure: str | None = Field(default=None, max_length=300)
    created_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    paid_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class StripeEvent(SQLModel, table=True):
    """An event of Stripe's that was taken in; none is taken in twice."""

    __tablename__ = "stripe_event"

    id: str = Field(max_length=255, primary_key=True)
    type: str = Field(max_length=80)
    received_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime, index=True)
