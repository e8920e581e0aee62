// The page of a call: the line and the transcript point at each other. Without this file all of it can be read.
"use strict";

document.documentElement.classList.add("js");

const line = () => document.querySelector(".line-card");
const turnOf = (number) => document.getElementById(`beurt-${number}`);
const spotsOf = (number) => document.querySelectorAll(`.line a[data-turn="${number}"]`);

function light(number, on) {
  const turn = turnOf(number);
  if (turn) turn.classList.toggle("lit", on);
  spotsOf(number).forEach((spot) => spot.classList.toggle("lit", on));
}

for (const [start, end] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  for (const [kind, on] of [[start, true], [end, false]]) {
    document.addEventListener(kind, (event) => {
      const place = event.target.closest && event.target.closest("[data-turn]");
      if (place) light(place.dataset.turn, on);
    });
  }
}

// One stop for the whole line with the tab key; arrows walk along it, Enter goes to the turn.
function walkable(svg) {
  const spots = [...svg.querySelectorAll("a[data-turn]")];
  spots.forEach((spot, at) => spot.setAttribute("tabindex", at ? "-1" : "0"));
  svg.addEventListener("keydown", (event) => {
    const at = spots.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: spots.length - 1 }[event.key];
    if (at < 0 || to === undefined || !spots[to]) return;
    event.preventDefault();
    spots[at].setAttribute("tabindex", "-1");
    spots[to].setAttribute("tabindex", "0");
    spots[to].focus({ preventScroll: true });
  });
}

// Where you read in the transcript shows on the line.
function follow() {
  const seen = new Set();
  const watcher = new IntersectionObserver((entries) => {
    entries.forEach((entry) => { entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target); });
    const first = [...seen].sort((a, b) => a.dataset.turn - b.dataset.turn)[0];
    document.querySelectorAll(".line").forEach((svg) => {
      const here = svg.querySelector(".here");
      const x = first ? xOf(svg, Number(first.dataset.turn)) : -9;
      here.setAttribute("x1", x); here.setAttribute("x2", x);
    });
  }, { rootMargin: "-30% 0px -45% 0px" });
  document.querySelectorAll(".turn").forEach((turn) => watcher.observe(turn));
}

function xOf(svg, turn) {
  const exact = svg.querySelector(`a[data-turn="${turn}"]`);
  if (exact) return exact.dataset.x;
  const spots = [...svg.querySelectorAll("a[data-turn]")].map((spot) => [Number(spot.dataset.turn), Number(spot.dataset.x)]);
  const before = spots.filter(([at]) => at < turn).pop();
  const after = spots.find(([at]) => at > turn);
  if (!before || !after) return (before || after || [0, -9])[1];
  return before[1] + (after[1] - before[1]) * (turn - before[0]) / (after[0] - before[0]);
}

// A sentence to say can be copied.
function copyable(words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet copy no-print";
  const root = document.querySelector(".report");
  button.textContent = root.dataset.copy;
  button.setAttribute("aria-label", `${root.dataset.copy}: ${words.textContent}`);
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(words.textContent).then(() => {
      button.textContent = root.dataset.copied;
      document.getElementById("gezegd").textContent = root.dataset.copied;
      window.setTimeout(() => { button.textContent = root.dataset.copy; }, 2500);
    });
  });
  words.after(button);
}

if (line()) { document.querySelectorAll("svg.line").forEach(walkable); follow(); }
if (navigator.clipboard) document.querySelectorAll(".say .words").forEach(copyable);
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// A comment is written beside its turn.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-beside]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  window.htmx.ajax("GET", link.getAttribute("href"), { target: link.dataset.beside });
});

// A form that was fetched beside a turn takes the focus.
document.addEventListener("htmx:afterSwap", (event) => {
  const field = event.target.querySelector("textarea, input:not([type=hidden])");
  if (field) field.focus();
});
