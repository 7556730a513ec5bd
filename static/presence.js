// Tells the site every 20 seconds that the draft is open here, and shows who else is at it and what they changed.
(() => {
  const editor = document.getElementById("editor");
  const others = document.getElementById("others");
  if (!editor || !others) return;
  const EVERY = 20000;

  async function tell() {
    if (document.hidden) return;
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    const body = new URLSearchParams({ edition: editor.dataset.edition, csrfmiddlewaretoken: token ? token.value : "" });
    try {
      const answer = await fetch(editor.dataset.presence, { method: "POST", body });
      if (answer.ok && !answer.redirected) show(await answer.text());
    } catch {
      // The connection failed: saving says so where something is to be saved.
    }
  }
  // Only where it says something else, or it would be read aloud every time.
  function show(html) {
    const box = document.createElement("div");
    box.innerHTML = html;
    if (box.textContent.trim() !== others.textContent.trim()) others.replaceChildren(...box.childNodes);
  }
  tell();
  setInterval(tell, EVERY);
  document.addEventListener("visibilitychange", tell);
})();
