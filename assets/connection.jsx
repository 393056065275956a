// Says that the connection to the server is lost, for as long as it is.
import { useContext, useEffect, useState } from "react";
import { EventLoopContext } from "$/utils/context-registry";

/** Listen to several events of a target; gives what stops it. */
export const listen = (target, types) => {
  for (const [type, handler] of Object.entries(types)) target.addEventListener(type, handler);
  return () => {
    for (const [type, handler] of Object.entries(types)) target.removeEventListener(type, handler);
  };
};

export function Connection({ words, floating = false }) {
  const errors = useContext(EventLoopContext)[1];
  const [offline, setOffline] = useState(false);
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    look();
    return listen(window, { online: look, offline: look });
  }, []);
  return (
    <div role="status" className={floating ? "connection floating" : "connection"}>
      {(offline || errors.length > 0) && <p>{words}</p>}
    </div>
  );
}
