// What is being typed, kept in this tab until the server has it: it outlives a reload, and a
// server that is gone. One entry per question.
const PREFIX = "vivavoce.answer.";
const BROKEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** The text as the server stores it, so that the two can be compared. */
export const asStored = (text) =>
  text.replace(/\r\n/g, "\n").replace(BROKEN, "").normalize("NFC").trim();

/** A key by which the server knows a message that it is sent twice. */
export const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/** The entry of a question, or a new one. */
export const recall = (turnId) => {
  try {
    const entry = JSON.parse(sessionStorage.getItem(PREFIX + turnId));
    if (typeof entry?.text === "string" && typeof entry.key === "string") return entry;
  } catch {
    // Storage may be switched off, or hold something else: then nothing is kept here.
  }
  return { text: null, key: newKey(), saved: [], sending: false, focus: null };
};

/** Keep the entry of a question, and forget those of the questions before it. */
export const keep = (turnId, entry) => {
  try {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(PREFIX) && name !== PREFIX + turnId) sessionStorage.removeItem(name);
    }
    sessionStorage.setItem(PREFIX + turnId, JSON.stringify(entry));
  } catch {
    // Without storage the server's copy of the draft has to do.
  }
};

/** The text to begin with: this tab's own, unless another tab has saved something since. */
export const begin = (entry, draft) => {
  if (entry.text === null) return draft;
  const isOurs = !draft || entry.saved.includes(draft) || asStored(entry.text) === draft;
  return isOurs ? entry.text : draft;
};
