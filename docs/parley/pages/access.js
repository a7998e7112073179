// What the theme leaves out: the name of its dialog, and a way by keyboard into tables that scroll.
document.querySelector("[data-md-component=search]")?.setAttribute("aria-label", "Search");
document$.subscribe(() => document.querySelectorAll(".md-typeset__scrollwrap").forEach((box) => (box.tabIndex = 0)));
