"""Code for what takes more than one call: retrying safely, and receiving webhooks.

Each runs as it stands once its blanks (see `reference_examples`) are filled in.
"""

from __future__ import annotations

SECRET_VARIABLE = "VIVAVOCE_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable

RETRY = {
    "curl": """\
# Once per interview wanted, not once per attempt.
key=$(openssl rand -hex 16)

# Tries again on 429 and 5xx, and waits as long as Retry-After says.
curl --fail-with-body --max-time 30 --retry 5 --retry-connrefused \\
  "{{base_url}}/api/v1/integrations/interviews" \\
  -H "Authorization: Bearer $VIVAVOCE_API_KEY" \\
  -H "Idempotency-Key: $key" \\
  -H "Content-Type: application/json" \\
  -d '{
    "position_id": "{{position_id}}",
    "candidate": {
      "email": "robin@example.com",
      "full_name": "Robin Example"
    }
  }'
""",
    "python": """\
import os
import time
import uuid

import httpx

API = "{{base_url}}/api/v1/integrations"
WAIT = {"rate_limited", "idempotency_in_flight"}


def schedule(body: dict, key: str) -> dict:
    \"\"\"Schedule once, however often it takes.

    Store `key` with your own record before the first attempt.
    \"\"\"
    headers = {
        "Authorization": f"Bearer {os.environ['VIVAVOCE_API_KEY']}",
        "Idempotency-Key": key,
    }
    for attempt in range(5):
        pause = 2**attempt
        try:
            response = httpx.post(
                f"{API}/interviews", headers=headers, json=body, timeout=30
            )
        except httpx.TransportError:
            pass
        else:
            if response.is_success:
                return response.json()["data"]
            if response.status_code < 500:
                error = response.json()["error"]
                if error["code"] not in WAIT:
                    raise ValueError(f"{error['code']}: {error['message']}")
            pause = int(response.headers.get("Retry-After", pause))
        time.sleep(pause)
    raise TimeoutError("Try again later, with the same key.")


interview = schedule(
    {
        "position_id": "{{position_id}}",
        "candidate": {
            "email": "robin@example.com",
            "full_name": "Robin Example",
        },
    },
    key=str(uuid.uuid4()),
)
print(interview["invite_url"])
""",
    "javascript": """\
import { setTimeout as sleep } from "node:timers/promises";

const API = "{{base_url}}/api/v1/integrations";
const WAIT = ["rate_limited", "idempotency_in_flight"];

/**
 * Schedule once, however often it takes.
 * Store `key` with your own record before the first attempt.
 */
async function schedule(body, key) {
  const request = {
    method: "POST",
    headers: {
      Authorization: `Bearer ${process.env.VIVAVOCE_API_KEY}`,
      "Content-Type": "application/json",
      "Idempotency-Key": key,
    },
    body: JSON.stringify(body),
  };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const signal = AbortSignal.timeout(30_000);
    const response = await fetch(`${API}/interviews`, {
      ...request,
      signal,
    }).catch(() => null);
    if (response?.ok) return (await response.json()).data;
    if (response && response.status < 500) {
      const { error } = await response.json();
      if (!WAIT.includes(error.code)) {
        throw new Error(`${error.code}: ${error.message}`);
      }
    }
    const asked = response?.headers.get("Retry-After");
    const pause = Number(asked ?? 2 ** attempt);
    await sleep(pause * 1000);
  }
  throw new Error("Try again later, with the same key.");
}

const interview = await schedule(
  {
    position_id: "{{position_id}}",
    candidate: {
      email: "robin@example.com",
      full_name: "Robin Example",
    },
  },
  crypto.randomUUID(),
);
console.log(interview.invite_url);
""",
}

RECEIVE_BY_PACKAGE = """\
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

import standardwebhooks

SECRET = os.environ["VIVAVOCE_WEBHOOK_SECRET"]
webhook = standardwebhooks.Webhook(SECRET)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        try:
            event = webhook.verify(body, dict(self.headers))
        except standardwebhooks.WebhookVerificationError:
            self.send_response(400)
        else:
            print(event["id"], event["type"], flush=True)
            self.send_response(204)
        self.end_headers()


address = ("127.0.0.1", int(os.environ.get("PORT", "8080")))
HTTPServer(address, Receiver).serve_forever()
"""

RECEIVE_BY_HAND = {
    "python": """\
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

SECRET = os.environ["VIVAVOCE_WEBHOOK_SECRET"]


def is_genuine(body: bytes, timestamp: str, signature: str) -> bool:
    \"\"\"Whether we signed these very bytes within the last minutes.\"\"\"
    signed = timestamp.encode() + b"." + body
    digest = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    expected = f"sha256={digest}".encode()
    if not hmac.compare_digest(expected, signature.encode()):
        return False
    return abs(time.time() - int(timestamp)) <= 300


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        timestamp = self.headers.get("X-Webhook-Timestamp", "")
        signature = self.headers.get("X-Signature-256", "")
        if is_genuine(body, timestamp, signature):
            event = json.loads(body)
            print(event["id"], event["type"], flush=True)
            self.send_response(204)
        else:
            self.send_response(400)
        self.end_headers()


address = ("127.0.0.1", int(os.environ.get("PORT", "8080")))
HTTPServer(address, Receiver).serve_forever()
""",
    "javascript": """\
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const secret = process.env.VIVAVOCE_WEBHOOK_SECRET;

/** Whether we signed these very bytes within the last minutes. */
function isGenuine(body, timestamp, signature) {
  const hmac = createHmac("sha256", secret);
  hmac.update(`${timestamp}.`).update(body);
  const expected = Buffer.from(`sha256=${hmac.digest("hex")}`);
  const given = Buffer.from(signature);
  if (given.length !== expected.length) return false;
  if (!timingSafeEqual(given, expected)) return false;
  return Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300;
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const timestamp = request.headers["x-webhook-timestamp"] ?? "";
  const signature = request.headers["x-signature-256"] ?? "";
  if (isGenuine(body, timestamp, signature)) {
    const event = JSON.parse(body);
    console.log(event.id, event.type);
    response.writeHead(204).end();
  } else {
    response.writeHead(400).end();
  }
}).listen(Number(process.env.PORT ?? 8080), "127.0.0.1");
""",
}
