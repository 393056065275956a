/* The command palette: opened with Ctrl+K or ⌘K, walked with the arrow keys. */
(() => {
  if (window.vivavocePalette) return;
  window.vivavocePalette = true;
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  document.documentElement.toggleAttribute("data-mac", mac);
  const part = (id) => document.getElementById(id);
  const options = () => [...document.querySelectorAll("#palette-results [role=option]")];

  const choose = (option) => {
    options().forEach((one) => one.setAttribute("aria-selected", String(one === option)));
    const input = part("palette-search");
    if (!input) return;
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const chosen = () => options().find((one) => one.getAttribute("aria-selected") === "true");

  document.addEventListener("keydown", (event) => {
    const dialog = part("palette");
    if (!dialog) return;
    const hotkey = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (hotkey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (dialog.open) dialog.close();
      else if (!document.querySelector("dialog[open]")) part("palette-open")?.click();
      return;
    }
    if (!dialog.open || event.target !== part("palette-search") || event.isComposing) return;
    const all = options();
    const at = all.indexOf(chosen());
    const last = all.length - 1;
    if (event.key === "ArrowDown") choose(all[at >= last ? 0 : at + 1]);
    else if (event.key === "ArrowUp") choose(all[at <= 0 ? last : at - 1]);
    else if (event.key === "Enter") chosen()?.click();
    else return;
    event.preventDefault();
  });

  // Whatever is found anew, its first line is chosen; wherever it leads, the palette closes.
  new MutationObserver((changes) => {
    const results = part("palette-results");
    if (results && changes.some((change) => results.contains(change.target))) choose(options()[0]);
  }).observe(document.documentElement, { childList: true, characterData: true, subtree: true });
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const dialog = part("palette");
    if (target?.closest("#palette-results [role=option]") || target === dialog) dialog?.close();
  });
})();
