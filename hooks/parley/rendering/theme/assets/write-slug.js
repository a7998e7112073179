// The name of a folder from a title in any script, as `editing/slugs` makes it, from the same tables of letters. A table
// is loaded when a title has letters of it.

const STARTS = [0x80, 0x3400, 0xac00];
const END = 0x10000;
const LONGEST = 60;

const tables = new Map(); // of letters, by where each begins; one that could not be had is empty

// Loads what the letters of a title need; gives nothing where all is there already.
export function loadLetters(title) {
  const missing = new Set([...title.normalize("NFKC")].map(findStart).filter((start) => start && !tables.has(start)));
  return missing.size ? Promise.all([...missing].map(loadTable)) : undefined;
}

function findStart(char) {
  const number = char.codePointAt(0);
  return number < END ? STARTS.findLast((start) => start <= number) : undefined;
}

async function loadTable(start) {
  const table = new Map();
  try {
    const name = `letters-${start.toString(16).padStart(4, "0")}.json`;
    const answer = await fetch(new URL(name, import.meta.url));
    for (const [first, read, isApart] of answer.ok ? (await answer.json()).runs : []) {
      read.split(",").forEach((spelled, number) => {
        table.set(String.fromCharCode(first + number), isApart ? `-${spelled}-` : spelled);
      });
    }
  } catch {
    // a short id will do
  }
  tables.set(start, table);
}

// `Grüße, and then?` gives `grusse-and-then`. A title of signs alone gets a short id, a name that cannot be had a number.
export function makeSlug(title, taken = []) {
  const name = spell(title) || nameSigns(title);
  let free = name;
  for (let number = 2; taken.includes(free); number += 1) free = `${name}-${number}`;
  return free;
}

function spell(title) {
  const plain = [...title.normalize("NFKC")].map(spellLetter).join("").toLowerCase();
  let made = "";
  for (const word of plain.replace(/['`]/g, "").match(/[a-z0-9]+/g) ?? []) {
    const longer = made ? `${made}-${word}` : word.slice(0, LONGEST);
    if (longer.length > LONGEST) break;
    made = longer;
  }
  return made;
}

function spellLetter(char) {
  if (char < "\x80") return char;
  return tables.get(findStart(char))?.get(char) ?? "-";
}

function nameSigns(title) {
  if (!title.trim()) return "untitled";
  let found = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(title.trim())) found = Math.imul(found ^ byte, 0x01000193) >>> 0;
  return `topic-${found.toString(36)}`;
}
