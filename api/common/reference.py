"""The OpenAPI document as a page to read: no script, and nothing loaded from elsewhere."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_STYLE = """
:root { color-scheme: light dark; background: Canvas; color: CanvasText; }
a { color: inherit; }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 56rem; }
body { margin: 0 auto; padding: 2rem 1rem; }
h1, h2, h3 { line-height: 1.25; margin: 2.2em 0 .6em; } h1 { margin-top: 0; }
code, pre { font: .875em/1.5 ui-monospace, monospace; }
pre { padding: .8rem 1rem; overflow-x: auto; border: 1px solid #8886; border-radius: 6px; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
td, th { border: 1px solid #8886; padding: .35rem .6rem; text-align: left; vertical-align: top; }
section { border-top: 1px solid #8886; margin-top: 2rem; }
"""
_FENCE = re.compile(r"```\w*\n(.*?)```", re.DOTALL)


def page_of(document: Mapping[str, Any]) -> str:
    """The page of a document."""
    info = document["info"]
    operations = "".join(
        _operation(document, method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    )
    title = escape(info["title"])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><h1>{title}</h1>"
        f"<p>Base URL: <code>{escape(document['servers'][0]['url'])}</code>. "
        'The same for programs: <a href="openapi.json">openapi.json</a>.</p>'
        f"{prose(info['description'])}{operations}</main></body></html>"
    )


def prose(text: str) -> str:
    """Markdown as far as our descriptions use it: headings, tables, code, paragraphs."""
    parts = _FENCE.split(text)
    return "".join(
        f'<pre tabindex="0"><code>{escape(part)}</code></pre>' if number % 2 else _blocks(part)
        for number, part in enumerate(parts)
    )


def example_of(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """An example of a schema: its own, or one made of those of its members."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return example_of(document, document["components"]["schemas"][name])
    if "examples" in schema:
        return schema["examples"][0]
    if "anyOf" in schema:
        return example_of(document, schema["anyOf"][0])
    if "properties" in schema:
        return {name: example_of(document, member) for name, member in schema["properties"].items()}
    if "items" in schema:
        return [example_of(document, schema["items"])]
    plain = {"string": "…", "integer": 0, "number": 0.0, "boolean": True, "object": {}}
    return schema.get("const", schema.get("enum", [plain.get(schema.get("type", ""))])[0])


def _blocks(text: str) -> str:
    return "".join(_block(block) for block in text.strip().split("\n\n") if block.strip())


def _block(block: str) -> str:
    heading, _, rest = block.partition("\n")
    if heading.startswith("## "):
        return f"<h2>{escape(heading[3:])}</h2>" + (_blocks(rest) if rest.strip() else "")
    if block.startswith("|"):
        rows = [row.strip("|").split("|") for row in block.splitlines() if "---" not in row]
        head, *body = rows
        return (
            '<table tabindex="0"><thead>'
            + _row(head, "th")
            + "</thead><tbody>"
            + "".join(_row(row, "td") for row in body)
            + "</tbody></table>"
        )
    return f"<p>{_inline(block)}</p>"


def _row(cells: list[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{_inline(cell.strip())}</{tag}>" for cell in cells) + "</tr>"


def _inline(text: str) -> str:
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", marked)


def _operation(
    document: Mapping[str, Any], method: str, path: str, operation: Mapping[str, Any]
) -> str:
    return (
        f"<section><h3>{escape(operation['summary'])}</h3>"
        f"<p><code>{method.upper()} {escape(path)}</code></p>"
        f"{prose(operation.get('description', ''))}"
        f"{''.join(_bodies(document, operation))}</section>"
    )


def _bodies(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[str]:
    """What is sent and what is answered, each with an example."""
    sent = operation.get("requestBody")
    if sent:
        yield "<h4>Request</h4>" + _sent(document, sent["content"])
    refusals = []
    for status, answer in sorted(operation["responses"].items()):
        if status.startswith("2"):
            schema = answer.get("content", {}).get("application/json", {}).get("schema")
            body = _json(example_of(document, schema)) if schema else "<p>Without a body.</p>"
            yield f"<h4>Answer: {status}</h4>{body}"
        else:
            refusals.append([f"`{status}`", answer["description"]])
    yield (
        '<table tabindex="0"><tbody>'
        + "".join(_row(one, "td") for one in refusals)
        + "</tbody></table>"
    )


def _sent(document: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """An example of a body and its fields; of files, which kinds there are."""
    if "application/json" not in content:
        return f"<p>{_inline(', '.join(f'`{kind}`' for kind in content))}</p>"
    schema = content["application/json"]["schema"]
    return _json(example_of(document, schema)) + _fields(document, schema)


def _fields(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    name = schema["$ref"].rsplit("/", 1)[1]
    members = document["components"]["schemas"][name]["properties"]
    rows = [[f"`{key}`", _described(member)] for key, member in members.items()]
    body = "".join(_row(row, "td") for row in rows)
    return f'<table tabindex="0"><tbody>{body}</tbody></table>'


def _described(member: Mapping[str, Any]) -> str:
    """What a member is, and within which bounds."""
    bounds = [
        f"{words} {member[key]:,}{unit}"
        for key, words, unit in (
            ("minimum", "at least", ""),
            ("maximum", "at most", ""),
            ("maxLength", "at most", " characters"),
            ("maxItems", "at most", ""),
        )
        if key in member
    ]
    text = member.get("description", "")
    return f"{text} {', '.join(bounds).capitalize()}." if bounds else text


def _json(value: object) -> str:
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return f'<pre tabindex="0"><code>{escape(text)}</code></pre>'
