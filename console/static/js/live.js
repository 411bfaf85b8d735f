// Live pages: the server says that something changed, the page fetches itself and takes over what is new.
// What is being filled in, ticked, opened or focused stays. Without a stream it asks every half minute.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const place = document.querySelector("[data-live]");
  if (!place) return;
  const { live, href, here, token } = place.dataset;
  const POLL = 30000, BEAT = 15000, AGAIN = 120000;
  let source = null, busy = false, again = false, poll = 0, doing = "reading";

  async function refresh() {
    if (busy) return void (again = true);
    busy = true;
    try {
      const answer = await fetch(href, { headers: { accept: "text/html" } });
      if (answer.redirected) return location.reload();
      if (answer.ok) await take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch { /* the next change or the next half minute tries again */ } finally {
      busy = false;
      if (again) { again = false; refresh(); }
    }
  }

  async function take(fresh) {
    for (const part of document.querySelectorAll("[data-part]")) {
      const made = fresh.getElementById(part.id);
      if (!made) continue;
      const held = [...part.querySelectorAll("[data-filled-in]")].filter(beingFilledIn);
      held.forEach((one) => one.setAttribute("hx-morph-skip", ""));
      const open = [...part.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
      await htmx.swap({ sourceElement: part, target: part, text: made.outerHTML, swap: "outerMorph", live: true });
      for (const one of part.querySelectorAll("details > summary")) if (open.includes(one.textContent)) one.parentElement.open = true;
      for (const one of held) {
        one.removeAttribute("hx-morph-skip");
        one.querySelector("[data-changed-meanwhile]").hidden = false;
      }
    }
  }

  const beingFilledIn = (part) => part.contains(document.activeElement) || part.querySelector("details[open] form") !== null;

  function connect() {
    clearInterval(poll);
    source = new EventSource(live);
    source.addEventListener("changed", refresh);
    source.addEventListener("presence", () => company("GET"));
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return; // the browser connects again by itself
      clearInterval(poll);
      poll = setInterval(refresh, POLL);
      setTimeout(() => document.hidden || source.readyState !== EventSource.CLOSED || connect(), AGAIN);
    };
  }

  // Presence: said while the page is looked at, and what for.
  async function company(method) {
    if (!here) return;
    const body = method === "POST" ? new URLSearchParams({ doing, csrf: token }) : undefined;
    const answer = await fetch(here, { method, body }).catch(() => null);
    if (answer?.ok) document.getElementById("here").innerHTML = await answer.text();
  }

  function leave() {
    source?.close();
    clearInterval(poll);
    if (here) navigator.sendBeacon(here, new URLSearchParams({ doing: "left", csrf: token }));
  }

  function come() {
    connect();
    company("POST");
  }

  document.addEventListener("focusin", () => {
    const form = document.activeElement.closest("form[data-doing]");
    const now = form ? form.dataset.doing : "reading";
    if (now === doing) return;
    doing = now;
    company("POST");
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return leave();
    refresh();
    come();
  });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && (refresh(), come()));
  setInterval(() => document.hidden || company("POST"), BEAT);
  if (!document.hidden) come();
});
