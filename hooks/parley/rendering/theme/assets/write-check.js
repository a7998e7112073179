// What can be said of a text while it is being typed. The rules come from the build (hints.py), none is written here.

let compiled;

function compile(data) {
  compiled ??= data.hints.map((hint) => ({
    ...hint,
    pattern: new RegExp(hint.pattern[0], `g${hint.pattern[1]}`),
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

// What is missing before a text can be sent, in the order of the fields, and what to look at besides.
export function findProblems(target, draft, handle, data) {
  const heads = target.kind === "discussion" ? `${draft.title}\n${draft.questions}\n` : "";
  const shift = heads.split("\n").length - 1;
  const hints = findHints(heads + draft.text, data).map(({ severity, line, what, message }) => {
    const where = line > shift ? `Line ${line - shift}: ` : "";
    return { severity, text: `${where}‘${what}’ ${message}` };
  });
  return { missing: findMissing(target, draft, handle, data), hints };
}

function findMissing(target, draft, handle, data) {
  const missing = [];
  if (target.kind === "discussion") {
    if (!draft.title.trim()) missing.push("A title is missing.");
    const asksTags = data.forms.discussion.some(([id]) => id === "tags");
    if (asksTags && (draft.tags.length < 1 || draft.tags.length > 5)) missing.push("Choose one to five tags.");
  }
  for (const key of data.keys[target.kind]) {
    if (key.required && !draft.values[key.name]?.trim()) missing.push(`‘${key.label}’ is missing.`);
  }
  if (!/[\p{L}\p{N}]/u.test(draft.text)) missing.push("There's no text yet.");
  if (!handle) missing.push("Your handle is missing.");
  else if (new RegExp(`^(?:${data.bot})$`).test(handle)) missing.push("This is a bot's login. Contributions are written by people.");
  else if (!isHandle(handle, data)) missing.push("This can't be a login: those have the letters a-z, digits, -, _ and dots inside.");
  const length = [...draft.text].length;
  if (length > data.longest) missing.push(`The text is ${length - data.longest} characters too long.`);
  return missing;
}

function isHandle(text, data) {
  return text.length <= data.handleLength && new RegExp(`^(?:${data.handle})$`).test(text);
}

// Characters without a shape as their codes, shortened.
function show(text) {
  const shown = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) => `U+${char.codePointAt(0).toString(16).toUpperCase()}`);
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}
