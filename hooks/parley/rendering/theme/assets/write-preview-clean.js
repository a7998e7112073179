// Makes elements of drawn HTML through a list of what may be: the rules are those by which the build cleans a text, and come
// from there (`describe_walls`). The HTML is read in a document that shows nothing, runs nothing and loads nothing, and only
// copies made here, name by name, come out of it.

const compiled = new WeakMap();

function compile(rules) {
  if (!compiled.has(rules)) {
    const whole = ([source, flags]) => new RegExp(`^(?:${source})$`, flags);
    compiled.set(rules, {
      tags: new Set(rules.tags),
      dropped: new Set(rules.dropped),
      link: new RegExp(`^(?:${rules.link[0]})`, rules.link[1]),
      language: whole(rules.language),
      page: whole(rules.page),
      ownReply: whole(rules.ownReply),
    });
  }
  return compiled.get(rules);
}

// `place` tells the prefix of ids, the root of the site and the level of headings.
export function clean(html, rules, place) {
  const known = compile(rules);
  const read = new DOMParser().parseFromString(html, "text/html");
  const made = document.createDocumentFragment();
  copyAll(read.body, made, { rules, known, place });
  return made;
}

function copyAll(from, to, walls) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    else if (node.nodeType === Node.ELEMENT_NODE) copy(node, to, walls);
  }
}

function copy(element, to, walls) {
  const { rules, known, place } = walls;
  const name = element.localName;
  const isHtml = element.namespaceURI === "http://www.w3.org/1999/xhtml";
  if (!isHtml || known.dropped.has(name)) return;
  const level = name.match(/^h([1-6])$/)?.[1];
  const lowered = level ? `h${Math.min(Number(level) + place.heading - 1, 6)}` : name;
  if (!known.tags.has(lowered)) return copyAll(element, to, walls);
  const made = document.createElement(lowered);
  for (const attribute of [...(rules.attributes["*"] ?? []), ...(rules.attributes[lowered] ?? [])]) {
    const value = element.hasAttribute(attribute) ? keep(lowered, attribute, element.getAttribute(attribute), walls) : null;
    if (value !== null) made.setAttribute(attribute, value);
  }
  for (const [attribute, values] of Object.entries(rules.fixed[lowered] ?? {})) {
    if (values.includes(element.getAttribute(attribute))) made.setAttribute(attribute, element.getAttribute(attribute));
  }
  const leadsAway = !made.hasAttribute("href") || known.link.test(made.getAttribute("href"));
  if (lowered === "a" && leadsAway) made.rel = rules.rel;
  copyAll(element, made, walls);
  to.append(made);
}

// An attribute as it may stand, or null.
function keep(name, attribute, value, { rules, known, place }) {
  if (attribute === "href") return lead(value, known, place);
  if (attribute === "id") return place.prefix + value;
  if (attribute === "title") return value.replaceAll("<", "‹").replaceAll(">", "›");
  if (attribute === "class") return known.language.test(value) ? value : null;
  if (attribute === "start") return /^[0-9]+$/.test(value) ? value : null;
  if (attribute === "align") return ["left", "center", "right"].includes(value) ? value : null;
  return null;
}

function lead(address, known, place) {
  if (address.startsWith("#")) return known.ownReply.test(address) ? address : `#${place.prefix}${address.slice(1)}`;
  if (known.page.test(address)) return place.root + address.slice(1);
  return known.link.test(address) && URL.canParse(address) ? address : null;
}
