// The ways from a reply to those around it. On a thread of several pages, where one leads to another page, all are there already.

import { findAnchor, findReplies } from "./thread.js";
import { _ } from "./words.js";

const thread = document.querySelector("[data-pa-thread]");
const groups = new Map(); // the replies that answer the same, by the way to that
const starts = new Map(); // the first reply of a branch, by the way to a reply in it

const findParent = (reply) => reply.querySelector("[data-pa-parent]")?.getAttribute("href") ?? "";

function findWays(reply) {
  const parent = findParent(reply);
  const start = starts.get(parent);
  const alike = groups.get(parent);
  const at = alike.indexOf(reply);
  const [previous, next] = [alike[at - 1], alike[at + 1]].map((one) => one && `#${findAnchor(one)}`);
  return [
    [_("Parent"), parent],
    [_("Start of thread"), start !== parent && start],
    [_("Previous reply"), previous],
    [_("Next reply"), next],
  ];
}

function addSteps(reply) {
  const line = reply.querySelector("[data-pa-write]")?.parentElement ?? document.createElement("p");
  line.className = "pa-steps";
  for (const [words, href] of findWays(reply)) {
    if (href) line.append(" ", Object.assign(document.createElement("a"), { href, textContent: words }));
  }
  if (line.firstChild) reply.append(line);
}

if (thread) {
  const replies = findReplies(thread);
  for (const reply of replies) {
    const parent = findParent(reply);
    const way = `#${findAnchor(reply)}`;
    groups.set(parent, [...(groups.get(parent) ?? []), reply]);
    starts.set(way, starts.get(parent) ?? way);
  }
  for (const reply of replies) if (!reply.querySelector("[data-pa-steps]")) addSteps(reply);
}
