// What is new since the last visit: marked in the thread, counted above it and on lists. Kept on this device only.

import { isList, recall, remember } from "./memory.js";
import { findAnchor, findDate, findId, findReplies, goTo, offer } from "./thread.js";
import { _, ngettext } from "./words.js";

// Ids are kept as short hashes (FNV-1a, 32 bits), so that a thread of a thousand replies takes seven kilobytes.
function short(id) {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ char.codePointAt(0), 0x01000193);
  return (hash >>> 0).toString(36);
}

function badge(text) {
  const mark = document.createElement("span");
  mark.className = "pa-new";
  mark.dataset.paNew = "";
  mark.textContent = text;
  return mark;
}

// Each page of a long thread has a list of its own. Where there is none yet, what came after all that was looked at on
// other pages is new. How many replies of the thread are known is kept for the lists, which tell how many there are.
function markThread(thread) {
  const { paThread, paPage, paBefore, paTotal, paLatest, paNewest } = thread.dataset;
  const name = `seen:${paThread}${paPage > 1 ? `page/${paPage}/` : ""}`;
  const all = findReplies(thread);
  const replies = all.filter((reply) => reply.dataset.paRemoved === undefined); // as lists count them
  const before = recall(name, null, isList);
  const latest = paPage ? recall(`latest:${paThread}`, Infinity) : Infinity;
  const old = replies.filter((reply) => findDate(reply) <= latest);
  const here = new Set(replies.map((reply) => short(findId(reply))));
  const seen = new Set(before?.filter((one) => here.has(one)) ?? old.map((reply) => short(findId(reply))));
  const unread = new Set(replies.filter((reply) => !seen.has(short(findId(reply)))));
  const keepTotal = () => {
    const known = recall(`total:${paThread}`, null, Number.isFinite);
    const count = Number(paBefore) + seen.size;
    const first = paTotal && !before ? Number(paTotal) : count; // at the first visit all of the thread counts as known
    if (known === null && (paTotal || paNewest !== undefined)) remember(`total:${paThread}`, first);
    if (known !== null && count > known) remember(`total:${paThread}`, count);
    else if (paTotal && known > paTotal) remember(`total:${paThread}`, Number(paTotal)); // some were removed since
  };
  const save = () => {
    remember(name, [...seen]);
    if (paPage) keepTotal();
  };
  save();
  if (paNewest !== undefined) remember(`latest:${paThread}`, Math.max(...all.map(findDate)));
  else if (paLatest && latest === Infinity) remember(`latest:${paThread}`, Number(paLatest));
  const seeReply = (reply) => {
    unread.delete(reply);
    seen.add(short(findId(reply)));
  };
  if (unread.size) showUnread(thread, unread, seeReply, save);
}

// A reply has been seen when its mark has.
function showUnread(thread, unread, seeReply, save) {
  const marks = new Map();
  const button = thread.querySelector("[data-pa-next-new]");
  const others = [...document.querySelectorAll("[data-pa-foot]")].map(() => button.cloneNode(true)); // at the foot of a telephone
  const show = () => {
    for (const one of [button, ...others]) {
      one.querySelector("[data-pa-new-count]").textContent = ngettext("({n} left)", "({n} left)", unread.size);
      one.disabled = !unread.size;
    }
  };
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || !unread.has(marks.get(target))) continue;
      sight.unobserve(target);
      seeReply(marks.get(target));
    }
    show();
    save();
  });
  for (const reply of unread) {
    const mark = badge(_("new"));
    marks.set(mark, reply);
    reply.querySelector("[data-pa-permalink]").before(mark);
    sight.observe(mark);
  }
  const note = document.createElement("p");
  note.className = "pa-facts pa-new-note";
  note.dataset.paNewNote = "";
  note.textContent = ngettext("{n} new since your last visit", "{n} new since your last visit", unread.size);
  thread.querySelector("[data-pa-tools]").before(note);
  const findNext = () => findReplies(thread).find((reply) => unread.has(reply));
  const way = document.createElement("a");
  way.href = `#${findAnchor(findNext())}`;
  way.textContent = note.textContent;
  document.querySelector("[data-pa-jumps]")?.append(" · ", way);
  for (const one of [button, ...others]) {
    one.addEventListener("click", () => {
      const next = findNext();
      if (next) goTo(next);
    });
  }
  document.querySelector("[data-pa-foot] [data-pa-write]")?.before(...others);
  [button, ...others].forEach(offer);
  show();
}

function markCard(card) {
  const { paCard, paReplies } = card.dataset;
  const known = recall(`total:${paCard}`, null, Number.isFinite) ?? recall(`seen:${paCard}`, null, isList)?.length;
  const fresh = known === undefined ? 0 : Number(paReplies) - known;
  if (fresh > 0) card.querySelector("[data-pa-facts]").prepend(badge(ngettext("{n} new", "{n} new", fresh)), " ");
}

const thread = document.querySelector("[data-pa-thread]");
if (thread?.querySelector("[data-pa-tools]")) markThread(thread);
document.querySelectorAll("[data-pa-card]").forEach(markCard);
