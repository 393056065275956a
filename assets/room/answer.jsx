// The box in which an answer is written. The browser alone holds the text while it is typed; the
// server gets a copy every few seconds, and the answer when it is sent.
import { useContext, useEffect, useId, useRef, useState } from "react";
import { EventLoopContext } from "$/utils/context-registry";
import { asStored, begin, keep, newKey, recall } from "$/public/room/keep.js";

const SAVE_EVERY = 3000;
const NO_REPLY_AFTER = 20000;
const SEND_WHAT_IS_THERE_AFTER = 45000;
const LONGEST = 20000;
const REPHRASE = "Could you rephrase the question, please?";

/**
 * @param turnId the question this answers; the box is made anew for each.
 * @param draft what the server has of the answer, when the room was loaded.
 * @param saves counts the drafts that the server has kept.
 * @param replies counts the server's replies; `taken` is the key of the last message it took.
 * @param waiting the server is reading an answer.
 * @param problem why the last message was not taken.
 * @param onSend called with the question, the text and the message's key.
 * @param onDraft called with the question and the text.
 */
export function AnswerBox({
  turnId, draft, saves, replies, taken, waiting, problem, onSend, onDraft,
}) {
  const id = useId();
  const box = useRef(null);
  const entry = useRef(null);
  const asking = useRef(null);
  const timer = useRef(null);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState("");
  const [isDealtWith, setDealtWith] = useState(false);
  const [length, setLength] = useState(0);
  const [savedAt, setSavedAt] = useState(null);
  const [timeUp, setTimeUp] = useState(false);
  const isLost = useContext(EventLoopContext)[1].length > 0;
  const latest = useRef({});
  useEffect(() => {
    latest.current = { onSend, onDraft, draft, taken, waiting, problem, sending };
  });

  const remember = () => {
    const { selectionStart, selectionEnd } = box.current;
    const focus = document.activeElement === box.current ? [selectionStart, selectionEnd] : null;
    Object.assign(entry.current, { text: box.current.value, focus });
    keep(turnId, entry.current);
  };
  const put = (text) => {
    box.current.value = text;
    setLength(text.length);
  };
  const save = () => {
    clearTimeout(timer.current);
    timer.current = null;
    const text = asStored(box.current?.value ?? "");
    const { saved, sending: isSent } = entry.current;
    if (!box.current || isSent || saved.at(-1) === text || text.length > LONGEST) return;
    // The last two: one that the server has, and one that it may have.
    entry.current.saved = [...saved.slice(-1), text];
    remember();
    latest.current.onDraft(turnId, text);
  };
  const typed = () => {
    setLength(box.current.value.length);
    setFailure("");
    setDealtWith(true);
    remember();
    timer.current ??= setTimeout(save, SAVE_EVERY);
  };
  const transmit = () => {
    setSending(true);
    latest.current.onSend(turnId, box.current.value, entry.current.key);
  };
  const send = () => {
    if (latest.current.sending || latest.current.waiting) return;
    if (box.current.value.length > LONGEST) {
      setFailure(tooLong(box.current.value.length));
      return;
    }
    setFailure("");
    entry.current.sending = true;
    remember();
    transmit();
  };
  const askToRephrase = () => {
    save();
    asking.current = newKey();
    setSending(true);
    setFailure("");
    latest.current.onSend(turnId, REPHRASE, asking.current);
  };

  // Begin with what was typed before, where the cursor was.
  useEffect(() => {
    const kept = recall(turnId);
    entry.current = kept;
    put(begin(kept, draft));
    if (kept.focus) {
      box.current.focus({ preventScroll: true });
      box.current.setSelectionRange(...kept.focus);
    } else {
      scrollTo({ top: 0 });
      // On a phone the keyboard would cover the question.
      if (matchMedia("(pointer: fine)").matches) box.current.focus({ preventScroll: true });
    }
    const leave = () => box.current && save();
    addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", leave);
    return () => {
      clearTimeout(timer.current);
      removeEventListener("pagehide", leave);
      document.removeEventListener("visibilitychange", leave);
    };
  }, [turnId]);

  // A reply of the server: a message was taken, refused, or never arrived.
  useEffect(() => {
    const { sending: isSent, key } = entry.current;
    const now = latest.current;
    const isMeant = isSent || asking.current !== null;
    if (now.waiting) return;
    if (isSent && now.taken === key) {
      // Taken, and the question stands: it was a question in return.
      Object.assign(entry.current, { key: newKey(), sending: false, saved: [""] });
      put("");
      remember();
    } else if (isSent && !now.problem) {
      transmit();
      return;
    } else if (isSent) {
      entry.current.sending = false;
      remember();
    }
    // What the server has may be less: a draft can get lost on the way, or be cleared with a
    // question in return.
    entry.current.saved = [now.draft];
    if (asStored(box.current.value) !== now.draft) timer.current ??= setTimeout(save, SAVE_EVERY);
    asking.current = null;
    setSending(false);
    setDealtWith(false);
    if (isMeant) box.current.focus();
  }, [replies, turnId]);

  const savesBefore = useRef(saves);
  useEffect(() => {
    if (saves !== savesBefore.current) setSavedAt(Date.now());
    savesBefore.current = saves;
  }, [saves]);

  useEffect(() => {
    // While the connection is lost there is nothing to be impatient about: it is sent after that.
    if (!sending || isLost) return undefined;
    const waited = setTimeout(() => {
      entry.current.sending = false;
      setSending(false);
      setFailure("This takes too long. Your words are still here: send them again.");
    }, NO_REPLY_AFTER);
    return () => clearTimeout(waited);
  }, [sending, isLost]);

  useEffect(() => {
    let waited;
    const up = () => {
      setTimeUp(true);
      waited ??= setTimeout(() => box.current?.value.trim() && send(), SEND_WHAT_IS_THERE_AFTER);
    };
    addEventListener("interview-time-up", up);
    return () => {
      clearTimeout(waited);
      removeEventListener("interview-time-up", up);
    };
  }, [turnId]);

  const busy = sending || waiting;
  const refusal = isDealtWith ? "" : problem;
  const trouble = failure || refusal || (length > LONGEST ? tooLong(length) : "");
  return (
    <div className="answer">
      <label htmlFor={id}>Your answer</label>
      <textarea
        id={id}
        ref={box}
        className="box"
        readOnly={busy}
        aria-busy={busy}
        aria-invalid={Boolean(trouble)}
        aria-describedby={trouble ? `${id}-trouble` : undefined}
        onChange={typed}
        onSelect={() => entry.current && remember()}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            send();
          }
        }}
      />
      <div id={`${id}-trouble`} className="error" role="alert">
        {busy ? "" : trouble}
      </div>
      {timeUp && !busy && (
        <p className="dim" role="status">
          Time is up. Finish your sentence: what is in the box is sent within a minute.
        </p>
      )}
      <div className="answer-foot">
        <button type="button" className="btn quiet large" disabled={busy} onClick={askToRephrase}>
          Ask to rephrase
        </button>
        <span className="grow" />
        <small className="state">
          {busy ? (
            <span role="status">{isLost ? "Waiting for the connection…" : "Reading your answer…"}</span>
          ) : (
            <Saved at={savedAt} />
          )}
        </small>
        <button
          type="button"
          className="btn primary large"
          disabled={busy}
          title="Ctrl + Enter"
          onClick={send}
        >
          Send answer
        </button>
      </div>
    </div>
  );
}

const tooLong = (length) =>
  `Your answer can have ${LONGEST.toLocaleString("en")} characters at most; it has ` +
  `${length.toLocaleString("en")}.`;

function Saved({ at }) {
  const [now, setNow] = useState(at);
  useEffect(() => {
    if (at === null) return undefined;
    setNow(Date.now());
    const tick = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(tick);
  }, [at]);
  if (at === null) return null;
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  if (seconds < 2) return "Saved";
  return seconds < 60 ? `Saved ${seconds} s ago` : `Saved ${Math.floor(seconds / 60)} min ago`;
}
