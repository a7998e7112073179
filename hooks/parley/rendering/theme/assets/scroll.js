// What is wider than its place, a table or a block of code, scrolls in a box of its own: let keys reach it, too.

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const box of document.querySelectorAll("[data-pa-text] :is(pre > code, table)")) sizes.observe(box);
