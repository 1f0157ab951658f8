import { isJsonObject, type JsonValue } from '../json/json.js';

/** More rules than anybody can read are a mistake, or an attack on whoever has to evaluate them. */
export const MAX_RULES = 5000;

type Path = (string | number)[];

/** The place of the first rule of a document, valid or not, that is one too many; undefined when there is none. Counts only: linear and cheap. */
export function ruleTooMany(document: JsonValue): Path | undefined {
  let count = 0;
  const rules = (holder: JsonValue | undefined, path: Path): Path | undefined => {
    if (!isJsonObject(holder)) return undefined;
    for (const key in holder) if (++count > MAX_RULES) return [...path, key];
    return undefined;
  };
  const level = (value: JsonValue | undefined, path: Path): Path | undefined => {
    if (!isJsonObject(value)) return undefined;
    if (value['all_tools'] !== undefined && ++count > MAX_RULES) return [...path, 'all_tools'];
    return (
      rules(value['tools'], [...path, 'tools']) ??
      rules(value['classes'], [...path, 'classes']) ??
      rules(value['methods'], [...path, 'methods']) ??
      inner(value['servers'], [...path, 'servers']) ??
      inner(value['clients'], [...path, 'clients'])
    );
  };
  const inner = (levels: JsonValue | undefined, path: Path): Path | undefined => {
    if (!isJsonObject(levels)) return undefined;
    for (const key in levels) {
      const found = level(levels[key], [...path, key]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return level(document, []);
}
