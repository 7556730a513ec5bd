// A criterion is dragged by its label: between two others, or under one by letting go further right.
(() => {
  if (!window.draftEditor?.outline()) return;
  const { act, editor } = window.draftEditor;
  const START = 5; // pixels before a press is a drag
  const INWARDS = 48; // pixels right of a label from which on it goes under
  let drag = null;

  const keyOf = (line) => line.id.replace("criterion-", "");
  const depth = (line) => Number(line.dataset.depth);
  const lines = (line) => [...line.parentElement.children].filter((each) => each.matches(".line"));
  function family(line) {
    const all = lines(line);
    const start = all.indexOf(line);
    const end = all.findIndex((each, index) => index > start && depth(each) <= depth(line));
    return all.slice(start, end < 0 ? all.length : end);
  }
  const children = (parent, moving) =>
    [...editor.querySelectorAll(".line")].filter((each) => each.dataset.parent === parent && each !== moving).map(keyOf);

  // Where the line would go: {parent, place}, and how that is drawn.
  function target(x, y) {
    const over = document.elementFromPoint(x, y)?.closest(".line");
    if (!over || drag.family.includes(over)) return null;
    const box = over.querySelector("form").getBoundingClientRect();
    const label = over.querySelector(".label").getBoundingClientRect();
    const hasChildren = children(keyOf(over), drag.line).length > 0;
    const isRoot = !over.dataset.parent;
    const upper = y < box.top + box.height / 2;
    if (isRoot || (!upper && (hasChildren || x > label.right + INWARDS))) return { over, how: "under", parent: keyOf(over), place: 0 };
    const siblings = children(over.dataset.parent, drag.line);
    const place = siblings.indexOf(keyOf(over)) + (upper ? 0 : 1);
    return { over, how: upper ? "before" : "after", parent: over.dataset.parent, place };
  }
  function mark(to) {
    for (const each of editor.querySelectorAll("[data-drop]")) delete each.dataset.drop;
    if (to) to.over.dataset.drop = to.how;
  }
  function stop() {
    mark(null);
    for (const each of drag?.family || []) each.classList.remove("dragged");
    drag = null;
  }

  editor.addEventListener("pointerdown", (event) => {
    const line = event.target.closest(".label")?.closest(".line");
    if (!line || !line.dataset.parent || event.button !== 0) return;
    event.preventDefault();
    drag = { line, family: family(line), x: event.clientX, y: event.clientY, begun: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.begun && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < START) return;
    drag.begun = true;
    for (const each of drag.family) each.classList.add("dragged");
    mark(target(event.clientX, event.clientY));
  });
  document.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { line, begun } = drag;
    const to = begun ? target(event.clientX, event.clientY) : null;
    stop();
    if (to) act(line.querySelector("form[data-row]"), "move", { parent: to.parent, place: to.place });
    else if (!begun) line.focus();
  });
  document.addEventListener("pointercancel", () => drag && stop());
  document.addEventListener("keydown", (event) => event.key === "Escape" && drag && stop());
})();
