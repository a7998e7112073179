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

// The first find of each hint: severity, rule, line, what was found, message.
export function findHints(text, data) {
  const outside = text.replace(new RegExp(data.code, "gmu"), (code) => code.replace(/[^\n]/g, " "));
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

export function isHandle(text, data) {
  return text.length <= data.handleLength && new RegExp(`^(?:${data.handle})$`).test(text);
}

// Characters without a shape as their codes, shortened.
function show(text) {
  const shown = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) => `U+${char.codePointAt(0).toString(16).toUpperCase()}`);
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}
