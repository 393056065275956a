"""Every setting, in one typed class, read from the environment (`VIVAVOCE_…`) or a `.env` file."""

from __future__ import annotations

import secrets
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DEFAULT_SECRET = "not-a-secret-for-trying-out-only"  # noqa: S105 - refused in production


class Environment(StrEnum):
    """Demo is safe to try and seeds itself; production refuses anything unsafe."""

    DEMO = "demo"
    PRODUCTION = "production"


class SmtpSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class EngineName(StrEnum):
    """Which engine interviews and grades where an organisation has not chosen one."""

    BUILT_IN = "built-in"
    OPENAI = "openai"


class SettingsError(RuntimeError):
    """The configuration cannot be used; the message says what to change."""


class Settings(BaseSettings):
    """The configuration of one process."""

    model_config = SettingsConfigDict(env_prefix="VIVAVOCE_", env_file=".env", extra="ignore")

    environment: Environment = Environment.DEMO
    base_url: str = "http://127.0.0.1:8000"
    var_dir: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    secret_key: SecretStr = SecretStr(DEFAULT_SECRET)
    session_days: int = Field(default=14, ge=1, le=90)
    invitation_days: int = Field(default=14, ge=1, le=90)
    sign_in_attempts: int = Field(default=8, ge=1)
    sign_in_window_minutes: int = Field(default=15, ge=1)
    jobs: bool = True
    cents_per_minute: int = Field(default=40, ge=0)
    api_requests_per_minute: int = Field(default=1_200, ge=1)
    api_burst: int = Field(default=300, ge=1)
    agent_requests_per_minute: int = Field(default=60, ge=1)
    agent_sockets: int = Field(default=10, ge=1)
    recruiting_requests_per_minute: int = Field(default=300, ge=1)
    credentials_requests_per_minute: int = Field(default=10, ge=1)
    public_requests_per_minute: int = Field(default=60, ge=1)
    access_token_minutes: int = Field(default=15, ge=1, le=60)
    refresh_token_days: int = Field(default=30, ge=1, le=365)
    signing_key_days: int = Field(default=30, ge=1, le=365)
    credential_keys: SecretStr = SecretStr("")
    workday_timeout_seconds: float = Field(default=20.0, gt=0, le=120)
    resume_megabytes: int = Field(default=10, ge=1, le=100)
    resume_pages: int = Field(default=50, ge=1, le=500)
    engine: EngineName = EngineName.BUILT_IN
    openai_api_key: SecretStr = SecretStr("")
    openai_base_url: str = "https://api.openai.com/v1"
    openai_model: str = "gpt-5-mini"
    openai_temperature: float | None = Field(default=None, ge=0, le=2)
    openai_timeout_seconds: float = Field(default=30.0, gt=0, le=300)
    openai_judgements: int = Field(default=3, ge=1, le=9)
    openai_budget_cents: int = Field(default=100, ge=0)
    openai_input_cents_per_million: float = Field(default=25.0, ge=0)
    openai_output_cents_per_million: float = Field(default=200.0, ge=0)
    webhook_private_hosts: Annotated[list[str], NoDecode] = []
    stripe_secret_key: SecretStr = SecretStr("")
    stripe_webhook_secret: SecretStr = SecretStr("")
    stripe_api_base: str = ""
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65_535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_security: SmtpSecurity = SmtpSecurity.STARTTLS
    mail_from: str = "Vivavoce <no-reply@localhost>"
    ashby_api_base: str = "https://api.ashbyhq.com"

    @field_validator("webhook_private_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [one.strip() for one in value.split(",")] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _production_is_safe(self) -> Self:
        if self.environment is Environment.PRODUCTION:
            key = self.secret_key.get_secret_value()
            if key == DEFAULT_SECRET or len(key) < 32:  # noqa: PLR2004
                raise ValueError(
                    "production needs VIVAVOCE_SECRET_KEY, at least 32 characters "
                    f"(for instance {secrets.token_urlsafe(32)})"
                )
            if not self.base_url.startswith("https://"):
                raise ValueError("production needs VIVAVOCE_BASE_URL with https://")
        return self

    @property
    def is_demo(self) -> bool:
        """Whether the demo organisation is seeded and its sign-in printed."""
        return self.environment is Environment.DEMO

    @property
    def database(self) -> str:
        """The async database URL; SQLite under `var/` unless another is set."""
        if not self.database_url:
            return f"sqlite+aiosqlite:///{(self.var_dir / 'vivavoce.db').resolve()}"
        for plain in ("postgres://", "postgresql://"):
            if self.database_url.startswith(plain):
                return "postgresql+psycopg://" + self.database_url.removeprefix(plain)
        return self.database_url

    @property
    def secure_cookies(self) -> bool:
        """Cookies are marked Secure wherever the site itself is served over TLS."""
        return self.base_url.startswith("https://")


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process. Raises SettingsError, in words for whoever starts it."""
    try:
        return Settings()
    except ValueError as error:
        reasons = getattr(error, "errors", list)() or [{"msg": str(error)}]
        lines = [str(reason["msg"]).removeprefix("Value error, ") for reason in reasons]
        raise SettingsError("The configuration cannot be used: " + "; ".join(lines)) from None
