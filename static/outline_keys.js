// The keys of the outline, as its page lists them. Tab is taken only on a row, to which Escape leads from its text.
(() => {
  if (!window.draftEditor?.outline()) return;
  const { act, editor } = window.draftEditor;
  const ALT = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };
  const isText = (element) => element.matches("textarea, input, select");
  const formOf = (line) => line.querySelector("form[data-row]");
  const isRoot = (line) => !line.dataset.parent;

  const done = (event, what) => {
    event.preventDefault();
    what();
  };
  const below = (line) => act(formOf(line), isRoot(line) ? "under" : "below");

  editor.addEventListener("keydown", (event) => {
    const line = event.target.closest(".line");
    if (!line || event.isComposing || event.target.closest(".unfolded, .clash")) return;
    if (event.altKey && !event.ctrlKey && !event.metaKey && ALT[event.key] && !isRoot(line)) {
      done(event, () => act(formOf(line), ALT[event.key]));
    } else if (event.target === line) {
      onRow(event, line);
    } else if (event.key === "Enter" && event.target.matches("textarea[name=text]") && !event.shiftKey) {
      done(event, () => below(line));
    } else if (event.key === "Escape" && isText(event.target) && !isRoot(line)) {
      done(event, () => line.focus());
    }
  });
  function onRow(event, line) {
    const keys = {
      Tab: () => act(formOf(line), event.shiftKey ? "out" : "in"),
      Enter: () => below(line),
      Delete: () => act(formOf(line), "remove"),
      Escape: () => line.querySelector("textarea[name=text]").focus(),
      ArrowUp: () => line.previousElementSibling?.hasAttribute("tabindex") && line.previousElementSibling.focus(),
      ArrowDown: () => line.nextElementSibling?.focus(),
    };
    if (keys[event.key] && !event.ctrlKey && !event.metaKey) done(event, keys[event.key]);
  }
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (event.target.matches && isText(event.target))) return;
    const key = event.key.toLowerCase();
    const name = key === "z" && !event.shiftKey ? "undo" : key === "y" || key === "z" ? "redo" : "";
    if (name) done(event, () => act(document.querySelector(".bar form"), name));
  });
})();
