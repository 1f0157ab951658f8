import type { Edit } from './edit-text.js';

/** What `editText` does to a text, done to the document it says: a new value along each path, all else shared with the old one. */
export function editDocument<T>(document: T, edits: readonly Edit[]): T {
  return edits.reduce<unknown>((current, { path, value }) => replaced(current, path, value), document) as T;
}

function replaced(here: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(here) ? [...(here as readonly unknown[])] : [];
    list[step] = replaced(list[step], rest, value);
    return list;
  }
  const members = typeof here === 'object' && here !== null ? (here as Readonly<Record<string, unknown>>) : {};
  // a computed key is always an own property, `__proto__` too
  return { ...members, [step]: replaced(Object.hasOwn(members, step) ? members[step] : undefined, rest, value) };
}
