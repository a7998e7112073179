// Folded answers stay folded at the next visit; a link to a reply unfolds all that hides it, or leads on to its page.

import { isList, recall, remember } from "./memory.js";
import { findAnswered, findId, isShown, reveal } from "./thread.js";

const thread = document.querySelector("[data-pa-thread]");

// A reply on another page of a long thread: an anchor leads there, and the first page has one for every reply.
function findWay(target) {
  if (target) return target.closest("[data-pa-elsewhere]") && target.href;
  return location.hash.startsWith("#reply-") && thread.dataset.paFront && thread.dataset.paFront + location.hash;
}

function revealTarget() {
  const target = document.getElementById(location.hash.slice(1)); // ids of ours need no decoding
  const way = findWay(target);
  if (way) {
    const address = new URL(way, location.href);
    address.search = location.search;
    location.replace(address);
    return;
  }
  if (!target || !thread?.contains(target)) return;
  const hidden = !isShown(target);
  reveal(target);
  if (hidden) target.scrollIntoView();
}

if (thread) {
  const name = `folded:${thread.dataset.paThread}`;
  const folded = new Set(recall(name, [], isList));
  for (const fold of thread.querySelectorAll("[data-pa-answers]")) if (folded.has(findId(findAnswered(fold)))) fold.open = false;
  revealTarget();
  addEventListener("hashchange", revealTarget);
  thread.addEventListener(
    "toggle",
    ({ target }) => {
      const answered = target.dataset.paAnswers !== undefined && findAnswered(target);
      if (!answered) return; // or all stand in a list by date
      folded[target.open ? "delete" : "add"](findId(answered));
      remember(name, [...folded]);
    },
    true,
  );
}
