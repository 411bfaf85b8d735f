// The sheet of keys: `?` outside fields, or its button with its own key, opens it; Esc closes it.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";

  const sheet = document.querySelector("dialog[data-keys]");
  const opener = document.querySelector("[data-keys-open]");
  if (!sheet || !opener) return;
  const open = () => sheet.open || sheet.showModal();
  opener.hidden = false;
  opener.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (event.key === "?" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open();
    }
  });
});
