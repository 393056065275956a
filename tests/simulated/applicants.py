"""Simulated applicants, who take their interviews by programs of their own and never give up.

Whatever breaks, they come again, look where the interview stands, and say what has not been heard.
"""

from __future__ import annotations

import asyncio
from itertools import cycle
from typing import TYPE_CHECKING

import aiohttp

from tests.support.recruiting import Socket

if TYPE_CHECKING:
    from tests.support.pipeline import Product

ANSWER = "I measured where the time went, changed one thing, and measured again"
AGAIN_S = 0.3
LONGEST_S = 60
BROKEN = (aiohttp.ClientError, TimeoutError, OSError)


class GoneError(Exception):
    """The server is not what it was a moment ago."""


class Applicant:
    """Somebody with an invitation. What they say is different each time, and the same if repeated.

    `ways` are the manners in which they talk, one after another: each is left when it breaks, and
    who has not used all of them leaves it after an answer.
    """

    def __init__(self, product: Product, token: str, *ways: str, patient: bool = True) -> None:
        self.product, self.token, self.ways = product, token, ways
        self.said = self.breaks = 0
        self.used: set[str] = set()
        self._heard: object = None
        self._patient = patient
        self._is_over = False

    async def take(self) -> None:
        """Begin, answer, and come back until it is over."""
        async with aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=LONGEST_S), trust_env=False
        ) as http:
            for way in cycle(self.ways):
                try:
                    await (self._by_requests if way == "rest" else self._by_socket)(http)
                except (*BROKEN, GoneError):
                    self.breaks += 1
                    await asyncio.sleep(AGAIN_S)
                if self._is_over:
                    return

    async def _by_requests(self, http: aiohttp.ClientSession) -> None:
        at = f"http://{self.product.address}/public/interviews/{self.token}"
        info = await _answer(http, "GET", at)
        if info["status"] == "scheduled":
            info = await _answer(http, "POST", f"{at}/start", json={})
        self._is_over = info["isComplete"]
        message = info["assistantMessage"]
        while not self._is_over:
            words = self._words(message["content"])
            body = {"content": words, "replyTo": message["id"]}
            exchange = await _answer(http, "POST", f"{at}/messages", json=body)
            self.used.add("rest")
            assert exchange["userMessage"]["content"] == words
            self._is_over, message = exchange["isComplete"], exchange["assistantMessage"]
            await self._interrupted()

    async def _by_socket(self, http: aiohttp.ClientSession) -> None:
        at = f"ws://{self.product.address}/ws/interviews/{self.token}"
        async with http.ws_connect(at) as opened:
            socket = Socket(opened)
            while True:
                try:
                    message = await socket.told()
                except TypeError as broken:
                    raise GoneError from broken
                assert message["type"] == "message", message
                self._is_over = message["isComplete"]
                if self._is_over:
                    assert await socket.told() == {"type": "interview_complete"}
                    return
                if "socket" in self.used:
                    self._change()
                await socket.say(self._words(message["content"]))
                self.used.add("socket")

    def _words(self, heard: str) -> str:
        """What to say to that; to the same as last time, the same."""
        if heard != self._heard:
            self._heard = heard
            self.said += 1
        return f"{ANSWER}, for the {self.said}. time."

    async def _interrupted(self) -> None:
        """After an answer: who is impatient has the server killed, once."""
        if not self._patient:
            self._patient = True
            await self.product.kill()
        self._change()

    def _change(self) -> None:
        """Leave the way that was used for one of those that were not."""
        if self.used != set(self.ways):
            raise GoneError


async def _answer(http: aiohttp.ClientSession, method: str, url: str, **given) -> dict:
    async with http.request(method, url, **given) as response:
        if response.status >= 500:
            raise GoneError
        body = await response.json()
        assert response.status == 200, body
        return body["data"]
