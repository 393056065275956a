// Being there: the time left, the heartbeat, and what is told to the server about the window.
import { useEffect, useRef, useState } from "react";
import { listen } from "$/public/connection.jsx";

const BEAT_EVERY = 10000;
const MINUTE = 60;

/**
 * The time left, counted down here from the server's seconds.
 * @param seconds the time left at the last contact; `synced` changes with each contact.
 * @param paused the candidate is waiting for the server, which isn't charged.
 */
export function TimeLeft({ seconds, synced, paused }) {
  const [left, setLeft] = useState(seconds);
  const [said, setSaid] = useState("");
  const last = useRef(seconds);
  useEffect(() => {
    const end = performance.now() + seconds * 1000;
    const tick = () => {
      const now = Math.max(0, Math.round((end - performance.now()) / 1000));
      for (const minutes of [5, 1]) {
        const mark = minutes * MINUTE;
        if (last.current > mark && now <= mark) {
          setSaid(minutes === 1 ? "One minute left." : `${minutes} minutes left.`);
        }
      }
      if (now === 0 && last.current > 0) setSaid("Time is up.");
      if (now === 0) dispatchEvent(new Event("interview-time-up"));
      last.current = now;
      setLeft(now);
      return now;
    };
    if (!tick() || paused) return undefined;
    const timer = setInterval(() => tick() || clearInterval(timer), 1000);
    return () => clearInterval(timer);
  }, [seconds, synced, paused]);
  return (
    <>
      <span role="timer" aria-label="time left" className={`tag num ${left <= MINUTE ? "warn" : ""}`}>
        {inWords(left)}
      </span>
      <span className="sr-only" role="status">
        {said}
      </span>
    </>
  );
}

const inWords = (left) => {
  if (left <= 0) return "Time is up";
  if (left < 2 * MINUTE) {
    return `${Math.floor(left / MINUTE)}:${String(left % MINUTE).padStart(2, "0")} left`;
  }
  return `${Math.ceil(left / MINUTE)} min left`;
};

/**
 * Tells the server that the candidate is there, and, unless `level` is "off", when the window is
 * left and how much is pasted or copied. What is in the clipboard is never looked at, only its
 * size.
 * @param onBeat called every ten seconds.
 * @param onSignal called with the kind of signal and its details.
 */
export function Watch({ level, onBeat, onSignal }) {
  const latest = useRef({});
  useEffect(() => {
    latest.current = { onBeat, onSignal };
  });

  useEffect(() => {
    const timer = setInterval(() => latest.current.onBeat(), BEAT_EVERY);
    return () => clearInterval(timer);
  }, []);

  useEffect(() => {
    if (level === "off") return undefined;
    const tell = (kind, details = {}) => latest.current.onSignal(kind, details);
    const stops = [watchWindow(tell), watchClipboard(tell), watchTabs(tell)];
    if (level === "strict") stops.push(watchFullscreen(tell));
    return () => stops.forEach((stop) => stop());
  }, [level]);
  return null;
}

/** A tab that is hidden loses the window's focus as well: that is one signal, not two. */
const watchWindow = (tell) => {
  let hidden = null;
  let blurred = null;
  const since = (start) => ({ seconds: Math.round((Date.now() - start) / 1000) });
  const stops = [
    listen(document, {
      visibilitychange: () => {
        if (document.visibilityState === "hidden") {
          hidden = Date.now();
          blurred = null;
        } else if (hidden !== null) {
          tell("tab_hidden", since(hidden));
          hidden = null;
        }
      },
    }),
    listen(window, {
      blur: () => {
        if (document.visibilityState === "visible") blurred ??= Date.now();
      },
      focus: () => {
        if (blurred !== null) tell("window_blur", since(blurred));
        blurred = null;
      },
    }),
  ];
  return () => stops.forEach((stop) => stop());
};

const watchClipboard = (tell) => {
  const copied = () => {
    const field = document.activeElement;
    const inField = field?.selectionEnd > field?.selectionStart;
    const characters = inField
      ? field.selectionEnd - field.selectionStart
      : String(getSelection() ?? "").length;
    if (characters) tell("copy", { characters });
  };
  return listen(document, {
    copy: copied,
    cut: copied,
    paste: (event) => {
      tell("paste", { characters: event.clipboardData?.getData("text").length ?? 0 });
    },
  });
};

/** The tab that comes second finds out from the first, and tells. */
const watchTabs = (tell) => {
  if (typeof BroadcastChannel === "undefined") return () => {};
  const channel = new BroadcastChannel(location.pathname);
  let told = false;
  channel.onmessage = ({ data }) => {
    if (data === "anybody here?") channel.postMessage("yes");
    if (data === "yes" && !told) {
      told = true;
      tell("second_tab");
    }
  };
  channel.postMessage("anybody here?");
  return () => channel.close();
};

const watchFullscreen = (tell) =>
  listen(document, {
    fullscreenchange: () => {
      if (!document.fullscreenElement) tell("fullscreen_exit");
    },
  });

/** Where full screen is asked for and left, a way back into it. */
export function FullScreen() {
  const [outside, setOutside] = useState(false);
  useEffect(() => {
    const look = () => setOutside(document.fullscreenEnabled && !document.fullscreenElement);
    look();
    return listen(document, { fullscreenchange: look });
  }, []);
  if (!outside) return null;
  return (
    <div className="notice warn strip" role="status">
      <span>This interview asks for full screen.</span>
      <button
        type="button"
        className="btn"
        onClick={() => document.documentElement.requestFullscreen().catch(() => {})}
      >
        Go to full screen
      </button>
    </div>
  );
}
