/* Tables marked [data-rows]: j and k walk the rows, x chooses one, Enter opens it.
   The keys work while the focus is in the table, so that they are in nobody's way elsewhere. */
(() => {
  if (window.vivavoceRows) return;
  window.vivavoceRows = true;
  const typing = "input:not([type=checkbox]), select, textarea, [contenteditable]";

  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.key === "Escape") {
      const menu = target?.closest("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary")?.focus();
      }
      return;
    }
    const table = target?.closest("[data-rows]");
    if (!table || target.matches(typing)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const rows = [...table.querySelectorAll("tbody tr")];
    const at = rows.indexOf(target.closest("tr"));
    if (event.key === "j" || event.key === "k") {
      const next = rows[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), rows.length - 1)];
      next?.querySelector("a.row-link")?.focus();
    } else if (event.key === "x") {
      rows[at]?.querySelector("td.tick input")?.click();
    } else return;
    event.preventDefault();
  });

  // A menu closes when something in it, or anything else, is pressed.
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const here = target?.closest("summary") ? target.closest("details.menu") : null;
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== here) menu.open = false;
    });
  });
})();
