// From the former address of a post to its present one, with the anchor: a link to one reply goes on leading to it.

const target = new URL(document.querySelector("[data-pa-target]").href);
if (location.hash) target.hash = location.hash;
location.replace(target);
