// What stands in for a server where a site is read from files: a browser loads neither a module from there nor anything by
// `fetch`, and shows a folder as a list. So modules are functions here, and what they fetch comes in scripts of its own.

const paModules = {};

window.parleyOffline = (() => {
  const root = new URL("../../", document.currentScript.src);
  const made = new Map();
  const given = new Map();

  // A folder's page is a file in it.
  function lead(address) {
    const to = new URL(address, document.baseURI);
    if (to.protocol === "file:" && to.pathname.endsWith("/")) to.pathname += "index.html";
    return to.href;
  }

  const find = (address, from) => new URL(address, new URL(from, root)).href.split(/[?#]/)[0].slice(root.href.length);

  const place = new Proxy(window.location, {
    get(target, name) {
      if (name === "assign" || name === "replace") return (address) => target[name](lead(address));
      return typeof target[name] === "function" ? target[name].bind(target) : target[name];
    },
    set: (target, name, value) => Reflect.set(target, name, name === "href" ? lead(value) : value, target),
  });

  // Where a browser lets no page of a file have another address, it keeps its own.
  function note(way, state, address) {
    try {
      history[way](state, "", address === undefined ? undefined : lead(address));
    } catch {
      history[way](state, "");
    }
  }
  const past = {
    get state() {
      return history.state;
    },
    replaceState: (state, _, address) => note("replaceState", state, address),
    pushState: (state, _, address) => note("pushState", state, address),
    back: () => history.back(),
  };

  function load(path) {
    if (!made.has(path)) {
      const module = {};
      made.set(path, module);
      const give = (names) => Object.defineProperties(module, Object.getOwnPropertyDescriptors(names));
      const require = (address) => load(find(address, path));
      const later = async (address) => require(address);
      const isOurs = path.startsWith("assets/parley/"); // Pagefind works without a worker of its own
      const url = new URL(path, root).href;
      paModules[path](give, { url }, require, later, fetch, place, past, isOurs ? Helper : undefined);
    }
    return made.get(path);
  }

  async function fetch(address) {
    const path = find(address, location.href);
    if (!given.has(path)) {
      const src = new URL(`${path}.js`, root).href;
      // each of its bytes becomes one character, of whose code the last eight bits are that byte
      const script = Object.assign(document.createElement("script"), { src, charset: "x-user-defined" });
      await new Promise((done) => {
        script.onload = script.onerror = done;
        document.head.append(script);
      });
      script.remove();
    }
    if (!given.has(path)) return new Response(null, { status: 404 });
    const { content, isPacked } = given.get(path);
    const bytes = Uint8Array.from(content, (char) => char.charCodeAt(0));
    return new Response(isPacked ? new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")) : bytes);
  }

  // A worker of a module and of all that it imports.
  class Helper extends Worker {
    constructor(address) {
      const first = find(address, location.href);
      const parts = [...collect(first)].map((path) => `${JSON.stringify(path)}: ${paModules[path]}`);
      const begin = (modules, path) => {
        const known = {};
        const load = (name) => {
          if (!known[name]) {
            known[name] = {};
            const give = (names) => Object.defineProperties(known[name], Object.getOwnPropertyDescriptors(names));
            modules[name](give, {}, (other) => load(other.replace("./", "assets/parley/")));
          }
          return known[name];
        };
        load(path);
      };
      const source = `(${begin})({ ${parts.join(",\n")} }, ${JSON.stringify(first)});`;
      super(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    }
  }

  function collect(path, known = new Set()) {
    if (known.has(path)) return known;
    known.add(path);
    for (const [, other] of `${paModules[path]}`.matchAll(/paRequire\("([^"]+)"\)/g)) collect(find(other, path), known);
    return known;
  }

  function start(name) {
    try {
      load(`assets/parley/${name}`);
    } catch (error) {
      console.error(error); // what fails stops no other
    }
  }

  addEventListener("DOMContentLoaded", () => {
    document.body.insertAdjacentHTML("beforeend", paIcons);
    for (const { dataset } of document.querySelectorAll("[data-pa-module]")) start(dataset.paModule);
  });
  for (const event of ["click", "auxclick", "contextmenu", "dragstart"]) {
    const mend = ({ target }) => {
      const link = target.closest?.("a[href]");
      if (link && link.href !== lead(link.href)) link.href = lead(link.href);
    };
    addEventListener(event, mend, { capture: true });
  }

  return { start, put: (path, content, isPacked) => given.set(path, { content, isPacked }) };
})();
