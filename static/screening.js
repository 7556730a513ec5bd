// Keys of the page of one work, as it lists them. Without this file everything is pressed.
(() => {
  const isTyping = (element) =>
    element.closest?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit])");
  const exclude = () => document.querySelector("details.exclude");

  function pressed(key) {
    const open = exclude()?.open;
    if (open && key === "Escape") {
      exclude().open = false;
      exclude().querySelector("summary").focus();
      return true;
    }
    const reason = open && document.querySelector(`[data-reason="${CSS.escape(key)}"]`);
    const target = reason || document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    target?.click();
    if (target && target.closest("details.exclude") && !reason && exclude().open) exclude().querySelector("button").focus();
    return Boolean(target);
  }

  let isLeaving = false; // a second press before the next page is here decides nothing
  document.addEventListener("submit", () => (isLeaving = true));
  window.addEventListener("pageshow", () => (isLeaving = false));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (isLeaving || isTyping(event.target)) return;
    if (pressed(event.key)) event.preventDefault();
  });
})();
