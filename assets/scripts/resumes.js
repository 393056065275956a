/* Résumés that are chosen or dropped: sent over the session of the page, with how far they are.

   A place with data-resume="N" sends one file to application N, and hands the answer on by
   pressing the button its data-tell names, which then takes it from `vivavoceResumes`. */
(() => {
  if (window.vivavoceResumes) return;
  const LOST = "The file could not be sent. Check your connection and try again; nothing is lost.";
  const TOO_LARGE = "The file is too large to be sent. Ask for a smaller one.";
  let answer = { problem: LOST };

  const post = (address, file, onProgress) =>
    new Promise((done) => {
      const form = new FormData();
      form.append("file", file, file.name);
      const request = new XMLHttpRequest();
      request.open("POST", address);
      request.upload.onprogress = (event) =>
        event.lengthComputable && onProgress?.(event.loaded / event.total);
      request.onerror = () => done({ problem: LOST });
      request.onload = () => {
        try {
          const told = JSON.parse(request.responseText);
          if ("problem" in told) return done(told);
        } catch {
          // Whatever it is, it is no answer of ours.
        }
        done({ problem: request.status === 413 ? TOO_LARGE : LOST });
      };
      request.send(form);
    });

  const send = async (place, file) => {
    if (!file || place.hasAttribute("data-sending")) return;
    const bar = place.querySelector("progress");
    const words = place.querySelector("[data-words]");
    place.setAttribute("data-sending", "");
    if (words) words.textContent = `Sending ${file.name} …`;
    answer = await post(`/files/applications/${place.dataset.resume}/resume`, file, (part) => {
      if (bar) bar.value = part;
      if (words && part >= 1) words.textContent = `Reading ${file.name} …`;
    });
    place.removeAttribute("data-sending");
    if (words) words.textContent = "";
    document.getElementById(place.dataset.tell)?.click();
  };

  const placeOf = (event) =>
    event.target instanceof Element ? event.target.closest("[data-resume]:not([data-resume=''])") : null;
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

  document.addEventListener("change", (event) => {
    const place = placeOf(event);
    if (!place || event.target.type !== "file") return;
    send(place, event.target.files[0]);
    event.target.value = "";
  });
  document.addEventListener("dragover", (event) => {
    const place = placeOf(event);
    if (!place || !hasFiles(event)) return;
    event.preventDefault();
    place.setAttribute("data-over", "");
  });
  document.addEventListener("dragleave", (event) => {
    const place = placeOf(event);
    if (place && !place.contains(event.relatedTarget)) place.removeAttribute("data-over");
  });
  document.addEventListener("drop", (event) => {
    const place = placeOf(event);
    if (!place || !hasFiles(event)) return;
    event.preventDefault();
    place.removeAttribute("data-over");
    send(place, event.dataTransfer.files[0]);
  });

  window.vivavoceResumes = { post, answer: () => answer };
})();
