// In the box of the theme's own search: the way to ours, which knows the posts and replies as well, with the words typed.

(() => {
  const page = new URL("../../search/", document.currentScript.src);
  const query = document.querySelector("[data-md-component=search-query], #mkdocs-search-query");
  const results = document.querySelector("[data-md-component=search-result], #mkdocs-search-results");
  if (!query || !results) return;
  const way = document.createElement("a");
  Object.assign(way.style, { padding: "0.5em 1em", fontSize: "medium", color: "var(--md-typeset-a-color)" });
  results.before(way);
  const show = () => {
    way.style.display = query.value.trim() ? "block" : "none";
    page.searchParams.set("q", query.value.trim());
    way.href = page;
    way.textContent = {{ _("Search posts and replies for “{words}”").unescape() | tojson }}.replace("{words}", () => query.value.trim());
  };
  for (const event of ["input", "change", "focus"]) query.addEventListener(event, show);
  show();
})();
