/* The board: cards are dragged where their rules let them go, and files dropped to be added.

   What was dropped is handed on by pressing a button of the page, which takes it from here. */
(() => {
  if (window.vivavoceBoard) return;
  let dropped = null;
  let over = null;
  let answers = [];
  let count = 0;
  const files = new Map();
  const board = () => document.querySelector("[data-board]");
  const element = (event) => (event.target instanceof Element ? event.target : null);
  const columnOf = (event) => element(event)?.closest("[data-column]");
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const press = (id) => document.getElementById(id)?.click();

  const clear = () => {
    board()?.removeAttribute("data-dragging");
    board()?.removeAttribute("data-files");
    document.querySelectorAll("[data-column]").forEach((one) => {
      one.removeAttribute("data-refused");
      one.removeAttribute("data-open");
      one.removeAttribute("data-over");
    });
  };

  document.addEventListener("dragstart", (event) => {
    const card = element(event)?.closest("[data-card]");
    if (!card || !board()) return;
    const rules = JSON.parse(board().dataset.rules || "{}")[card.dataset.rule] ?? {};
    event.dataTransfer.setData("text/plain", card.dataset.card);
    event.dataTransfer.effectAllowed = "move";
    dropped = { number: Number(card.dataset.card), to: "" };
    over = null;
    board().setAttribute("data-dragging", card.dataset.card);
    document.querySelectorAll("[data-column]").forEach((one) => {
      const why = rules[one.dataset.column];
      if (why) one.setAttribute("data-refused", why);
      else if (why === "") one.setAttribute("data-open", "");
    });
  });
  document.addEventListener("dragend", () => {
    // Let go where it may not go: no browser tells of that as a drop, and the page says why.
    const refused = over?.hasAttribute("data-refused") && over.dataset.column;
    clear();
    if (!dropped || dropped.to || !refused) return;
    dropped = { ...dropped, to: refused };
    press("board-dropped");
  });
  document.addEventListener("dragover", (event) => {
    if (!board()) return;
    if (hasFiles(event)) {
      if (board().dataset.board !== "edit") return;
      if (!element(event)?.closest("[data-board], [data-adding]")) return;
      event.preventDefault();
      board().setAttribute("data-files", "");
      return;
    }
    const column = columnOf(event);
    over = column;
    if (column?.hasAttribute("data-open")) {
      event.preventDefault();
      column.setAttribute("data-over", "");
    }
  });
  document.addEventListener("dragleave", (event) => {
    const column = columnOf(event);
    if (column && !column.contains(event.relatedTarget)) column.removeAttribute("data-over");
    if (!event.relatedTarget) board()?.removeAttribute("data-files");
  });
  document.addEventListener("drop", (event) => {
    if (!board()) return;
    if (hasFiles(event) && board().hasAttribute("data-files")) {
      event.preventDefault();
      const given = [...event.dataTransfer.files];
      clear();
      read(given);
      return;
    }
    const column = columnOf(event);
    if (!dropped || !column?.hasAttribute("data-open")) return;
    event.preventDefault();
    dropped = { ...dropped, to: column.dataset.column };
    clear();
    press("board-dropped");
  });
  document.addEventListener("change", (event) => {
    if (element(event)?.id !== "board-files") return;
    read([...event.target.files]);
    event.target.value = "";
  });

  const told = (words) => {
    const place = document.querySelector("[data-adding-words]");
    if (place) place.textContent = words;
  };
  const read = async (given) => {
    answers = [];
    for (const [at, file] of given.slice(0, 20).entries()) {
      const key = `file${(count += 1)}`;
      files.set(key, file);
      const words = `Reading ${at + 1} of ${given.length}: ${file.name} …`;
      told(words);
      board()?.setAttribute("data-reading", words);
      const answer = await window.vivavoceResumes.post("/files/resumes", file);
      answers.push({ ...answer, key, file: file.name });
    }
    told("");
    board()?.removeAttribute("data-reading");
    press("board-read");
  };

  window.vivavoceBoard = {
    dropped: () => dropped,
    answers: () => answers,
    upload: async (pairs) => {
      const problems = {};
      for (const [key, number] of pairs) {
        const file = files.get(key);
        if (!file) continue;
        told(`Sending ${file.name} …`);
        const answer = await window.vivavoceResumes.post(
          `/files/applications/${number}/resume`,
          file,
        );
        if (answer.problem) problems[key] = answer.problem;
        else files.delete(key);
      }
      told("");
      return problems;
    },
  };
})();
