// Shows of a long list what has the words that are typed; without it the list is there as a whole.

import { _ } from "./words.js";

const plain = (text) => text.replace(/[‘’‚]/g, "'").replace(/[“”„]/g, '"'); // as most keyboards have them
const fold = (text) => plain(text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase());

// Hides items without the words, but for those to keep; gives how many are left.
export function narrow(words, items, isKept = () => false) {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  for (const item of items) {
    const text = fold(item.textContent);
    item.hidden = !isKept(item) && !wanted.every((word) => text.includes(word));
  }
  return items.filter((item) => !item.hidden).length;
}

for (const box of document.querySelectorAll("[data-pa-narrow]")) {
  const groups = [...box.parentElement.querySelectorAll("[data-pa-group]")];
  const items = groups.flatMap((group) => [...group.querySelectorAll("[data-pa-item]")]);
  const input = box.querySelector("[data-pa-words]");
  const show = () => {
    const left = narrow(input.value, items);
    for (const group of groups) group.hidden = !group.querySelector("[data-pa-item]:not([hidden])");
    box.querySelector("[data-pa-left]").textContent = input.value.trim() ? _("{left} of {all}", { left, all: items.length }) : "";
  };
  input.addEventListener("input", show);
  box.hidden = false;
  show(); // a browser may have kept what was typed
}
