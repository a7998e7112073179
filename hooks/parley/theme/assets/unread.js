// What is new since the last visit: marked in the thread, counted above it and on lists. Kept on this device only.

import { isList, recall, remember } from "./memory.js";
import { goTo } from "./thread.js";

// Ids are kept as short hashes (FNV-1a, 32 bits), so that a thread of a thousand replies takes seven kilobytes.
function short(id) {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ char.codePointAt(0), 0x01000193);
  return (hash >>> 0).toString(36);
}

function badge(text) {
  const mark = document.createElement("span");
  mark.className = "pa-new";
  mark.textContent = text;
  return mark;
}

function markThread(thread) {
  const name = `seen:${thread.dataset.paThread}`;
  const replies = [...thread.querySelectorAll("article.pa-reply")];
  const before = recall(name, null, isList);
  const seen = new Set(before ?? replies.map((reply) => short(reply.dataset.paReply)));
  const unread = new Set(replies.filter((reply) => !seen.has(short(reply.dataset.paReply))));
  const save = () => remember(name, [...seen]);
  save();
  if (!unread.size) return;

  const button = thread.querySelector("[data-pa-next-new]");
  const show = () => {
    thread.querySelector("[data-pa-new-count]").textContent = `(${unread.size} left)`;
    button.disabled = !unread.size;
  };
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const reply = target.closest("article");
      if (!isIntersecting || !unread.has(reply)) continue;
      sight.unobserve(target);
      unread.delete(reply);
      seen.add(short(reply.dataset.paReply));
    }
    show();
    save();
  });
  for (const reply of unread) {
    const byline = reply.querySelector(".pa-byline");
    byline.insertBefore(badge("new"), byline.querySelector(".pa-permalink"));
    sight.observe(byline);
  }
  const count = document.createElement("p");
  count.className = "pa-facts pa-new-note";
  count.textContent = `${unread.size} new since your last visit`;
  thread.querySelector(".pa-tools").before(count);
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    const next = [...thread.querySelectorAll("article.pa-reply")].find((reply) => unread.has(reply));
    if (next) goTo(next);
  });
}

function markCard(card) {
  const seen = recall(`seen:${card.dataset.paCard}`, null, isList);
  const fresh = seen ? Number(card.dataset.paReplies) - seen.length : 0;
  if (fresh > 0) card.querySelector(".pa-facts").prepend(badge(`${fresh} new`), " ");
}

const thread = document.querySelector("[data-pa-thread]");
if (thread?.querySelector(".pa-tools")) markThread(thread);
document.querySelectorAll("[data-pa-card]").forEach(markCard);
