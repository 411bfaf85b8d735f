// Choosing files: several times, by dragging and by pasting; each shown, each to be taken back. Without scripts the plain field does.
(() => {
  "use strict";

  const image = /^image\/(jpeg|png|webp)$/;
  const size = (bytes) => (bytes >= 1048576 ? `${(bytes / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`);

  function prepare(field) {
    const input = field.querySelector("input[type=file]");
    const list = field.querySelector("[data-picked]");
    const wrong = field.querySelector("[data-wrong]");
    const form = input.form;
    let kept = [];

    function show() {
      const carried = new DataTransfer();
      kept.forEach((file) => carried.items.add(file));
      input.files = carried.files;
      list.replaceChildren(...kept.map(line));
      list.hidden = !kept.length;
    }

    function line(file, place) {
      const item = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = `${file.name} · ${size(file.size)}`;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "plain";
      remove.textContent = "×";
      remove.setAttribute("aria-label", field.dataset.remove.replace("{name}", file.name));
      remove.onclick = () => {
        kept.splice(place, 1);
        show();
        (list.querySelectorAll("button")[Math.min(place, kept.length - 1)] || input).focus();
      };
      item.append(drawn(file), name, remove);
      return item;
    }

    function add(files) {
      const said = [];
      for (const file of files) {
        const same = kept.some((one) => one.name === file.name && one.size === file.size && one.lastModified === file.lastModified);
        if (same) continue;
        if (file.size > Number(field.dataset.each)) said.push(field.dataset.large.replace("{name}", file.name));
        else if (kept.length >= Number(field.dataset.count)) said.push(field.dataset.many);
        else kept.push(file);
      }
      wrong.textContent = [...new Set(said)].join(" ");
      wrong.hidden = !said.length;
      show();
    }

    input.addEventListener("change", () => add(input.files));
    form.addEventListener("paste", (event) => {
      if (!event.clipboardData.files.length || !field.checkVisibility()) return;
      event.preventDefault();
      add(event.clipboardData.files);
    });
    field.addEventListener("dragover", (event) => {
      event.preventDefault();
      field.classList.add("over");
    });
    field.addEventListener("dragleave", () => field.classList.remove("over"));
    field.addEventListener("drop", (event) => {
      event.preventDefault();
      field.classList.remove("over");
      add(event.dataTransfer.files);
    });
    field.querySelector("[data-scripted]").hidden = false;
    field.addFiles = add;
    if (input.files.length) add(input.files);
  }

  // A small picture, drawn here: nothing is loaded for it; of what is no picture, its ending.
  function drawn(file) {
    const mark = document.createElement(image.test(file.type) ? "canvas" : "b");
    mark.className = "kind";
    mark.setAttribute("aria-hidden", "true");
    if (!image.test(file.type)) {
      mark.textContent = file.name.split(".").pop().slice(0, 4).toUpperCase();
      return mark;
    }
    mark.width = mark.height = 48;
    createImageBitmap(file, { resizeWidth: 48, resizeHeight: 48, resizeQuality: "medium" }).then(
      (picture) => mark.getContext("2d").drawImage(picture, 0, 0),
      () => {},
    );
    return mark;
  }

  const all = (root) => root.querySelectorAll("[data-files]").forEach((field) => field.addFiles || prepare(field));
  document.addEventListener("DOMContentLoaded", () => all(document));
  document.addEventListener("htmx:after:swap", () => all(document));
})();
