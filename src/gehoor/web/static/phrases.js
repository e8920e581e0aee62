// Zinnen: copy with one key, walk through the list with arrows or j and k. Everything works with Tab and Enter too.
"use strict";

document.documentElement.classList.add("js");

const say = (text) => {
  const place = document.getElementById("melding");
  place.textContent = "";
  window.setTimeout(() => { place.textContent = text; }, 50);
};

const select = (element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
};

const copy = async (item) => {
  const text = item.querySelector(".phrase-text");
  const list = document.getElementById("lijst");
  try {
    await navigator.clipboard.writeText(text.textContent);
  } catch (refused) {
    select(text);
    if (!document.execCommand("copy")) { say(list.dataset.failed); return; }
    window.getSelection().removeAllRanges();
  }
  document.querySelectorAll(".phrase.copied").forEach((other) => other.classList.remove("copied"));
  item.classList.add("copied");
  say(list.dataset.copied + ": " + text.textContent);
};

const move = (from, step) => {
  const all = [...document.querySelectorAll(".phrase")];
  const next = all[from ? all.indexOf(from) + step : 0];
  if (!next) return false;
  next.querySelector("[data-copy]").focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button.closest(".phrase"));
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select")) return;
  const item = event.target.closest(".phrase");
  if (item && event.key === "c") { event.preventDefault(); copy(item); return; }
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (!step || (!item && event.key.startsWith("Arrow"))) return;
  if (move(item, step)) event.preventDefault();
});
