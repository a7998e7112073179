// The replies by thread, newest first, or by date. The reply being read stays where it is on the screen.

import { recall, remember } from "./memory.js";
import { isShown } from "./thread.js";

const thread = document.querySelector("[data-pa-thread]");
const select = thread?.querySelector("[data-pa-order]");

function put(order) {
  const flat = thread.querySelector("ol.pa-flat");
  if (flat) {
    for (const reply of [...flat.querySelectorAll("article.pa-reply")]) reply.paHome.replaceWith(reply);
    flat.remove();
  }
  const tree = thread.querySelector("ol.pa-replies");
  tree.hidden = order !== "threaded";
  if (order === "threaded") return;
  const replies = [...tree.querySelectorAll("article.pa-reply")];
  replies.sort((one, other) => one.dataset.paDate - other.dataset.paDate); // equals stay: answers below what they answer
  if (order === "newest") replies.reverse();
  const list = document.createElement("ol");
  list.className = "pa-replies pa-flat";
  for (const reply of replies) {
    reply.paHome = document.createComment("");
    reply.replaceWith(reply.paHome);
    const item = document.createElement("li");
    item.append(reply);
    list.append(item);
  }
  tree.after(list);
}

function firstInSight() {
  const replies = [...thread.querySelectorAll("article.pa-reply")];
  return replies.find((reply) => reply.getBoundingClientRect().bottom > 100 && isShown(reply));
}

function change(order) {
  const reading = firstInSight();
  const before = reading?.getBoundingClientRect().top ?? 0;
  put(order);
  if (reading && scrollY > 0) {
    const behaviour = { top: reading.getBoundingClientRect().top - before, behavior: "instant" };
    scrollBy(behaviour);
  }
}

if (select) {
  thread.querySelector(".pa-tools").hidden = false;
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
