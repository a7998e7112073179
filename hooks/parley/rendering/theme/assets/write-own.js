// How to change what one wrote, or to take it back: its file at the forge, and the lines to put into it.

import { findId } from "./thread.js";
import { _ } from "./words.js";
import { enter, leave } from "./write-back.js";
import { load, loadThread } from "./write-data.js";
import { fill } from "./write-routes.js";

const TITLES = { edit: _("Edit what you wrote"), remove: _("Take back what you wrote") };

export async function change(item, way) {
  const [{ data, change: template }, thread] = await Promise.all([load(), loadThread()]);
  const dialog = template.cloneNode(true);
  const find = (name) => dialog.querySelector(`[data-pa-${name}]`);
  const { paThread } = document.querySelector("[data-pa-thread]").dataset;
  const id = item.dataset.paReply === undefined ? "" : findId(item);
  const path = `${data.posts}/${findPath(thread, id) ?? `${paThread}replies/${id}.md`}`;
  const stamp = `updated: ${new Date().toISOString().slice(0, 19)}Z`;
  const why = _("I take it back.");
  const lines = way === "edit" ? stamp : `${stamp}\nremoved: ${why}`;
  find("name").textContent = TITLES[way];
  for (const part of dialog.querySelectorAll("[data-pa-for]")) part.hidden = part.dataset.paFor !== way;
  find("lines").textContent = lines;
  if (data.forge) {
    find("file").href = fill(data.forge.edit, { ...data, path });
    find("file").append(_(" at {forge}", { forge: data.forge.title }));
  } else find("path").textContent = path;
  const address = new URL(id ? `#${item.getAttribute("aria-labelledby")}` : "./", location.href).href;
  if (data.forge && way === "remove") find("ask").href = ask(address, data);
  find("copy").addEventListener("click", async () => {
    const done = await navigator.clipboard.writeText(lines).then(() => _("Copied."), () => _("Select it and copy it by hand."));
    find("sent").textContent = done;
  });
  find("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    leave();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  enter(() => dialog.close());
}

// Where a file is that has another name than its id, thread.json says.
function findPath(thread, id) {
  const item = id ? thread?.replies?.find((reply) => reply.id === id) : thread?.post;
  return typeof item?.path === "string" ? item.path : undefined;
}

// The form with which a maintainer is asked.
function ask(address, data) {
  const values = { address, wrong: _("All of it: I wrote it and take it back."), right: _("Please remove it."), source: address };
  const fields = data.forms.correction.map(([id, label]) => [id, label, values[id] ?? ""]);
  const text = fields.map(([, label, value]) => `### ${label}\n\n${value}`).join("\n\n");
  const href = fill(data.forge.issue, { ...data, template: "correction", title: _("Take back what I wrote"), text });
  return data.forge.issueFields ? href + fields.map(([id, , value]) => `&${id}=${encodeURIComponent(value)}`).join("") : href;
}
