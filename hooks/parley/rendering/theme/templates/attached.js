// Starts what our pages need, on pages that another program has laid out.

(() => {
  const kept = {{ kept | tojson }};
  const own = document.currentScript;
  document.documentElement.classList.remove("no-js");
  document.documentElement.classList.add("js");
  addEventListener("DOMContentLoaded", () => document.body.insertAdjacentHTML("afterbegin", kept.body));

{% include "start.js" %}
})();
