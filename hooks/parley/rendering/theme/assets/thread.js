// What several scripts of a thread do to a reply. Nothing happens here by itself, so none of them depends on another.

export function reveal(element) {
  for (let fold = element?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

export function isShown(element) {
  return element.offsetParent !== null && !element.closest("details:not([open])");
}

export function goTo(reply) {
  reveal(reply);
  reply.tabIndex = -1;
  reply.focus({ preventScroll: true });
  reply.scrollIntoView({ block: "start" });
}
