// What a text will look like on its page, drawn in the browser. Loaded when somebody asks for it; nothing leaves the device.

import { _ } from "./words.js";
import { keepLines } from "./write-preview-breaks.js";
import { clean } from "./write-preview-clean.js";
import { showDirections } from "./write-preview-directions.js";
import { linkPeople } from "./write-preview-people.js";
import { setType } from "./write-preview-type.js";

const PATIENCE = 2000; // milliseconds; the longest text that may be sent takes a tenth of it
const LOADING = 20000; // for the worker and its parser to arrive

let started;

// Gives the text as its page will have it, or the reason why it cannot be shown: always something to put into the dialog.
// `parts` are other texts of the same contribution, with their labels, that stand before it; `keepsLines` tells that each
// end of a line stays one.
export async function preview(text, data, kind, parts = [], keepsLines = false) {
  const root = new URL("../../", import.meta.url).href;
  const all = document.createDocumentFragment();
  try {
    for (const [label, part] of parts.filter(([, part]) => part.trim())) {
      const heading = Object.assign(document.createElement("h2"), { textContent: label });
      all.append(heading, await draw(part, data, kind, root, keepsLines));
    }
    if (text.trim() || !all.hasChildNodes()) all.append(await draw(text, data, kind, root, keepsLines));
    return settle(all);
  } catch (error) {
    const why = error instanceof Unshown ? error.message : _("The preview didn't work. You can send your text without it.");
    const note = Object.assign(document.createElement("p"), { className: "pa-facts", textContent: why });
    note.setAttribute("role", "alert");
    return note;
  }
}

class Unshown extends Error {}

const EXCESS = {
  room: _("The text takes too much room for a preview."),
  depth: _("Too many quotes or lists stand within each other for a preview."),
};

// The text as its page has it. `root` leads to the front of the site.
export async function draw(text, data, kind, root, keepsLines = false) {
  const { growth, small, headings, prefix } = data.preview;
  if (!text.trim()) throw new Unshown(_("There's no text yet."));
  if (text.length > data.longest) throw new Unshown(_("The text is too long for a preview."));
  const said = await ask({ text, rules: data.preview, longest: growth * Math.max(text.length, small) });
  if (said.excess) throw new Unshown(EXCESS[said.excess]);
  if (said.fault) throw new Error(said.fault);
  const cleaned = clean(said.html, data.preview, { prefix, root, heading: headings[kind] ?? headings.post });
  for (const link of cleaned.querySelectorAll("a:not([href])")) link.replaceWith(...link.childNodes); // leads nowhere: words
  if (keepsLines) keepLines(cleaned);
  return setType(showDirections(await linkPeople(cleaned, data, root), data.preview.directions), data.preview.type);
}

// Lets links leave alone what is being written: notes are found within the preview, all else opens in another tab. Wide code
// can be reached by keys, as the theme has it on a page.
function settle(made) {
  const places = new Map([...made.querySelectorAll("[id]")].map((element) => [`#${element.id}`, element]));
  for (const link of made.querySelectorAll("a[href]")) {
    const place = places.get(link.getAttribute("href"));
    if (!place) link.target = "_blank";
    link.addEventListener("click", (event) => {
      if (!place) return;
      event.preventDefault();
      place.scrollIntoView({ block: "nearest" });
    });
  }
  for (const code of made.querySelectorAll("pre > code")) code.tabIndex = 0;
  return made;
}

function start() {
  started ??= new Promise((done, fail) => {
    const worker = new Worker(new URL("write-preview-worker.js", import.meta.url), { type: "module" });
    listen(worker, LOADING, () => done(worker), fail);
  }).catch((error) => {
    started = undefined;
    throw error;
  });
  return started;
}

let asked = Promise.resolve();

// One text at a time; a worker that takes too long is ended, and the next text gets another.
function ask(wanted) {
  const answer = asked.then(async () => {
    const worker = await start();
    return new Promise((done, fail) => {
      listen(worker, PATIENCE, done, fail);
      worker.postMessage(wanted);
    }).catch((error) => {
      started = undefined;
      throw error;
    });
  });
  asked = answer.catch(() => {});
  return answer;
}

function listen(worker, patience, done, fail) {
  const end = (error) => {
    clearTimeout(timer);
    worker.terminate();
    fail(error);
  };
  const timer = setTimeout(() => end(new Unshown(_("The text takes too long for a preview."))), patience);
  worker.onerror = () => end(new Error("the worker failed"));
  worker.onmessage = ({ data }) => {
    clearTimeout(timer);
    done(data);
  };
}
