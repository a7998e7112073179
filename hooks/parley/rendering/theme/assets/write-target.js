// What is written: a reply to the post or to a reply, or a new post.

import { findId } from "./thread.js";
import { _ } from "./words.js";
import { quote } from "./write-quote.js";

const EXCERPT = 280;

export function readTarget(link, data) {
  if (link.hasAttribute("data-pa-write-new")) return startPost(link.dataset.paWriteNew || "discussion", link);
  const { paThread, paTitle } = document.querySelector("[data-pa-thread]").dataset;
  const reply = link.closest("[data-pa-reply]");
  const replyTo = reply ? findId(reply) : "";
  const article = reply ?? document.querySelector("[data-pa-post]") ?? document.createElement("div"); // a page of others
  return {
    kind: "reply",
    key: `${paThread}#${replyTo}`,
    name: replyTo ? _("Reply to {name}", { name: reply.querySelector("[data-pa-author]").textContent }) : _("Reply to “{title}”", { title: paTitle }),
    title: paTitle,
    replyTo,
    thread: paThread,
    folder: `${paThread}replies`,
    quote: quote(article, EXCERPT),
    longest: EXCERPT,
  };
}

function startPost(kind, link) {
  const key = kind === "discussion" ? "new" : `new:${kind}`; // where drafts of discussions have always been
  return { kind, key, name: link.textContent.trim(), replyTo: "", thread: "" };
}
