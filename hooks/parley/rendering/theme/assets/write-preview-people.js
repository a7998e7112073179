// `@ana` and `/people/ana/` lead to where Ana is found, as on a page (`mentions.py`, `references.py`). Who is found where is
// loaded once a text mentions somebody.

let loading;

// The address of each handle below the root of the site; of nobody where it can't be had.
async function loadHomes() {
  const homes = new Map();
  try {
    const answer = await fetch(new URL("homes.json", import.meta.url));
    for (const [place, named] of Object.entries(answer.ok ? await answer.json() : {})) {
      for (const [handle, now = handle] of named.map((one) => one.split(" "))) {
        homes.set(handle, place === "people/" ? `people/${now}/` : `${place}#person-${now}`);
      }
    }
  } catch {
    // they stay words
  }
  return homes;
}

export async function linkPeople(made, data, root) {
  const people = `${root}people/`;
  const links = [...made.querySelectorAll("a[href]")].filter((link) => link.getAttribute("href").startsWith(people));
  if (!links.length && !made.textContent.includes("@")) return made;
  loading ??= loadHomes();
  const homes = await loading;
  for (const link of links) {
    const [, handle] = link.getAttribute("href").slice(people.length).match(/^([^/]+)\/(?:page\/\d{1,9}\/)?(?:#.*)?$/) ?? [];
    if (!handle) continue;
    if (homes.has(handle)) link.setAttribute("href", root + homes.get(handle));
    else {
      link.removeAttribute("href");
      link.rel = data.preview.rel; // as on a page, where it is added before it is known
    }
  }
  const texts = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (texts.nextNode()) if (!texts.currentNode.parentElement?.closest("a, code, pre")) nodes.push(texts.currentNode);
  let left = data.preview.mentions;
  for (const node of nodes) left -= linkText(node, homes, left, data, root);
  return made;
}

// Gives how many links there are now.
function linkText(node, homes, most, { preview, handle, handleLength }, root) {
  const [source, flags] = preview.mention;
  const isHandle = (name) => name.length <= handleLength && new RegExp(`^(?:${handle})$`).test(name);
  const parts = [];
  let [done, count] = [0, 0];
  for (const { index, 1: written } of node.data.matchAll(new RegExp(source, `${flags}g`))) {
    const whole = written.toLowerCase();
    const named = [whole, whole.replace(/[_-]+$/, "")].find((name) => isHandle(name) && homes.has(name));
    if (!named || count === most) continue;
    count += 1;
    const end = index + 1 + named.length;
    const link = Object.assign(document.createElement("a"), { textContent: node.data.slice(index, end) });
    link.setAttribute("href", root + homes.get(named));
    parts.push(node.data.slice(done, index), link);
    done = end;
  }
  if (count) node.replaceWith(...parts, node.data.slice(done));
  return count;
}
