"""The page to pay on, and an overview with buttons for what banks and shops do later."""

from __future__ import annotations

import asyncio
from html import escape
from string import Template
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.simulators.stripe.cards import CARDS
from app.simulators.stripe.simulation import SimulationDep  # noqa: TC001 - FastAPI reads it
from app.simulators.stripe.store import card_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.simulators.stripe.simulation import Simulation
    from app.simulators.stripe.store import Store
    from app.simulators.stripe.webhooks import Event

router = APIRouter()

PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
:root { color-scheme: light dark; --ink: #1b1d1f; --dim: #55595e; --ground: #fbfbfa;
  --panel: #fff; --line: #c9c9c4; --accent: #3b5bdb; --bad: #a61b1b; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececea; --dim: #a9adb2; --ground: #17181a;
  --panel: #1f2123; --line: #4a4d52; --accent: #a5b8ff; --bad: #ffb0a8; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
main { max-width: $width; margin: 0 auto; }
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: 8px;
  padding: 20px; margin: 16px 0; overflow-x: auto; }
h1 { font-size: 20px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 24px 0 8px; }
.amount { font-size: 32px; font-weight: 600; margin: 0; } .dim { color: var(--dim); margin: 0; }
.bad { color: var(--bad); font-weight: 600; }
fieldset { border: 0; padding: 0; margin: 0 0 16px; } legend { font-weight: 600; padding: 0; }
label { display: flex; gap: 10px; padding: 8px 0; align-items: baseline; }
button, .button { font: inherit; padding: 8px 14px; border-radius: 6px; cursor: pointer;
  border: 1px solid var(--line); background: var(--panel); color: var(--ink); }
.pay { background: #3b5bdb; border-color: #3b5bdb; color: #fff; font-weight: 600; width: 100%; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); } form.inline { display: inline; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
code { font-size: 13px; }
</style>
</head>
<body><main>
<p class="dim" role="note"><strong>Stripe simulator.</strong> No money is moved, and no card is
real.</p>
$content
</main></body>
</html>
""")


@router.get("/")
async def overview(simulation: SimulationDep) -> HTMLResponse:
    """What there is, with buttons for what banks and shops do later."""
    return _page("Stripe simulator", _overview(simulation), width="960px")


@router.get("/pay/{key}")
async def pay_page(key: str, simulation: SimulationDep) -> HTMLResponse:
    """The page to pay on."""
    session = simulation.store.session(key)
    return _gone() if session is None else _page("Pay", _payment(session))


@router.post("/pay/{key}")
async def pay(
    key: str, simulation: SimulationDep, card: Annotated[str, Form()] = "pays"
) -> Response:
    """Pay, and go back to the shop; or say why not."""
    session = simulation.store.session(key)
    if session is None:
        return _gone()
    chosen = card_of(card)
    trouble = simulation.store.pay(session, chosen)
    if trouble is not None:
        return _page("Not paid", _payment(session, trouble, chosen.key), status=402)
    if chosen.arrives_later:
        arrival = _settle(simulation, session, arrives=not chosen.never_arrives)
        task = asyncio.ensure_future(arrival)
        simulation.tasks.add(task)
        task.add_done_callback(simulation.tasks.discard)
    back = session["success_url"].replace("{CHECKOUT_SESSION_ID}", key)
    return RedirectResponse(back, status_code=303)


async def _settle(simulation: Simulation, session: dict[str, Any], *, arrives: bool) -> None:
    await asyncio.sleep(simulation.settle_s)
    simulation.store.settle(session, arrives=arrives)


def _payment(session: dict[str, Any], trouble: str | None = None, chosen: str = "pays") -> str:
    amount = _money(session["amount_total"], session["currency"])
    head = (
        f'<div class="panel"><h1>{escape(session["description"])}</h1>'
        f'<p class="amount">{amount}</p>'
        f'<p class="dim">{escape(session["customer_email"] or "")}</p>'
    )
    if trouble is not None:
        head += f'<p class="bad" role="alert">{escape(trouble)}</p>'
    if session["status"] != "open":
        words = "This has been paid." if session["status"] == "complete" else "This has expired."
        return f"{head}<p>{words}</p></div>"
    options = "".join(
        f'<label><input type="radio" name="card" value="{card.key}"'
        f"{' checked' if card.key == chosen else ''}><span>{escape(card.label)}</span></label>"
        for card in CARDS.values()
    )
    cancel = (
        f'<p><a href="{escape(session["cancel_url"])}">Cancel and go back</a></p>'
        if session["cancel_url"]
        else ""
    )
    return (
        f'{head}<form method="post" action="/pay/{session["id"]}">'
        f"<fieldset><legend>Pay with</legend>{options}</fieldset>"
        f'<button class="pay" type="submit">Pay {amount}</button></form>{cancel}</div>'
    )


def _overview(simulation: Simulation) -> str:
    store, webhooks = simulation.store, simulation.webhooks
    sessions = "".join(_session_row(one) for one in reversed(store.all("checkout.session")))
    charges = "".join(_charge_row(store, one) for one in reversed(store.all("charge")))
    events = "".join(_event_row(event) for event in reversed(webhooks.events[-100:]))
    return (
        f"<h1>Payments and events</h1><p>Events go to <code>{escape(webhooks.url)}</code>.</p>"
        + _table("Checkout sessions", ("Session", "Amount", "Status", "Do"), sessions)
        + _table("Charges", ("Charge", "Amount", "Refunded", "Do"), charges)
        + _table("Events", ("Type", "Answers", "Do"), events)
    )


def _event_row(event: Event) -> str:
    answers = ", ".join(str(one or "no answer") for one in event.attempts) or "not sent"
    again = _button(f"/simulator/events/{event.body['id']}/send", "Send again")
    return f"<tr><td>{event.body['type']}</td><td>{answers}</td><td>{again}</td></tr>"


def _session_row(session: dict[str, Any]) -> str:
    link = (
        f'<a href="/pay/{session["id"]}">Pay</a> '
        + _button(f"/simulator/sessions/{session['id']}/expire", "Expire")
        if session["status"] == "open"
        else ""
    )
    return (
        f"<tr><td><code>{session['id']}</code></td>"
        f"<td>{_money(session['amount_total'], session['currency'])}</td>"
        f"<td>{session['status']}, {session['payment_status']}</td><td>{link}</td></tr>"
    )


def _charge_row(store: Store, charge: dict[str, Any]) -> str:
    intent = charge["payment_intent"]
    acts = []
    if not charge["refunded"]:
        acts.append(_button("/simulator/refunds", "Refund", payment_intent=intent))
    dispute = next((one for one in store.all("dispute") if one["charge"] == charge["id"]), None)
    if dispute is None:
        acts.append(_button("/simulator/disputes", "Dispute", payment_intent=intent))
    elif dispute["status"] not in {"won", "lost"}:
        close = f"/simulator/disputes/{dispute['id']}/close"
        acts.append(_button(close, "Dispute won", status="won"))
        acts.append(_button(close, "Dispute lost", status="lost"))
    return (
        f"<tr><td><code>{charge['id']}</code></td>"
        f"<td>{_money(charge['amount'], charge['currency'])}</td>"
        f"<td>{_money(charge['amount_refunded'], charge['currency'])}</td>"
        f"<td>{' '.join(acts)}</td></tr>"
    )


def _table(title: str, heads: Iterable[str], rows: str) -> str:
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    body = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<h2>{title}</h2><div class="panel">{body if rows else "<p>None yet.</p>"}</div>'


def _button(action: str, words: str, **fields: str) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    return (
        f'<form class="inline" method="post" action="{action}">{hidden}'
        f'<button type="submit">{words}</button></form>'
    )


def _money(cents: int, currency: str) -> str:
    return f"{cents // 100:,}.{cents % 100:02d} {currency.upper()}"


def _gone() -> HTMLResponse:
    words = (
        '<div class="panel"><h1>There is no such payment</h1><p>The simulator keeps payments only '
        "while it runs. Begin the top-up again.</p></div>"
    )
    return _page("No such payment", words, status=404)


def _page(title: str, content: str, *, width: str = "480px", status: int = 200) -> HTMLResponse:
    return HTMLResponse(PAGE.substitute(title=title, content=content, width=width), status)
