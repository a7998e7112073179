// Puts the items of each group in the order that somebody chooses; without it they go by their titles.

for (const choice of document.querySelectorAll("[data-pa-sort]")) {
  const groups = [...choice.closest("[data-pa-narrow]").parentElement.querySelectorAll("[data-pa-group]")];
  const listed = groups.map((group) => [...group.querySelectorAll("[data-pa-item]")]);
  const replies = (item) => Number(item.dataset.paReplies);
  const show = () => {
    groups.forEach((group, at) => {
      const items = choice.value ? [...listed[at]].sort((a, b) => replies(b) - replies(a)) : listed[at];
      group.append(...items);
    });
  };
  choice.addEventListener("change", show);
}
