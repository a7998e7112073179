// One's own contributions, and what is still on its way. Most readers have neither, and load no more than this.

import { recall } from "./memory.js";

const thread = document.querySelector("[data-pa-thread]");

async function show() {
  const isWaiting = recall("sent", null, Array.isArray)?.length || document.querySelector("[data-pa-waiting]");
  if (!recall("handle", "") && !isWaiting) return;
  const { showOwn, showWaiting } = await import("./own-replies.js");
  if (thread) showOwn(thread);
  await showWaiting(thread);
}

if (thread || document.querySelector("[data-pa-write-new]")) {
  show();
  addEventListener("pa-sent", show);
}
