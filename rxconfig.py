"""Reflex's configuration, derived from the product's settings."""

import os
from urllib.parse import urlsplit

import reflex as rx

from app.settings import get_settings

settings = get_settings()
address = urlsplit(settings.base_url)

config = rx.Config(
    app_name="app",
    api_url=settings.base_url,
    deploy_url=settings.base_url,
    backend_host=os.environ.get("VIVAVOCE_HOST", "127.0.0.1"),
    cors_allowed_origins=[f"{address.scheme}://{address.netloc}"],
    redis_url=settings.redis_url or None,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_packages=[
        "@fontsource-variable/inter",
        "@fontsource-variable/newsreader",
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
