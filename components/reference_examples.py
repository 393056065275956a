"""Code that makes a call, in each language, with blanks for what is the reader's own.

A blank is written `{{name}}`: `base_url`, `position_id`, `interview_id` (any of theirs) and
`reported_id` (one that has a report). The API key is never in an example: each reads it from the
environment.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from components.reference_samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from components.reference_document import Document, Operation

LANGUAGES = (("curl", "curl"), ("python", "Python"), ("javascript", "JavaScript"))
KEY_VARIABLE = "VIVAVOCE_API_KEY"
_BLANK = re.compile(r"\{\{(\w+)\}\}")


def pieces(code: str) -> Iterator[tuple[str, str]]:
    """The code in order, as pairs of text and the name of the blank behind it ("" at the end)."""
    at = 0
    for blank in _BLANK.finditer(code):
        yield code[at : blank.start()], blank[1]
        at = blank.end()
    yield code[at:], ""


def fill(code: str, values: Mapping[str, str]) -> str:
    """The code with the blanks filled in. Raises KeyError for one without a value."""
    return _BLANK.sub(lambda blank: values[blank[1]], code)


def call(document: Document, operation: Operation) -> dict[str, str]:
    """An example of the call per language, with nothing in the body but what is required."""
    blank = "reported_id" if operation.path.endswith("/report") else "interview_id"
    address = "{{base_url}}" + operation.path.replace("{id}", f"{{{{{blank}}}}}")
    body = None
    if operation.body is not None:
        body = sample(document, operation.body, whole=False)
        body["position_id"] = "{{position_id}}"
    return {
        "curl": _curl(operation, address, body),
        "python": _python(operation, address, body),
        "javascript": _javascript(operation, address, body),
    }


def _curl(operation: Operation, address: str, body: Any) -> str:
    lines = ["curl --fail-with-body", f'"{address}"', f'-H "Authorization: Bearer ${KEY_VARIABLE}"']
    if operation.takes_key:
        lines.append('-H "Idempotency-Key: $(openssl rand -hex 16)"')
    if body is not None:
        lines.append('-H "Content-Type: application/json"')
        lines.append(f"-d '{_json(body, 2)}'")
    return " \\\n  ".join(lines) + "\n"


def _python(operation: Operation, address: str, body: Any) -> str:
    key = f"""f"Bearer {{os.environ['{KEY_VARIABLE}']}}\""""
    headers = [f'"Authorization": {key}']
    if operation.takes_key:
        headers.append('"Idempotency-Key": str(uuid.uuid4())')
    # JSON of objects, lists, texts and numbers is Python as it stands.
    sent = f"\n    json={_json(body, 4, first=4)}," if body is not None else ""
    imports = "import os\nimport uuid\n" if operation.takes_key else "import os\n"
    return (
        f"{imports}\nimport httpx\n\n"
        f"response = httpx.{operation.method.lower()}(\n"
        f'    "{address}",\n'
        f"    headers={_members(headers, 4)},{sent}\n"
        "    timeout=30,\n"
        ")\n"
        "response.raise_for_status()\n"
        'print(response.json()["data"])\n'
    )


def _javascript(operation: Operation, address: str, body: Any) -> str:
    headers = [f"Authorization: `Bearer ${{process.env.{KEY_VARIABLE}}}`"]
    if body is not None:
        headers.append('"Content-Type": "application/json"')
    if operation.takes_key:
        headers.append('"Idempotency-Key": crypto.randomUUID()')
    method = f'\n  method: "{operation.method}",' if operation.method != "GET" else ""
    sent = f"\n  body: JSON.stringify({_json(body, 2, first=2)})," if body is not None else ""
    return (
        f'const response = await fetch("{address}", {{{method}\n'
        f"  headers: {_members(headers, 2, space=' ')},{sent}\n"
        "});\n"
        "const { data, error } = await response.json();\n"
        "if (error) throw new Error(`${error.code}: ${error.message}`);\n"
        "console.log(data);\n"
    )


def _members(members: list[str], margin: int, *, space: str = "") -> str:
    """A dictionary or object with those members, on a line each unless there is only one."""
    if len(members) == 1:
        return f"{{{space}{members[0]}{space}}}"
    lines = "".join(f"\n{' ' * 2 * margin}{member}," for member in members)
    return f"{{{lines}\n{' ' * margin}}}"


def _json(value: Any, step: int, *, first: int = 2) -> str:
    """JSON whose lines, but for the first, stand `first` columns further in."""
    return json.dumps(value, indent=step, ensure_ascii=False).replace("\n", "\n" + " " * first)
