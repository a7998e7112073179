// A control beside Reply, with which a reader agrees without a word. The dialog is loaded by who presses it.

import { findReplies } from "./thread.js";
import { _ } from "./words.js";

const thread = document.querySelector("[data-pa-thread]");

function offer(item) {
  const reply = item?.querySelector("[data-pa-write]");
  if (!reply || item.dataset.paRemoved !== undefined) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "pa-link", textContent: _("Agree") });
  button.dataset.paAgree = "";
  button.addEventListener("click", async () => {
    const { agree } = await import("./write-agree.js");
    await agree(item);
  });
  reply.after(" ", button);
}

if (thread) for (const item of [document.querySelector("[data-pa-post]"), ...findReplies(thread)]) offer(item);
