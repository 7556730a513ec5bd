// Every page works without this file.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const answer = await fetch(button.dataset.copy);
      await navigator.clipboard.writeText(await answer.text());
      button.textContent = "Copied";
    });
  }
});

// A long list of filter values is narrowed as one types. Its values are all there without this, in the folded list.
function narrowValues(box) {
  const wanted = box.value.trim().toLowerCase();
  const facet = box.closest(".facet");
  for (const item of facet.querySelectorAll("li")) {
    item.hidden = !item.querySelector(".name").textContent.toLowerCase().includes(wanted);
  }
  if (wanted) facet.querySelector(".rest").open = true;
}
function offerToNarrow(root) {
  for (const box of root.querySelectorAll("[data-find-value]")) {
    box.hidden = false;
    box.addEventListener("input", () => narrowValues(box));
  }
}
document.addEventListener("DOMContentLoaded", () => offerToNarrow(document));
document.addEventListener("htmx:afterSettle", (event) => offerToNarrow(event.detail.elt));

// A second press before the answer is here sends nothing a second time. What a script sends itself is its own affair.
const sent = new Set();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
  setTimeout(() => sent.delete(form), 5000); // whoever stopped the page from loading presses again
});
window.addEventListener("pageshow", () => sent.clear());
