// Keys for those who like them; each of them does what a visible control does, too.

import { forgetAll } from "./memory.js";
import { goTo, isShown } from "./thread.js";

const thread = document.querySelector("[data-pa-thread]");
const help = document.getElementById("pa-help");

function inSight() {
  return [...thread.querySelectorAll("article.pa-reply")].filter(isShown);
}

// The reply that has the focus, or else the one that begins nearest to the top of the window.
function current(replies) {
  const focused = document.activeElement?.closest("article.pa-reply");
  return replies.includes(focused) ? focused : replies.findLast((reply) => reply.getBoundingClientRect().top < 120);
}

function step(by) {
  const replies = inSight();
  const next = replies[replies.indexOf(current(replies)) + by];
  if (next) goTo(next);
}

const ACTIONS = {
  j: () => thread && step(1),
  k: () => thread && step(-1),
  p: () => {
    const way = thread && current(inSight())?.querySelector(".pa-facts a[href*='#reply-']");
    const parent = way && document.getElementById(way.hash.slice(1))?.closest("article");
    if (parent) goTo(parent);
    else if (way) location.assign(way.href); // on another page of a long thread
  },
  c: () => {
    const fold = thread && current(inSight())?.nextElementSibling;
    if (fold?.matches("details")) fold.open = !fold.open;
  },
  u: () => thread?.querySelector("[data-pa-next-new]:not([hidden])")?.click(),
  "?": () => help?.showModal(),
};

function types(target) {
  return target.closest?.("input, textarea, select, dialog, [contenteditable]");
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || types(event.target)) return;
  const action = ACTIONS[event.key];
  if (!action) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  action();
});

for (const button of document.querySelectorAll("[data-pa-help]")) button.addEventListener("click", () => help.showModal());
help?.querySelector("[data-pa-forget]").addEventListener("click", () => {
  help.querySelector("[data-pa-forgotten]").textContent = forgetAll()
    ? "It is forgotten, drafts of replies too. Nothing more is kept until you go to another page."
    : "This browser keeps nothing for this site, and what this page knew is forgotten.";
});
