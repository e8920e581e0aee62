// Oefenen: the caller's voice and one's own, both on this device only; typing always works.
"use strict";

const talk = document.getElementById("zeg");
const last = document.querySelector("[data-last]");
const aloud = document.getElementById("hardop");
const field = document.getElementById("v-text");

// Mood in rate and volume: someone who is heated talks faster and louder.
const speak = () => {
  if (!last || !window.speechSynthesis) { return; }
  const words = new SpeechSynthesisUtterance(last.textContent);
  const heat = Number(last.dataset.last);
  words.lang = last.dataset.region || "nl-NL";
  words.rate = 0.95 + heat * 0.08;
  words.volume = Math.min(1, 0.7 + heat * 0.08);
  const voice = window.speechSynthesis.getVoices().find((one) => one.lang.startsWith("nl") && one.localService);
  if (!voice) { return; }
  words.voice = voice;
  window.speechSynthesis.cancel();
  window.speechSynthesis.speak(words);
};

if (aloud && window.speechSynthesis) {
  aloud.closest("[hidden]").hidden = false;
  aloud.checked = window.sessionStorage.getItem("hardop") === "ja";
  aloud.addEventListener("change", () => {
    window.sessionStorage.setItem("hardop", aloud.checked ? "ja" : "nee");
    if (aloud.checked) { speak(); } else { window.speechSynthesis.cancel(); }
  });
  if (aloud.checked) { window.speechSynthesis.addEventListener("voiceschanged", speak, { once: true }); speak(); }
}

// Speech recognition only where it stays on this device.
const Recognition = window.SpeechRecognition;
const button = document.getElementById("praat");
if (button && Recognition && "processLocally" in Recognition.prototype && Recognition.available) {
  Recognition.available({ langs: ["nl-NL"], processLocally: true }).then((state) => {
    if (state !== "available") { return; }
    button.hidden = false;
    button.addEventListener("click", () => {
      const ear = new Recognition();
      ear.lang = "nl-NL";
      ear.processLocally = true;
      ear.onresult = (event) => { field.value = `${field.value} ${event.results[0][0].transcript}`.trim(); field.focus(); };
      ear.start();
    });
  }).catch(() => { button.hidden = true; });
}

// Ctrl+Enter or Enter sends; Shift+Enter makes a new line.
if (talk && field) {
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      talk.querySelector("button[value=zeg]").click();
    }
  });
}
