// People and their stations in the reader's language, where the sandbox was told them.
import { lang } from "./i18n.js";

const worded = (person) => person.words?.[lang()] ?? person;

export const called = (person) => worded(person).name || person.name;

export function station(person) {
  const { role, unit } = worded(person);
  return [role, unit].filter(Boolean).join(" · ");
}

/** What a search may find a person by: every language, and the id. */
export function searchable(person) {
  const all = [person, ...Object.values(person.words ?? {})];
  return [person.id, ...all.flatMap(({ name, role, unit }) => [name, role, unit])].join(" ").toLowerCase();
}

/** Which language a text is written in: marks and line breaks follow it. A part number does not make a text English. */
export function languageOf(text) {
  const chinese = (text.match(/[\u3400-\u9fff]/g) ?? []).length;
  const latin = (text.match(/[a-z]/gi) ?? []).length;
  return chinese * 2 >= latin && chinese > 0 ? "zh-CN" : "en";
}
