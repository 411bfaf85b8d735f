// Sending a form: with its proof of work, and with its files under the sender's eyes; what is refused keeps the files chosen.
(() => {
  "use strict";

  const proofs = new WeakMap();

  function prove(form) {
    if (!window.Worker || proofs.has(form)) return;
    const worker = new Worker(form.dataset.worker);
    proofs.set(form, new Promise((done) => {
      worker.onmessage = (event) => done(event.data);
      worker.onerror = () => done("");
    }).then((proof) => {
      form.elements.proof.value = proof;
      worker.terminate();
    }));
    worker.postMessage({ text: form.dataset.challenge, bits: Number(form.dataset.bits) });
  }

  const all = () => document.querySelectorAll("form[data-challenge]").forEach(prove);
  document.addEventListener("DOMContentLoaded", all);
  document.addEventListener("htmx:after:swap", all);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const field = form.querySelector("[data-files]");
    const files = field ? [...field.querySelector("input[type=file]").files] : [];
    const waits = proofs.has(form) && !form.elements.proof.value;
    if (event.defaultPrevented || (!files.length && !waits)) return;
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    busy(form, true);
    Promise.resolve(proofs.get(form)).then(() => {
      if (form.elements.proof) body.set("proof", form.elements.proof.value);
      send(form, field, files, body);
    });
  });

  function busy(form, on) {
    form.querySelectorAll("button").forEach((button) => (button.disabled = on));
    form.setAttribute("aria-busy", String(on));
  }

  function send(form, field, files, body) {
    const request = new XMLHttpRequest();
    const bar = field && files.length ? field.querySelector("[data-progress]") : null;
    if (bar) {
      bar.hidden = false;
      request.upload.onprogress = (event) => event.lengthComputable && (bar.value = event.loaded / event.total);
    }
    request.open("POST", form.action);
    request.setRequestHeader("accept", "text/html");
    request.onload = () => (request.status < 400 ? location.assign(request.responseURL) : refused(form, files, request.responseText));
    request.onerror = () => {
      busy(form, false);
      if (!bar) return form.submit();
      bar.hidden = true; // everything is still here to be sent again
      const wrong = field.querySelector("[data-wrong]");
      wrong.textContent = field.dataset.broken;
      wrong.hidden = false;
    };
    request.send(body);
  }

  function refused(form, files, text) {
    const answer = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    const action = form.getAttribute("action");
    document.querySelector("main").replaceChildren(...answer.childNodes);
    const again = document.querySelector(`main form[action="${action}"] [data-files]`);
    const main = document.querySelector("main");
    if (window.htmx) htmx.process(main);
    main.dispatchEvent(new CustomEvent("htmx:after:swap", { bubbles: true, detail: {} }));
    if (again) {
      again.querySelector("[data-lost]")?.remove();
      again.addFiles(files);
    }
  }
})();
