// Words as they are read: a question that appears word by word, moments in the reader's own time,
// headings that take the focus, and a box to try writing in.
import { useEffect, useId, useRef, useState } from "react";

const ALL_WORDS = 900;
const ONE_WORD = 45;

/** Text that appears word by word. All of it is in the page at once: only its colour comes late. */
export function Spoken({ text, heading = false, ...rest }) {
  const Tag = heading ? "h1" : "p";
  const pieces = text.split(/(\s+)/);
  const pause = Math.min(ONE_WORD, ALL_WORDS / Math.max(1, pieces.length / 2));
  return (
    <Tag {...rest}>
      {pieces.map((piece, place) =>
        piece.trim() ? (
          <span key={place} className="word" style={{ animationDelay: `${(place / 2) * pause}ms` }}>
            {piece}
          </span>
        ) : (
          piece
        ),
      )}
    </Tag>
  );
}

const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
const CALENDAR = {
  weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
  timeZoneName: "short",
};

/** A moment, in the reader's own time zone: with the day, or only the clock. */
export function Moment({ at, clock = false }) {
  if (!at) return null;
  const words = new Intl.DateTimeFormat("en-GB", clock ? CLOCK : CALENDAR).format(new Date(at));
  return <time dateTime={at}>{words}</time>;
}

/** A heading that is read out when it takes the place of what was there. */
export function Arrival({ children, ...rest }) {
  const heading = useRef(null);
  useEffect(() => heading.current.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1} {...rest}>
      {children}
    </h1>
  );
}

/** A question to try the box with. Nothing that is written here leaves the browser. */
export function Practice({ question }) {
  const id = useId();
  const [reply, setReply] = useState("");
  const attempt = (event) => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get("practice").trim();
    setReply(
      text
        ? "That is all there is to it. In the interview the next question would follow. " +
          "What you wrote here is not stored or sent anywhere."
        : "Write a few words first.",
    );
  };
  return (
    <form className="practice" onSubmit={attempt}>
      <p className="voice" id={`${id}-question`} data-testid="practice-question">
        {question}
      </p>
      <label htmlFor={id}>Practice answer</label>
      <textarea
        id={id}
        name="practice"
        className="box small"
        aria-describedby={`${id}-question`}
        autoComplete="off"
      />
      <div className="answer-foot">
        <button type="submit" className="btn">
          Try it
        </button>
        <span role="status" className="dim">
          {reply}
        </span>
      </div>
    </form>
  );
}
