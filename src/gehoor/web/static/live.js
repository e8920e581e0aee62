// A call in progress: the board changes where it must and nowhere else. Without this file the page works with its buttons.
"use strict";

const live = document.getElementById("live");
const board = document.getElementById("bord");
const lost = document.getElementById("verbinding");
const token = () => document.querySelector('meta[name="csrf"]').content;
let leaving = false;  // somebody sent a form that leads elsewhere: that answer says where to

// One part at a time, and only where it differs: nothing flickers, the focus stays where it is.
function swap(html, said) {
  const made = new DOMParser().parseFromString(html, "text/html");
  made.querySelectorAll("[data-part]").forEach((part) => {
    const old = board.querySelector(`[data-part="${part.dataset.part}"]`);
    if (old && (old.innerHTML !== part.innerHTML || old.className !== part.className)) old.replaceWith(document.adoptNode(part));
  });
  endings();
  const told = document.getElementById("gezegd");
  if (said && told.textContent !== said) told.textContent = said;
}

function endings() {
  const place = document.getElementById("einde");
  const part = board.querySelector('[data-part="einde"]');
  if (place && part && place.innerHTML !== part.innerHTML) place.innerHTML = part.innerHTML;
}

function listen() {
  const source = new EventSource(live.dataset.stream);
  source.addEventListener("bord", (event) => {
    const { html, said } = JSON.parse(event.data);
    lost.hidden = true;
    swap(html, said);
    buttons(html);
  });
  source.addEventListener("weg", () => { source.close(); if (!leaving) window.location.assign(live.dataset.away); });
  source.addEventListener("open", () => { lost.hidden = true; });
  source.addEventListener("error", () => { lost.textContent = live.dataset.lost; lost.hidden = false; });
}

// Buttons that depend on help or hold are made by the server: the page is fetched again, unless somebody types.
let known = null;
function buttons(html) {
  const made = new DOMParser().parseFromString(html, "text/html");
  const now = [made.querySelector('[data-part="hulp"]').textContent.trim(), Boolean(made.querySelector(".live-quiet") && made.querySelector(".live-card").textContent.includes(live.dataset.hold || "\0"))].join();
  if (known !== null && known !== now) refresh();
  known = now;
}

async function refresh() {
  const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [old, fresh] = [document.querySelector(".live-doing"), made.querySelector(".live-doing")];
  if (!old || !fresh || old.matches(":has(details[open])")) return;
  const at = document.activeElement && old.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const playing = document.querySelector(".live-play");
  old.replaceWith(document.adoptNode(fresh));
  if (playing && document.querySelector(".live-play")) document.querySelector(".live-play").replaceWith(playing);
  if (at) document.querySelector(`[data-key="${at}"]`)?.focus();
  endings();
}

// Forms that stay: sent beside the page, so that a call goes on where it is.
async function send(form, extra) {
  const data = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(extra || {})) data.set(name, value);
  return fetch(form.action, { method: "POST", body: data, headers: { "X-CSRF-Token": token(), "HX-Request": "true" }, redirect: "manual" });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-stay]")) { leaving = true; return; }
  event.preventDefault();
  const field = form.querySelector("input[name=text]");
  if (!field.value.trim()) return;
  await send(form);
  field.value = "";
  field.focus();
  delete form.dataset.sent;
});

// Function keys, which no screen reader or typed text needs: F2 type, F4 play, F6 hold, F7 note, F8 help, F9 end.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.key === "F4") { document.querySelector(".live-play")?.click(); event.preventDefault(); return; }
  const place = /^F\d$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
  if (place) {
    event.preventDefault();
    if (place.matches("input")) place.focus();
    else { place.click(); if (place.matches("summary")) place.parentElement.querySelector("button")?.focus(); }
  }
  const typing = event.target.id === "beurt" && (event.key === "ArrowUp" || event.key === "ArrowDown");
  if (typing) {
    event.preventDefault();
    event.target.form.querySelector("input[name=speaker]:not(:checked)").checked = true;
  }
});

// The example plays itself, at its own pace; it can be stopped and goes on.
function player(form) {
  const button = form.querySelector(".live-play");
  let timer = null;
  const label = (text) => { button.querySelector("span").textContent = text; };
  const stop = () => { window.clearTimeout(timer); timer = null; label(form.dataset.play); };
  async function next() {
    const answer = await send(form);
    const seconds = Number(answer.headers.get("X-Next"));
    if (!seconds) { stop(); button.disabled = true; document.getElementById("melding").textContent = form.dataset.done; return; }
    if (timer !== null) timer = window.setTimeout(next, seconds * 1000);
  }
  button.hidden = false;
  button.addEventListener("click", () => {
    if (timer !== null) { stop(); return; }
    label(form.dataset.pause);
    timer = window.setTimeout(next, 400);
  });
}

endings();
listen();
const example = document.getElementById("voorbeeld");
if (example) player(example);
