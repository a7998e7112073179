// What is wider than its place, a table or a block of code, scrolls in a box of its own: let keys reach it, too.

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const part of [
  ...document.querySelectorAll("[data-pa-text] :is(pre > code, table)"),
  ...document.querySelectorAll("[data-pa-page] ~ table, [data-pa-page] ~ * :is(pre > code, table)"), // of maintainers
]) {
  for (let box = part; box && box !== document.body; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowX)) sizes.observe(box); // the theme puts some around tables
  }
}
