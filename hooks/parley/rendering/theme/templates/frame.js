// What every page shares and none carries. Each page runs this before it shows anything: a browser keeps the file.

(() => {
  const kept = {{ kept | tojson }};
  const own = document.currentScript;
  const root = new URL("../../", own.src);
  const isBeside = own.dataset.paBeside !== undefined; // on a page of the maintainers', around which all is the theme's

  // Where the theme swaps pages, one with a policy of its own, and scripts of ours, comes like any other page of the web.
  if (document.readyState !== "loading") return location.reload();
  if (window.parley) return;
  window.parley = true;
  document.documentElement.classList.remove("no-js");
  document.documentElement.classList.add("js");

  // The theme's scripts end where a browser keeps nothing for sites; give them a memory that ends with the page.
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].length;
    } catch {
      const known = new Map();
      const getItem = (key) => known.get(key) ?? null;
      const setItem = (key, value) => known.set(key, `${value}`);
      const removeItem = (key) => known.delete(key);
      Object.defineProperty(window, name, { value: { getItem, setItem, removeItem } });
    }
  }

  if (kept.config && !isBeside) serveTheme();

  // What the theme's scripts ask for by these names, and where they find their settings.
  function serveTheme() {
    const scope = kept.scope ? new URL(kept.scope, location) : root;
    Object.assign(window, {
      __md_scope: scope,
      __md_hash: (text) => [...text].reduce((sum, char) => (sum << 5) - sum + char.charCodeAt(0), 0),
      __md_get: (name, from = localStorage, at = scope) => JSON.parse(from.getItem(`${at.pathname}.${name}`)),
      __md_set(name, value, to = localStorage, at = scope) {
        try {
          to.setItem(`${at.pathname}.${name}`, JSON.stringify(value));
        } catch {} // there is no room left
      },
    });
    const settings = { ...kept.config, base: root, search: new URL(kept.config.search, root) };
    const block = Object.assign(document.createElement("script"), { id: "__config", type: "application/json" });
    block.textContent = JSON.stringify(settings);
    document.head.append(block);
    keepPolicy(block);
  }

  // A page that is swapped in would be under the policy of this one.
  function keepPolicy(block) {
    const settings = JSON.parse(block.textContent);
    settings.features = settings.features.filter((name) => !name.startsWith("navigation.instant"));
    block.textContent = JSON.stringify(settings);
  }

  const AUTOMATIC = "(prefers-color-scheme)"; // so the theme calls what goes by the device

  // The colours that the reader has chosen, or those of the device, before anything is seen in others.
  function choosePalette(body) {
    const forms = document.createElement("template");
    forms.innerHTML = kept.palette;
    const options = [...forms.content.querySelectorAll(`input:not([data-md-color-media="${AUTOMATIC}"])`)];
    const device = options.find((option) => matchMedia(option.dataset.mdColorMedia).matches) ?? options[0];
    const { color } = recall("__palette") ?? {};
    const chosen = color?.media === AUTOMATIC ? null : color;
    for (const name of ["media", "scheme", "primary", "accent"]) {
      const value = chosen ? chosen[name] : device?.getAttribute(`data-md-color-${name}`);
      if (value != null) body.setAttribute(`data-md-color-${name}`, value);
    }
  }

  function recall(name) {
    try {
      return __md_get(name);
    } catch {
      return null; // somebody else has written it
    }
  }

  // Addresses in what is kept begin at the root of the site.
  function put(html, place) {
    place.insertAdjacentHTML("afterbegin", html);
    for (const name of ["href", "src"]) {
      for (const part of place.firstElementChild.querySelectorAll(`[${name}]`)) {
        part.setAttribute(name, new URL(part.getAttribute(name), root));
      }
    }
  }

  const dress = {
    body(body) {
      if (kept.palette) choosePalette(body);
      body.insertAdjacentHTML("afterbegin", kept.body);
    },
    ...(isBeside && { "#__config": keepPolicy }),
    "[data-md-component=palette]": (form) =>
      form.firstElementChild ?? form.insertAdjacentHTML("afterbegin", kept.palette ?? ""),
  };

  function dressWhatHasCome() {
    for (const [selector, finish] of Object.entries(dress)) {
      const part = document.querySelector(selector);
      if (!part) continue;
      delete dress[selector];
      finish(part);
    }
    if (document.querySelector("main") && !dress["#__config"]) coming.disconnect();
  }

  const coming = new MutationObserver(dressWhatHasCome);
  coming.observe(document.documentElement, { childList: true, subtree: true });

{% include "start.js" %}

  // The theme's way to the drawer is a label, which no key reaches; this button looks and does the same.
  addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector("#__drawer");
    const label = document.querySelector(".md-header__button[for=__drawer]");
    if (!box || !label || isBeside) return;
    box.checked = false; // a browser may have kept it
    const button = Object.assign(document.createElement("button"), { type: "button", className: label.className, ariaLabel: {{ _("Menu").unescape() | tojson }} });
    button.setAttribute("for", "__drawer"); // for the theme's styles
    button.append(...label.childNodes);
    button.addEventListener("click", () => box.click());
    const tell = () => button.setAttribute("aria-expanded", box.checked);
    box.addEventListener("change", tell);
    tell();
    label.replaceWith(button);
  });

  // The whole navigation, when somebody opens the drawer.
  addEventListener("change", ({ target }) => {
    if (target.id !== "__drawer" || !kept.navigation || document.querySelector(".md-sidebar--primary")) return;
    put(kept.navigation, document.querySelector(".md-main__inner"));
    document.querySelector(".md-sidebar--primary").hidden = true; // where there is room for it, as before
  });
})();
