// Bringing files: drop them, see what was chosen, see how far they are sent. Without this file the form works too.
"use strict";

const form = document.getElementById("brengen");
const field = document.getElementById("bestand");
const drop = form.querySelector(".drop");

function show() {
  const files = [...field.files];
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const much = total > Number(form.dataset.largest) * 1024 * 1024;
  const said = files.length === 1 ? files[0].name : `${files.length} ${form.dataset.chosen}`;
  drop.querySelector(".chosen").textContent = much ? form.dataset.tooLarge : files.length ? said : "";
  field.setCustomValidity(much ? form.dataset.tooLarge : "");
}

field.addEventListener("change", show);
for (const kind of ["dragenter", "dragover"]) {
  drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
}
for (const kind of ["dragleave", "drop"]) {
  drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.remove("over"); });
}
drop.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  field.files = event.dataTransfer.files;
  show();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const sending = form.querySelector(".sending");
  const [said, bar] = [sending.querySelector("p"), sending.querySelector("progress")];
  const button = form.querySelector("button");
  const asked = new XMLHttpRequest();
  const wrong = () => {
    said.textContent = form.dataset.failed;
    button.disabled = false;
    delete form.dataset.sent;
  };
  asked.open("POST", form.action);
  asked.upload.addEventListener("progress", (now) => {
    const share = Math.round(100 * now.loaded / now.total);
    bar.value = share;
    if (share % 25 === 0) said.textContent = `${form.dataset.sending}: ${share}%`;
  });
  asked.addEventListener("load", () => {
    // The way to the progress page was followed; anything else is a page that says what is wrong.
    if (asked.status < 400 && new URL(asked.responseURL).pathname !== new URL(form.action).pathname) {
      window.location.assign(asked.responseURL);
      return;
    }
    const page = new DOMParser().parseFromString(asked.responseText, "text/html");
    const told = page.querySelector("[role=alert], .lead");
    wrong();
    if (told) said.textContent = told.textContent;
  });
  asked.addEventListener("error", wrong);
  sending.hidden = false;
  button.disabled = true;
  said.textContent = form.dataset.sending;
  asked.send(new FormData(form));
});
