// The editor of a draft: what is typed is saved when one pauses, and the outline is edited by keys and pointer.
// Every page works without this file: each row has its buttons, and forms go the usual way.
//
// A control remembers the edition of the draft at which it was drawn or last saved, and is saved with that one. So the
// server can tell what somebody else changed since, however many other rows were saved meanwhile. What was saved last
// is the control's default value: where the two differ, something is to be saved.
(() => {
  const PAUSE = 800;
  const RETRY = 5000;
  const editor = document.getElementById("editor");
  if (!editor) return;
  const saving = document.getElementById("saving");
  const timers = new Map();
  let queue = Promise.resolve(); // one request after the other, so that none overtakes another
  let leaving = false;
  let lastFocus = {};
  document.documentElement.classList.add("scripted");

  const outline = () => document.getElementById("statements");
  const KEPT = new Set(["csrfmiddlewaretoken", "edition", "part", "row", "above", "fields", "act"]);
  const controls = (form) => [...form.elements].filter((each) => each.name && !KEPT.has(each.name));
  const edition = (control) => Number(control.dataset.edition || control.form.elements.edition.value);

  function isDirty(control) {
    if (control.type === "checkbox") return control.checked !== control.defaultChecked;
    if (control.tagName === "SELECT") {
      const drawn = [...control.options].find((each) => each.defaultSelected) || control.options[0];
      return control.value !== (drawn ? drawn.value : "");
    }
    return control.value !== control.defaultValue;
  }
  function settle(control, value) {
    if (control.type === "checkbox") control.defaultChecked = value;
    else if (control.tagName === "SELECT") for (const each of control.options) each.defaultSelected = each.value === value;
    else control.defaultValue = value;
  }
  function putBack(control) {
    if (control.type === "checkbox") control.checked = control.defaultChecked;
    else if (control.tagName === "SELECT") control.selectedIndex = Math.max(0, [...control.options].findIndex((each) => each.defaultSelected));
    else control.value = control.defaultValue;
  }
  const held = (control) => (control.type === "checkbox" ? control.checked : control.value);
  const dirtyNames = (form) => new Set(controls(form).filter(isDirty).map((each) => each.name));
  const forms = () => [...editor.querySelectorAll("form[data-row]")];
  const dirtyForms = () => forms().filter((form) => !form.dataset.clash && dirtyNames(form).size);

  function say(text, isFault = false) {
    saving.textContent = text;
    saving.classList.toggle("fault", isFault);
  }

  async function post(body, address = editor.dataset.address) {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    const headers = { Accept: "application/json" };
    if (cookie) headers["X-CSRFToken"] = cookie[1];
    const answer = await fetch(address, { method: "POST", body, headers });
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (answer.ok && !answer.redirected && isJson) return { status: 200, ...(await answer.json()) };
    if (isJson) return { status: answer.status, ...(await answer.json()) };
    if (answer.redirected) throw new Error("you are signed out. Sign in in another window; it is then saved from here");
    if (answer.status === 404) throw new Error("this draft is not there any more. Copy what you typed before you leave");
    throw new Error(`the site answered ${answer.status}`);
  }

  // Saving what was typed

  function save(form) {
    clearTimeout(timers.get(form));
    queue = queue.then(() => saveNow(form));
    return queue;
  }
  async function saveNow(form) {
    const names = dirtyNames(form);
    if (!names.size || form.dataset.clash || !form.isConnected) return true;
    const sent = controls(form).filter((each) => names.has(each.name));
    const values = new Map(sent.map((each) => [each, held(each)]));
    const body = new URLSearchParams({ act: "save", edition: Math.min(...sent.map(edition)), fields: [...names].join() });
    for (const name of ["csrfmiddlewaretoken", "part", "row"]) body.set(name, form.elements[name].value);
    for (const each of sent) if (each.type !== "checkbox" || each.checked) body.append(each.name, each.value);
    say("Saving…");
    let answer;
    try {
      answer = await post(body);
    } catch (error) {
      say(`Not saved: ${error.name === "TypeError" ? "the connection failed" : error.message}. Trying again…`, true);
      timers.set(form, setTimeout(() => save(form), RETRY));
      return false;
    }
    showFaults(form, answer.faults || {});
    if (answer.status === 409) return showClash(form, answer);
    if (answer.status !== 200) {
      say(`Not saved: ${answer.said}`, true);
      return false;
    }
    for (const [control, value] of values) {
      settle(control, value);
      control.dataset.edition = answer.edition;
    }
    if (!answer.foreign) takeEdition(form, answer.edition);
    if (answer.sections && !form.closest(".unfolded")) await redraw(answer);
    if (!dirtyForms().length) say(`Saved ${answer.at}`);
    showEdition(answer.edition);
    return true;
  }
  function takeEdition(form, number) {
    form.elements.edition.value = number;
    for (const each of controls(form)) if (!isDirty(each)) delete each.dataset.edition;
  }
  function showEdition(number) {
    for (const each of document.querySelectorAll("[data-shows-edition]")) each.textContent = number;
  }
  function showFaults(form, faults) {
    for (const each of form.querySelectorAll(".fault")) each.remove();
    for (const control of controls(form)) {
      const said = faults[control.name];
      control.toggleAttribute("aria-invalid", Boolean(said));
      if (!said || form.querySelector(`.fault[data-of="${control.name}"]`)) continue;
      const note = document.createElement("span");
      note.className = "fault";
      note.dataset.of = control.name;
      note.textContent = said.join(" ");
      (control.closest("fieldset") || control).after(note);
    }
  }
  function showClash(form, answer) {
    form.dataset.clash = "1";
    const panel = document.createElement("div");
    panel.innerHTML = answer.html;
    const clash = panel.firstElementChild;
    form.after(clash);
    clash.querySelector("textarea, select, button").focus();
    say(`Not saved: ${answer.said}`, true);
    return false;
  }
  // What was typed in other fields of the form meanwhile is no part of the clash: it stays, and is saved.
  async function resolveClash(clash) {
    const form = clash.previousElementSibling;
    const settled = new Set([...clash.querySelector("form").elements].filter((each) => each.type !== "hidden").map((each) => each.name));
    settled.delete("");
    clash.remove();
    if (form) {
      delete form.dataset.clash;
      for (const each of controls(form)) if (!settled.size || settled.has(each.name)) putBack(each);
    }
    if (outline()) return load();
    if (await flush()) location.reload();
  }
  const flush = async () => {
    for (const form of dirtyForms()) save(form);
    await queue;
    return !dirtyForms().length;
  };

  // What a button or a key asks for

  async function act(form, name, more = {}) {
    await flush();
    queue = queue.then(() => actNow(form, name, more));
    return queue;
  }
  async function actNow(form, name, more) {
    const isRow = form.matches("[data-row]");
    const body = isRow ? new URLSearchParams() : new URLSearchParams(new FormData(form));
    for (const each of KEPT) if (form.elements[each]?.value !== undefined) body.set(each, form.elements[each].value);
    if (isRow) body.delete("fields");
    if (name) body.set("act", name);
    for (const [key, value] of Object.entries(more)) body.set(key, value);
    const next = name === "remove" ? neighbour(form) : "";
    say("Saving…");
    let answer;
    try {
      answer = await post(body);
    } catch (error) {
      return say(`Not done: ${error.name === "TypeError" ? "the connection failed. Try it again" : error.message}.`, true);
    }
    showFaults(form, answer.faults || {});
    if (answer.status === 409) return showClash(form, answer);
    if (answer.status !== 200) return say(`Not done: ${answer.said}`, true);
    await redraw(answer, name === "add" || name === "below" || name === "under" ? `${answer.row}` : "", next);
    say(`Saved ${answer.at}`);
    showEdition(answer.edition);
  }
  function neighbour(form) {
    const line = form.closest(".line");
    const lines = line ? [...line.parentElement.children] : [];
    const depth = line ? Number(line.dataset.depth) : 0;
    const after = lines.slice(lines.indexOf(line) + 1).find((each) => Number(each.dataset.depth) <= depth);
    return (after || line?.previousElementSibling)?.id.replace("criterion-", "") || "";
  }
  const lineOf = (row) => row && (document.getElementById(`criterion-${row}`) || document.getElementById(`statement-${row}`));

  // Parts of the page drawn anew, with what is typed, the focus, and what was unfolded

  async function redraw(answer, fresh = "", next = "") {
    const unknown = Object.keys(answer.sections || {}).some((key) => key && !document.getElementById(`statement-${key}`));
    if (!outline() || !answer.sections) return;
    if (unknown) return load();
    const at = whereFocusIs();
    for (const [key, html] of Object.entries(answer.sections)) await replace(key ? document.getElementById(`statement-${key}`) : outline(), html);
    const line = lineOf(fresh || next);
    if (fresh && line) line.querySelector("textarea")?.focus();
    else if (next && line) (at.onRow && line.tabIndex === -1 && line.hasAttribute("tabindex") ? line : line.querySelector("textarea")).focus();
    else putFocus(at);
  }
  async function replace(old, html) {
    const typed = dirtyForms().filter((form) => old.contains(form)).flatMap((form) =>
      controls(form).filter(isDirty).map((each) => ({ row: form.dataset.row, part: form.elements.part.value, name: each.name, value: held(each), edition: edition(each), key: each.value })),
    );
    const open = [...old.querySelectorAll("a[data-unfold][aria-expanded=true]")].map((each) => each.getAttribute("href"));
    const box = document.createElement("div");
    box.innerHTML = html;
    const fresh = box.firstElementChild;
    old.replaceWith(fresh);
    for (const href of open) {
      const link = [...fresh.querySelectorAll("a[data-unfold]")].find((each) => each.getAttribute("href") === href);
      if (link) await unfold(link);
    }
    for (const each of typed) {
      const form = [...fresh.querySelectorAll("form[data-row]")].find((form) => form.dataset.row === each.row && form.elements.part.value === each.part);
      const control = form && controls(form).find((one) => one.name === each.name && (one.type !== "checkbox" || one.value === each.key));
      if (!control) continue;
      if (control.type === "checkbox") control.checked = each.value;
      else control.value = each.value;
      control.dataset.edition = each.edition;
      schedule(form);
    }
    fitAll(fresh);
  }
  function whereFocusIs() {
    const here = document.activeElement;
    const form = here?.closest("form[data-row]");
    const line = here?.closest(".line");
    return { row: form?.dataset.row || line?.id.replace("criterion-", ""), name: here?.name, value: here?.value, start: here?.selectionStart, end: here?.selectionEnd, onRow: here === line };
  }
  function putFocus(at) {
    const line = lineOf(at.row);
    if (!line) return;
    if (at.onRow) return line.focus();
    const control = [...line.querySelectorAll(`form[data-row="${CSS.escape(at.row)}"] [name="${at.name}"]`)].find(
      (each) => each.tagName !== "BUTTON" || each.value === at.value,
    );
    control?.focus();
    if (control?.setSelectionRange && at.start != null) control.setSelectionRange(at.start, at.end);
  }
  async function load() {
    const answer = await fetch(editor.dataset.address, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return say("Not loaded: try it again.", true);
    const at = editor.contains(document.activeElement) ? whereFocusIs() : lastFocus;
    await replace(outline(), await answer.text());
    putFocus(at);
    editor.dataset.edition = outline().dataset.edition;
    showEdition(outline().dataset.edition);
  }

  async function unfold(link) {
    const holder = link.closest(".line") || link.closest(".besides");
    const open = link.getAttribute("aria-expanded") === "true";
    link.setAttribute("aria-expanded", String(!open));
    if (open) {
      await flush();
      (holder.matches(".line") ? holder.querySelector(".unfolded") : holder.nextElementSibling).remove();
      return load();
    }
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return say("Not loaded: somebody may have removed it. Load the draft again.", true);
    const box = document.createElement("div");
    box.innerHTML = await answer.text();
    if (holder.matches(".line")) holder.append(box.firstElementChild);
    else holder.after(box.firstElementChild);
  }

  // Listening

  function schedule(form) {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => save(form), PAUSE));
  }
  function fit(box) {
    if (CSS.supports("field-sizing", "content")) return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  }
  const fitAll = (root) => CSS.supports("field-sizing", "content") || root.querySelectorAll("textarea").forEach(fit);

  editor.addEventListener("focusin", () => {
    lastFocus = whereFocusIs();
  });
  editor.addEventListener("input", (event) => {
    const form = event.target.form;
    if (event.target.tagName === "TEXTAREA") fit(event.target);
    if (!form?.matches("[data-row]") || !event.target.name) return;
    if (dirtyNames(form).size) say("Not saved yet…");
    schedule(form);
  });
  editor.addEventListener("change", (event) => {
    if (event.target.form?.matches("[data-row]")) save(event.target.form);
  });
  editor.addEventListener("submit", (event) => {
    const form = event.target;
    const name = event.submitter?.value || "";
    if (form.closest(".clash")) {
      if (!outline()) return;
      event.preventDefault();
      sendMerged(form);
    } else if (form.matches("[data-row]") && name === "save") {
      event.preventDefault();
      save(form);
    } else if (outline()) {
      event.preventDefault();
      act(form, name);
    } else {
      leaving = true;
    }
  });
  async function sendMerged(form) {
    let answer;
    try {
      answer = await post(new URLSearchParams(new FormData(form)));
    } catch (error) {
      return say(`Not saved: ${error.message}.`, true);
    }
    const clash = form.closest(".clash");
    if (answer.status === 409) {
      const before = clash.previousElementSibling;
      clash.remove();
      return showClash(before, answer);
    }
    showFaults(form, answer.faults || {});
    if (answer.status !== 200) return say(`Not saved: ${answer.said}`, true);
    await resolveClash(clash);
    say(`Saved ${answer.at}`);
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.matches("[data-unfold]")) {
      event.preventDefault();
      unfold(link);
    } else if (link.matches("[data-theirs]") && link.closest("#editor form[data-row] + .clash, #editor form + .clash")) {
      event.preventDefault();
      resolveClash(link.closest(".clash")).then(() => say("Kept theirs."));
    } else if (link.matches("[data-load]") && outline()) {
      event.preventDefault();
      flush().then(load).then(() => document.getElementById("others").replaceChildren());
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && forms().some((form) => dirtyNames(form).size)) event.preventDefault();
  });

  fitAll(editor);
  window.draftEditor = { act, editor, outline, post, say };
})();
