/* Copies the code above or below which a [data-copy] button stands, and says so. */
(() => {
  if (window.vivavoceReference) return;
  window.vivavoceReference = true;

  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      // Pages that are not served over TLS have no clipboard API; there the selection is copied.
      getSelection().selectAllChildren(code);
      return document.execCommand("copy");
    }
  };

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-copy]");
    if (!button) return;
    const code = button.closest("figure").querySelector("code");
    const said = document.getElementById("reference-said");
    said.textContent = "";
    const done = await copy(code);
    said.textContent = done ? "Copied." : "It is selected: copy it with the keyboard.";
    button.dataset.copied = done ? "yes" : "no";
    setTimeout(() => delete button.dataset.copied, 2000);
  });
})();
