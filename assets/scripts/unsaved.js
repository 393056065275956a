/* Asks before a page is left on which something is not saved, marked by [data-unsaved]. */
(() => {
  if (window.vivavoceUnsaved) return;
  window.vivavoceUnsaved = true;
  const question = "Leave without saving? Your changes would be lost.";
  const unsaved = () => document.querySelector("[data-unsaved]") !== null;

  window.addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });

  // Links within the app change the page without unloading it.
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest("a[href]");
      if (!link || link.target === "_blank" || link.getAttribute("href").startsWith("#")) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || !unsaved()) return;
      if (!window.confirm(question)) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    true,
  );

  // So do the browser's own back and forward, where it lets a page object.
  window.navigation?.addEventListener("navigate", (event) => {
    if (event.navigationType !== "traverse" || !event.cancelable || !unsaved()) return;
    if (!window.confirm(question)) event.preventDefault();
  });
})();
