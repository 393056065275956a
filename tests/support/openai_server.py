"""An OpenAI-compatible server from a public package, on loopback, for as long as tests run.

`python -m tests.support.openai_server` installs it into `var/`, once for each lock file; that
needs the network, and nothing after it does.
"""

from __future__ import annotations

import json
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.settings import get_settings
from tests.support.npm import Package

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Package(Path(__file__).parent / "aimock", "@copilotkit/aimock/dist/index.js")
KEY = "sk-for-tests-0123456789"


class ModelServer:
    """The server's address, what its models say, and what they were asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.base_url = f"{url}/v1"

    def script(self, model: str, *answers: dict, **every: object) -> None:
        """What a model says to one request after the other; the last answer is repeated.

        An answer is a fixture of the package: `{"response": {"content": …}}` and whatever goes
        beside it; `every` goes beside each.
        """
        fixtures = [
            {"match": {"model": model, "sequenceIndex": place}, **every, **one}
            for place, one in enumerate(answers[:-1])
        ]
        fixtures.append({"match": {"model": model}, **every, **answers[-1]})
        self._call("POST", "/__aimock/fixtures", {"fixtures": fixtures})

    def requests(self, *models: str) -> list[dict]:
        """The bodies of the requests to these models, in order."""
        entries = self._call("GET", "/__aimock/journal?limit=5000")
        found = entries if isinstance(entries, list) else entries["entries"]
        bodies = [one["body"] for one in found if one["body"]]
        return [body for body in bodies if body.get("model") in models]

    def _call(self, method: str, path: str, body: object = None):
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())


def says(content: object, **beside: object) -> dict:
    """An answer: JSON of anything that is not a text. It takes 1,000 tokens in and 100 out."""
    text = content if isinstance(content, str) else json.dumps(content)
    usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
    return {"response": {"content": text, "usage": usage}, **beside}


def fails(status: int, **beside: object) -> dict:
    """An answer that is an error of that HTTP status."""
    return {"response": {"error": {"message": "out of order"}, "status": status, **beside}}


@contextmanager
def running() -> Iterator[ModelServer]:
    """The server, while this block lasts."""
    with PACKAGE.running() as url:
        yield ModelServer(url)


@pytest.fixture(scope="session")
def model_server() -> Iterator[ModelServer]:
    """One server for all tests of a worker."""
    with running() as server:
        yield server


@pytest.fixture
def openai_settings(
    model_server: ModelServer, database: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ModelServer]:
    """The settings name this server, an able model, and prices that make 1,100 tokens 30 micros."""
    from app.engines.openai import breaker

    breaker.forget()
    for name, value in {
        "ENGINE": "openai",
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": model_server.base_url,
        "OPENAI_MODEL": "able",
        "OPENAI_TIMEOUT_SECONDS": "20",
        "OPENAI_INPUT_CENTS_PER_MILLION": "1",
        "OPENAI_OUTPUT_CENTS_PER_MILLION": "20",
    }.items():
        monkeypatch.setenv(f"VIVAVOCE_{name}", value)
    get_settings.cache_clear()
    yield model_server
    breaker.forget()


if __name__ == "__main__":
    print("The model server for tests is " + ("installed." if PACKAGE.install() else "there."))
