"""How a provider is reached: an organisation's own address only where it is public.

The name is resolved for each request, every address it has is checked, and the connection goes to
a checked one, with the certificate verified for the name. The operator's own address may be
private, and is reached as any other program would reach it, through a proxy where one is set.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import httpx
import httpx2
from openai import AsyncOpenAI

from app.core import outbound

if TYPE_CHECKING:
    import ssl

    from app.engines.choices import Configuration

CONNECT_S = 5.0


def open_client(configuration: Configuration) -> AsyncOpenAI:
    """A client of the SDK, to be closed after use. It tries once: retrying is done above it."""
    # How long an attempt may take as a whole is for its caller to say.
    timeout = httpx2.Timeout(None, connect=CONNECT_S)
    http = (
        httpx2.AsyncClient(verify=_tls(), timeout=timeout)
        if configuration.is_ours
        else httpx2.AsyncClient(transport=PublicTransport(), timeout=timeout, trust_env=False)
    )
    return AsyncOpenAI(
        api_key=configuration.api_key,
        base_url=configuration.base_url,
        max_retries=0,
        http_client=http,
    )


class PublicTransport(httpx2.AsyncBaseTransport):
    """Connects to checked addresses alone. Redirects are not followed by its clients."""

    def __init__(self) -> None:
        self._inner = httpx2.AsyncHTTPTransport(verify=_tls(), trust_env=False)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Ask at the first address of the host. Raises ConnectError for a refused one."""
        try:
            addresses = await outbound.checked_addresses(httpx.URL(str(request.url)))
        except outbound.OutboundError as error:
            raise httpx2.ConnectError(str(error), request=request) from None
        host = request.url.raw_host.decode("ascii")
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=addresses[0])
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Close what is open."""
        await self._inner.aclose()


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """What verifies certificates; to load the authorities takes too long for every call."""
    return httpx2.create_ssl_context()
