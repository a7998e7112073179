// The replies by thread, newest first, or by date. The reply being read stays where it is on the screen.

import { recall, remember } from "./memory.js";
import { findDate, findReplies, isShown, offer } from "./thread.js";
import { _ } from "./words.js";

const thread = document.querySelector("[data-pa-thread]");
const tree = thread?.querySelector("[data-pa-tree]");
const select = thread?.querySelector("[data-pa-order]");
const homes = new Map(); // of the replies in the flat list, what keeps their places in the tree

function put(order) {
  for (const [reply, home] of homes) home.replaceWith(reply);
  homes.clear();
  thread.querySelector("[data-pa-flat]")?.remove();
  tree.hidden = order !== "threaded";
  if (order === "threaded") return;
  const replies = findReplies(tree);
  replies.sort((one, other) => findDate(one) - findDate(other)); // equals stay: answers below what they answer
  if (order === "newest") replies.reverse();
  const list = document.createElement("ol");
  list.className = "pa-replies pa-flat";
  list.dataset.paFlat = "";
  for (const reply of replies) {
    homes.set(reply, document.createComment(""));
    reply.replaceWith(homes.get(reply));
    const item = document.createElement("li");
    item.append(reply);
    list.append(item);
  }
  tree.after(list);
}

function change(order) {
  const reading = findReplies(thread).find((reply) => reply.getBoundingClientRect().bottom > 100 && isShown(reply));
  const before = reading?.getBoundingClientRect().top ?? 0;
  put(order);
  if (reading && scrollY > 0) scrollBy({ top: reading.getBoundingClientRect().top - before, behavior: "instant" });
}

if (tree && select) {
  offer(select);
  if (thread.dataset.paPage) select.labels[0].firstChild.data = _("Order on this page");
  select.addEventListener("change", () => {
    change(select.value);
    remember("order", select.value);
  });
  const wanted = recall("order", "threaded");
  if ([...select.options].some((option) => option.value === wanted) && wanted !== "threaded") {
    select.value = wanted;
    change(wanted);
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }
}
