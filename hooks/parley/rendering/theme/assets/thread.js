// What several scripts of a thread do to a reply. Nothing happens here by itself, so none of them depends on another.

const ANSWERS = "[data-pa-answers]";

export function findReplies(thread) {
  return [...thread.querySelectorAll("[data-pa-reply]")];
}

// The fold that holds the answers to a reply.
export function findAnswers(thread, id) {
  return [...thread.querySelectorAll(ANSWERS)].find((fold) => fold.dataset.paAnswers === id);
}

export function reveal(element) {
  for (let fold = element?.closest(ANSWERS); fold; fold = fold.parentElement.closest(ANSWERS)) fold.open = true;
}

export function isShown(element) {
  return element.offsetParent !== null && !element.closest(`${ANSWERS}:not([open])`);
}

export function goTo(reply) {
  reveal(reply);
  reply.tabIndex = -1;
  reply.focus({ preventScroll: true });
  reply.scrollIntoView({ block: "start" });
}

// A control is hidden until its script is there to serve it, and the line of controls until one of them is.
export function offer(control) {
  for (let part; (part = control?.closest("[hidden]")); ) part.hidden = false;
}
