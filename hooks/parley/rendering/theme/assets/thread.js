// What several scripts of a thread do to a reply. Nothing happens here by itself, so none of them depends on another.

const ANSWERS = "[data-pa-answers]";

export function findReplies(thread) {
  return [...thread.querySelectorAll("[data-pa-reply]")];
}

export function findAnchor(reply) {
  return reply.getAttribute("aria-labelledby");
}

export function findId(reply) {
  return findAnchor(reply).replace("reply-", "");
}

// Seconds since 1970: what puts it in its place among others, never before what it answers.
export function findDate(reply) {
  return Number(reply.dataset.paDate) || Math.floor(Date.parse(reply.querySelector("[data-pa-permalink] time").dateTime) / 1000);
}

// The fold that holds the answers to a reply, in the same item of the list.
export function findAnswers(reply) {
  return reply?.parentElement.querySelector(ANSWERS);
}

export function findAnswered(fold) {
  return fold.parentElement.querySelector("[data-pa-reply]");
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
