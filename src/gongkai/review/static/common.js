"use strict";

/** Language and help: what every page has. Nothing here or elsewhere writes HTML from data; text goes in as text. */

const STORE = {
  get(kind, key) {
    try { return window[kind].getItem(key); } catch { return null; }
  },
  set(kind, key, value) {
    try { window[kind].setItem(key, value); return true; } catch { return false; /* a page opened from disk may have no storage */ }
  },
};

/** Make an element; `properties` are its attributes, `children` elements or strings. */
function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** The same words in both languages; the page shows one of them. */
function both(zh, en) {
  const fragment = document.createDocumentFragment();
  fragment.append(make("span", { class: "zh", lang: "zh" }, zh), make("span", { class: "en", lang: "en" }, en));
  return fragment;
}

function speak(language) {
  document.documentElement.classList.toggle("english", language === "en");
  document.documentElement.lang = language === "en" ? "en" : "zh-CN";
  for (const option of document.querySelectorAll("option[data-zh]")) option.textContent = option.dataset[language === "en" ? "en" : "zh"];
}

function isTyping(event) {
  return event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName ?? "");
}

document.documentElement.classList.add("scripted");
const ASKED_LANGUAGE = "zh"; // which the pages were asked for in
speak(STORE.get("localStorage", "gongkai-language") ?? ASKED_LANGUAGE);
document.getElementById("language").addEventListener("click", () => {
  const language = document.documentElement.classList.contains("english") ? "zh" : "en";
  STORE.set("localStorage", "gongkai-language", language);
  speak(language);
});

const help = document.getElementById("help");
document.getElementById("help-open").addEventListener("click", () => help.showModal());
document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !isTyping(event)) help.open ? help.close() : help.showModal();
});
