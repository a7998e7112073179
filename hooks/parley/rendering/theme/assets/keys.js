// Keys for those who like them; each of them does what a visible control does, too.

import { findSign } from "./letters.js";
import { forgetAll, recall, remember } from "./memory.js";
import { findAnswers, findReplies, goTo, isShown, offer } from "./thread.js";
import { _ } from "./words.js";

const thread = document.querySelector("[data-pa-thread]");
const help = document.querySelector("[data-pa-keys]");

// The reply that has the focus, or else the one that begins nearest to the top of the window.
function current(replies = findReplies(thread).filter(isShown)) {
  const focused = document.activeElement?.closest("[data-pa-reply]");
  return replies.includes(focused) ? focused : replies.findLast((reply) => reply.getBoundingClientRect().top < 120);
}

function step(by) {
  const replies = findReplies(thread).filter(isShown);
  const next = replies[replies.indexOf(current(replies)) + by];
  if (next) goTo(next);
}

const ACTIONS = {
  j: () => thread && step(1),
  k: () => thread && step(-1),
  p: () => {
    const way = thread && current()?.querySelector("[data-pa-parent]");
    const parent = way && document.getElementById(way.hash.slice(1))?.closest("[data-pa-reply]");
    if (parent) goTo(parent);
    else if (way) location.assign(way.href); // on another page of a long thread
  },
  c: () => {
    const fold = thread && findAnswers(current());
    if (fold?.offsetParent) fold.open = !fold.open; // in a list by date there is none to see
  },
  u: () => thread?.querySelector("[data-pa-next-new]:not([hidden])")?.click(),
  "?": () => help?.showModal(),
};

function types(target) {
  return target.closest?.("input, textarea, select, dialog, [contenteditable]");
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || types(event.target)) return;
  if (!recall("keys", true)) return; // who speaks to the device presses keys without knowing (WCAG 2.2, 2.1.4)
  const action = ACTIONS[findSign(event)];
  if (!action) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  action();
});

for (const button of document.querySelectorAll("[data-pa-help]")) {
  offer(button);
  button.addEventListener("click", ACTIONS["?"]);
}
const choice = help?.querySelector("[data-pa-keys-on]");
if (choice) {
  choice.checked = recall("keys", true);
  choice.addEventListener("change", () => remember("keys", choice.checked));
}

help?.querySelector("[data-pa-forget]")?.addEventListener("click", () => {
  help.querySelector("[data-pa-forgotten]").textContent = forgetAll()
    ? _("Forgotten, drafts included. Nothing more is saved until you open another page.")
    : _("This browser saves nothing for this site, and what this page knew is forgotten.");
});
