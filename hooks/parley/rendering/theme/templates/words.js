// Words that scripts say, in the language of the site. They stand in the scripts in English; here, where they're others.

const language = {{ language | tojson }};
const known = {{ words | tojson }};
const rules = new Intl.PluralRules(language);
const numbers = { numberingSystem: "latn" };
const figures = new Intl.NumberFormat(language, numbers);
const days = new Intl.DateTimeFormat({{ region | tojson }}, { dateStyle: "long", timeZone: "UTC", ...numbers });

const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

// Words with values in the places of their names in braces.
export const _ = (words, values = {}) => fill(known[words] ?? words, values);

// A day as pages have it, from `2026-11-22`.
export const showDay = (day) => days.format(new Date(day));

// Words that go with a number, which takes the place of {n}.
export function ngettext(one, many, number, values = {}) {
  const forms = known[one];
  const words = forms ? (forms[rules.select(number)] ?? forms.other) : number === 1 ? one : many;
  return fill(words, { n: figures.format(number), ...values });
}
