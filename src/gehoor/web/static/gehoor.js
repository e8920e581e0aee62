// What the pages need beyond htmx. No libraries, nothing inline: the content security policy forbids it.
"use strict";

// Every request that htmx makes carries the session's token.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf"]');
  if (token) event.detail.headers["X-CSRF-Token"] = token.content;
});

// An answer with a fault (4xx) is shown too: it says in a sentence what to do.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400 && event.detail.xhr.status < 500) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// Menus made of <details> close with Escape and when the focus leaves them.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.activeElement && document.activeElement.closest("details[open].me");
  if (open) { open.open = false; open.querySelector("summary").focus(); }
});
document.addEventListener("focusout", (event) => {
  const menu = event.target.closest("details[open].me");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});

// A form is sent once: the second click waits for the answer.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  window.setTimeout(() => { delete form.dataset.sent; }, 4000);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});

// Buttons that need a script show themselves only where there is one.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("button.copy[data-copy], button.print").forEach((button) => { button.hidden = false; });
});
document.addEventListener("click", (event) => {
  if (event.target.closest("button.print")) window.print();
  const copy = event.target.closest("button.copy[data-copy]");
  const field = copy && document.getElementById(copy.dataset.copy);
  if (field) { field.select(); navigator.clipboard.writeText(field.value).then(() => { document.getElementById("melding").textContent = copy.dataset.said || "✓"; }); }
});
