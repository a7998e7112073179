// The form of the search at work, in the dialog or on the page: what a reader asks for, and the list of what was found.

import { drawGroup } from "./search-found.js";
import { find, loadChoices, loadIndex, take } from "./search-index.js";
import { _, ngettext } from "./words.js";

const PAGES = 6; // shown at a time, or fewer when they hold a screenful of replies; each is a file to fetch
const SCREENFUL = 12;
const LONGEST = 300; // characters of what is searched for

const count = (lists) => lists.reduce((sum, list) => sum + list.length, 0);
const asks = ({ q, sort, ...others }) => q.length > 1 || (!q && Object.values(others).some(Boolean));

export class SearchBox {
  latest = 0;

  // `changed` is told what the reader wants, `submitted` that it is confirmed.
  constructor(root, bundles, changed, submitted) {
    const find = (name) => root.querySelector(`[data-pa-${name}]`);
    this.form = find("form");
    this.fields = this.form.elements;
    this.status = find("status");
    this.list = find("results");
    this.more = find("more");
    this.filters = find("filters");
    this.people = find("people");
    this.names = [...this.fields].map((field) => field.name).filter(Boolean);
    this.kinds = new Map([...this.fields.kind.options].map((option) => [option.value, option.dataset.paCalled]));
    const stances = find("stances");
    this.stance = stances?.name;
    this.stances = new Map([...(stances?.options ?? [])].slice(1).map((option) => [option.value, option.text]));
    Object.assign(this, { bundles, changed, submitted });
    root.addEventListener("keydown", (event) => this.walk(event));
    this.listen();
    if (bundles.length) loadIndex(bundles).catch(() => {}); // when it is asked for something, that will be told
  }

  listen() {
    this.more.addEventListener("click", async () => {
      const shown = this.list.children.length;
      await this.addMore();
      this.list.children[shown]?.querySelector("[data-pa-hit]").focus();
    });
    for (const event of ["input", "reset"]) {
      this.form.addEventListener(event, () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.show(), 300);
      });
    }
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.show();
      this.submitted();
    });
    this.filters.addEventListener("toggle", () => this.filters.open && this.offerChoices());
  }

  // With the arrows from the field through the results, and back.
  walk(event) {
    const stops = [this.fields.q, ...this.list.querySelectorAll("[data-pa-hit]")];
    const next = stops[stops.indexOf(event.target) + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    if (!next || !stops.includes(event.target)) return;
    event.preventDefault();
    next.focus();
  }

  async offerChoices() {
    const found = await loadChoices().catch(() => null);
    if (!found) return;
    for (const name of this.names) {
      const field = this.fields[name];
      if (field.length === 1 && found[name]) field.append(...found[name].map(([value, words]) => new Option(words, value)));
    }
    if (!this.people.firstChild) this.people.append(...found.author.map(([handle, name]) => new Option(name, handle)));
  }

  async show() {
    clearTimeout(this.timer);
    const mine = ++this.latest;
    const wanted = Object.fromEntries(this.names.map((name) => [name, this.fields[name].value.trim().slice(0, LONGEST)]));
    this.changed(wanted);
    let found;
    if (asks(wanted)) {
      this.status.textContent = _("Searching …");
      try {
        found = await find(wanted, this.bundles, this.names.filter((name) => !["q", "sort"].includes(name)));
      } catch {
        const failed = _("Search couldn't be loaded. Try reloading this page.");
        if (mine === this.latest) this.status.textContent = failed;
        return;
      }
    }
    if (mine !== this.latest) return;
    this.list.replaceChildren();
    this.replies = 0;
    this.more.hidden = true;
    this.status.textContent = "";
    if (found) await this.add(found, wanted, mine);
  }

  // The next few discussions; those of which the filters leave nothing are passed over.
  async add(found, wanted, mine) {
    const { list, more } = this;
    const pages = list.children.length + PAGES;
    const replies = this.replies + SCREENFUL;
    more.disabled = true; // two at a time would take the same page out of `found`
    try {
      while (count(found) && list.children.length < pages && this.replies < replies) {
        const drawn = drawGroup(await take(found, wanted.sort), wanted, this);
        if (mine !== this.latest) return;
        if (!drawn) continue;
        list.append(drawn.group);
        this.replies += drawn.shown;
      }
    } finally {
      if (mine === this.latest) more.disabled = false;
    }
    this.tell(wanted, list.children.length, count(found));
    this.addMore = () => this.add(found, wanted, mine);
  }

  tell(wanted, shown, left) {
    const whole = ["q", "kind", "tag", "outcome", "sort"]; // what is narrowed by another may be empty, which is seen when it is drawn
    const known = !left || !this.names.some((name) => wanted[name] && !whole.includes(name));
    const all = shown + left;
    const tell = () => {
      if (!shown) return _("No results found.");
      if (!left) return ngettext("Found on {n} page.", "Found on {n} pages.", all);
      if (known) return ngettext("Found on {n} page; showing the first {shown}.", "Found on {n} pages; showing the first {shown}.", all, { shown });
      return _("Found on more pages; showing the first {shown}.", { shown });
    };
    this.status.textContent = tell();
    this.more.hidden = !left;
  }

  // Asks for `values`, and for so many pages if there are.
  async fill(values, pages = 0) {
    const given = (name) => values[name] ?? values[name.replace(/\.(from|to)$/, "")]; // one value of a range is both ends
    if (this.names.some((name) => given(name) && name !== "q")) await this.offerChoices();
    for (const name of this.names) this.fields[name].value ||= given(name) ?? ""; // what was typed meanwhile stays
    this.filters.open = this.names.some((name) => name !== "q" && given(name));
    await this.show();
    const { children } = this.list;
    for (let shown = -1; shown < children.length && children.length < pages && !this.more.hidden; ) {
      shown = children.length;
      await this.addMore();
    }
  }
}
