// What the theme leaves out: the name of its dialog, and a way by keyboard into tables that scroll. And what it says too
// often: the box of a button beside code is none of the ways through the site.
document.querySelector("[data-md-component=search]")?.setAttribute("aria-label", "Search");
document$.subscribe(() => document.querySelectorAll(".md-typeset__scrollwrap").forEach((box) => (box.tabIndex = 0)));

const quieten = () => document.querySelectorAll(".md-code__nav").forEach((box) => (box.role = "none"));
new MutationObserver(quieten).observe(document.querySelector("main"), { childList: true, subtree: true });
