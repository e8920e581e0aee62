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
function copyButton(words) {
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
function copiable(within) {
  if (navigator.clipboard) within.querySelectorAll(".say .words").forEach(copyButton);
}

copiable(document);
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// A comment is written beside its turn; its form takes the focus.
function beside(turn) {
  const notes = turn.querySelector(".notes") || turn.appendChild(document.createElement("div"));
  notes.className = "notes";
  return notes.querySelector(".new") || notes.appendChild(Object.assign(document.createElement("div"), { className: "new" }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest('[form="opmerking-bij"]');
  if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const address = `${button.form.action}?beurt=${button.value}`;
  fetch(address, { headers: { "HX-Request": "true" } }).then((answer) => {
    if (!answer.ok || answer.redirected) throw new Error();
    return answer.text();
  }).then((form) => {
    const place = beside(button.closest(".turn"));
    place.innerHTML = form;
    place.querySelector("textarea").focus();
  }).catch(() => { window.location.assign(address); });
});

// Why, and what to say, stands in a card above; here it is shown beside the turn too.
document.querySelectorAll("[data-as]").forEach((place) => {
  place.addEventListener("toggle", () => {
    const card = document.getElementById(place.dataset.as);
    place.querySelectorAll("summary ~ *").forEach((old) => old.remove());
    card.querySelectorAll(".to-say, .why").forEach((part) => place.append(part.cloneNode(true)));
    place.querySelectorAll(".copy").forEach((button) => button.remove());
    copiable(place);
  }, { once: true });
});

// A place within something folded is unfolded when one goes there.
function unfold() {
  const place = window.location.hash.length > 1 && document.getElementById(window.location.hash.slice(1));
  const folded = place && place.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  place.scrollIntoView();
}
window.addEventListener("hashchange", unfold);
unfold();
