// What can be said of a text while it is being typed. The rules come from the build (hints.py), none is written here.

import { _, ngettext } from "./words.js";

let compiled;

export function compile(data) {
  compiled ??= data.hints.map((hint) => ({
    ...hint,
    pattern: new RegExp(hint.pattern[0], `dg${hint.pattern[1]}`),
    unless: hint.unless && new RegExp(...hint.unless),
  }));
  return compiled;
}

// The text with its code as spaces, line ends kept, as `blank_code` of hints.py has it: each line and each run of backticks
// is looked at once.
export function blankCode(text) {
  return blankSpans(blankBlocks(text.split("\n")).join("\n"));
}

function blankBlocks(lines) {
  let fence = "";
  return lines.map((line) => {
    const found = line.match(/^(?:`{3,}(?=[^`]*$)|~{3,})/)?.[0];
    const blank = fence || found;
    if (fence && line.startsWith(fence) && ![...line].some((char) => !`${fence[0]} \t`.includes(char))) fence = "";
    else if (!fence && found) fence = found;
    return blank ? " ".repeat(line.length) : line;
  });
}

function blankSpans(text) {
  const runs = [...text.matchAll(/`+|\n[ \t]*(?=\n)/g)];
  const closing = [];
  const latest = new Map();
  for (let number = runs.length - 1; number >= 0; number -= 1) {
    const [run] = runs[number];
    if (run.startsWith("\n")) latest.clear();
    closing[number] = latest.get(run);
    latest.set(run, number);
  }
  const parts = [];
  let done = 0;
  for (let number = 0; number < runs.length; number += 1) {
    const close = closing[number];
    if (!close) continue;
    const end = runs[close].index + runs[close][0].length;
    parts.push(text.slice(done, runs[number].index), text.slice(runs[number].index, end).replace(/[^\n]/g, " "));
    done = end;
    number = close;
  }
  return parts.join("") + text.slice(done);
}

// The first find of each hint: severity, rule, line, what was found, message. What is too long to be sent is not read to its end.
export function findHints(whole, data) {
  const text = whole.slice(0, data.longest);
  const outside = blankCode(text);
  const found = [];
  for (const hint of compile(data)) {
    for (const match of (hint.inCode ? text : outside).matchAll(hint.pattern)) {
      if (hint.unless?.test(match[1])) continue;
      const line = text.slice(0, match.index).split("\n").length;
      found.push({ severity: hint.severity, rule: hint.rule, line, what: show(match[0]), message: hint.message });
      break;
    }
  }
  return found;
}

// What is missing before a text can be sent, in the order of the fields and each with its field; what is wrong with the
// handle, which not every way of sending needs; and what to look at besides.
export function findProblems(target, draft, handle, data) {
  const heads = target.kind === "reply" ? "" : `${draft.title}\n${draft.questions}\n`;
  const values = data.keys[target.kind].map(({ name }) => draft.values[name] ?? "").join("\n");
  const shift = heads.split("\n").length - 1;
  const last = shift + draft.text.split("\n").length;
  const hints = findHints(`${heads}${draft.text}\n${values}`, data).map(({ severity, line, what, message }) => {
    const where = line > shift && line <= last ? _("Line {line}: ", { line: line - shift }) : "";
    return { severity, text: where + _("‘{what}’ {message}", { what, message }) };
  });
  return { missing: [...findMissing(target, draft, data)], who: findMistake(handle, data), hints };
}

function* findMissing(target, draft, data) {
  if (target.kind !== "reply") {
    if (!draft.title.trim()) yield { field: "title", text: _("A title is missing.") };
    const few = draft.tags.length < 1 || draft.tags.length > 5;
    if (data.tagged && few) yield { field: "tag", text: _("Choose one to five tags.") };
  }
  for (const key of data.keys[target.kind]) {
    if (key.required && !draft.values[key.name]?.trim()) yield { field: key.name, text: _("‘{label}’ is missing.", { label: key.label }) };
  }
  const needsText = target.kind !== "comparison"; // its texts are in its keys
  if (needsText && !/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(draft.text)) yield { field: "text", text: _("There's no text yet.") };
  const length = [...draft.text].length;
  const excess = length - data.longest;
  const words = ngettext("The text is {n} character too long.", "The text is {n} characters too long.", excess);
  if (excess > 0) yield { field: "text", text: words };
}

export function findMistake(handle, data) {
  if (!handle) return _("Your handle is missing.");
  if (new RegExp(`^(?:${data.bot})$`).test(handle)) return _("This is a bot's login. Contributions are written by people.");
  return isHandle(handle, data) ? "" : _("This can't be a login: those have the letters a-z, digits, -, _ and dots inside.");
}

function isHandle(text, data) {
  return text.length <= data.handleLength && new RegExp(`^(?:${data.handle})$`).test(text);
}

function show(text) {
  const shown = reveal(text);
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}

// Characters without a shape as their codes.
export function reveal(text) {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) => `U+${char.codePointAt(0).toString(16).toUpperCase()}`);
}
