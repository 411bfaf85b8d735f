// What pages do beyond HTML: choosing all, keeping drafts, keys, going to what was refused. All pages work without it.
(() => {
  "use strict";

  const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);

  function prepare(root) {
    each("[data-choose-all]", (button) => {
      button.hidden = false;
      button.onclick = () => {
        const boxes = [...button.form.querySelectorAll("input[type=checkbox]")];
        const all = boxes.every((box) => box.checked);
        boxes.forEach((box) => (box.checked = !all));
      };
    }, root);
    each("[data-copy]", (button) => {
      button.hidden = !navigator.clipboard;
      button.onclick = () => navigator.clipboard.writeText(button.dataset.copy).then(() => (button.textContent = button.dataset.done));
    }, root);
    each("[data-back]", (link) => {
      link.onclick = (event) => (event.preventDefault(), history.back());
    }, root);
    each("[data-print]", (button) => {
      button.hidden = false;
      button.onclick = () => print();
    }, root);
    each("[data-fill]", (button) => {
      button.onclick = () => {
        const form = document.getElementById("desk");
        for (const [name, value] of Object.entries(JSON.parse(button.dataset.fill))) if (value) form.elements[name].value = value;
        form.dispatchEvent(new Event("input", { bubbles: true }));
      };
    }, root);
    if (root === document) each("form[data-draft]", keepDraft);
  }

  // A draft outlives the browser: it is kept on this machine until the form goes through.
  function keepDraft(form) {
    const key = `draft:${form.dataset.draft}`;
    const kept = JSON.parse(localStorage.getItem(key) || "{}");
    for (const [name, value] of Object.entries(kept)) {
      const field = form.elements[name];
      if (field && !field.value) field.value = value;
    }
    if (kept.text) form.dispatchEvent(new Event("input", { bubbles: true }));
    form.addEventListener("input", () => {
      const values = Object.fromEntries([...new FormData(form)].filter(([name, value]) => !["csrf", "proof", "draft"].includes(name) && typeof value === "string"));
      localStorage.setItem(key, JSON.stringify(values));
    });
  }
  document.querySelectorAll("[data-draft-done]").forEach((mark) => localStorage.removeItem(`draft:${mark.dataset.draftDone}`));

  // Keys: an element with data-key answers to Alt+key, or to the plain key when no field has the focus.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      const form = event.target.closest("form[data-enter]");
      if (form) form.requestSubmit(form.querySelector("[data-submit]"));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (event.key === "Escape" && typing) return typing.blur();
    if (typing && !event.altKey) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.code.replace(/^(Key|Digit)/, "").toLowerCase())}"]`);
    if (!target || target.disabled) return;
    event.preventDefault();
    if (target.matches("input[type=radio], input[type=checkbox]")) target.focus(), target.click();
    else if (target.matches("input, textarea, select")) target.focus();
    else target.click();
  });

  // htmx sends the form's own token; a part that was refused is shown like any other.
  document.addEventListener("htmx:after:swap", (event) => {
    prepare(event.target instanceof Element ? event.target.parentElement || document : document);
    const refused = document.getElementById("refusal");
    if (refused && !event.detail.ctx?.live) refused.focus();
  });

  // The browser's own autofocus waits for a frame, and loses what is typed until then.
  document.addEventListener("DOMContentLoaded", () => {
    prepare(document);
    const here = document.querySelector(".frame > nav [aria-current]");
    const bar = here?.closest("nav");
    if (bar) {
      const [outer, inner] = [bar.getBoundingClientRect(), here.getBoundingClientRect()];
      if (inner.right > outer.right) bar.scrollLeft = inner.left - outer.left - (outer.width - inner.width) / 2;
      if (inner.bottom > outer.bottom) bar.scrollTop = inner.bottom - outer.bottom + inner.height;
    }
    const first = document.getElementById("refusal") || document.querySelector("[autofocus]");
    if (first) first.focus();
  });
})();
