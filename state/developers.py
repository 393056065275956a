"""What the parts of Settings → Developers share: phases, words of time, copying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx

from state.rows import day, since, time_of_day

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

HERE = "/settings/developers"
LOADING, READY, REFUSED, FAILED = "loading", "ready", "refused", "failed"

# Pages that are not served over TLS have no clipboard API; there the selection is copied.
_COPY = """(async () => {
  const box = document.getElementById('%s');
  try { await navigator.clipboard.writeText(box.value); return true; } catch (error) {
    box.select();
    return document.execCommand('copy');
  }
})()"""
# A tab that nobody looks at does not ask: it does so once it is looked at again.
_LOOK_AGAIN = """(() => {
  const press = () => {
    if (document.hidden) {
      document.addEventListener('visibilitychange', press, { once: true });
    } else {
      document.getElementById('%s')?.click();
    }
  };
  clearTimeout(window.vivavoceLook);
  window.vivavoceLook = setTimeout(press, %d);
})()"""


def copying(element_id: str) -> str:
    """A script that copies what a field holds, and says whether that worked."""
    return _COPY % element_id


def copied_words(done: object, what: str) -> str:
    """What is said after copying."""
    return f"{what} is copied." if done is True else "Copying failed: select it and copy it."


def look_again(button_id: str, *, after_ms: int = 1_000) -> Any:
    """Have the browser press that button soon, or once its tab is looked at again."""
    return rx.call_script(_LOOK_AGAIN % (button_id, after_ms))


def focus(element_id: str) -> Any:
    """Put the focus there, once what has just changed is on the screen."""
    return rx.call_script(f"setTimeout(() => document.getElementById('{element_id}')?.focus(), 80)")


def moment_words(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """A moment such as "21 Nov, 09:41", in the viewer's zone."""
    return f"{day(moment, now, zone)}, {time_of_day(moment, zone)}"


def ago_words(moment: datetime | None, now: datetime, zone: tzinfo) -> str:
    """Such as "25 min ago", "yesterday" or "5 Nov"; "never" where there is no moment."""
    if moment is None:
        return "never"
    words = since(moment, now, zone)
    return f"{words} ago" if words.endswith((" min", " h", " days")) else words


def duration_words(milliseconds: int) -> str:
    """Such as "35 ms" or "2.1 s"."""
    return f"{milliseconds} ms" if milliseconds < 1_000 else f"{milliseconds / 1_000:.1f} s"  # noqa: PLR2004 - a second
