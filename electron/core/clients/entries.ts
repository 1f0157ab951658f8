import type { Application, Layout } from './application.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { isMap, valueAt, type Doc, type Path, type Plain, type PlainMap } from './formats/format.js';

/** One entry of a configuration file. */
export interface Entry {
  readonly at: Path;
  readonly name: string;
  readonly value: Plain;
}

/** The layout a file uses: the first whose own container it has, else the last. */
export function layoutOf({ layouts }: Pick<Application, 'layouts'>, value: PlainMap): Layout {
  const used = layouts.find(({ at: [first] }) => first !== undefined && isContainer(valueAt(value, first)));
  return used ?? layouts.at(-1) ?? layouts[0];
}

/** A list or a map of entries; a server that happens to have the container's name is none. */
const isContainer = (value: Plain | undefined): boolean =>
  Array.isArray(value) ||
  (isMap(value) && typeof value['url'] !== 'string' && typeof value['command'] !== 'string' && !Array.isArray(value['command']));

/** Every container that is there, in the order of the layout; `*` stands for every key. */
export function placesOf(layout: Layout, value: PlainMap): Path[] {
  return layout.at.flatMap((pattern) => expand(pattern, value)).filter((at) => valueAt(value, at) !== undefined);
}

function expand(pattern: Path, value: Plain | undefined): Path[] {
  const star = pattern.indexOf('*');
  if (star < 0) return [pattern];
  const holder = valueAt(value, pattern.slice(0, star));
  if (!isMap(holder)) return [];
  return Object.keys(holder).flatMap((key) =>
    expand(pattern.slice(star + 1), holder[key]).map((rest) => [...pattern.slice(0, star), key, ...rest]),
  );
}

export function entriesOf(layout: Layout, value: PlainMap): Entry[] {
  return placesOf(layout, value).flatMap((at): Entry[] => {
    const container = valueAt(value, at);
    if (Array.isArray(container) && layout.list === true)
      return (container as readonly Plain[]).flatMap((item) =>
        isMap(item) && typeof item['name'] === 'string' ? [{ at, name: item['name'], value: item }] : [],
      );
    return isMap(container) ? Object.entries(container).map(([name, item]) => ({ at, name, value: item })) : [];
  });
}

/** Fails with `BAD_FILE` where the entries should stand but something else does: the application would not read what is written there. */
export function checkShape({ name, layouts }: Application, path: string, doc: Doc): Result<void> {
  for (const { at, list } of layouts) {
    const [first] = at;
    const value = first === undefined ? undefined : valueAt(doc.value, first);
    if (first === undefined || value === undefined || value === null || isMap(value) || (list === true && Array.isArray(value))) continue;
    const spot = doc.spotAt?.(first);
    const place = spot === undefined ? path : `${path}, line ${spot.line}, column ${spot.column}`;
    return fail(
      'BAD_FILE',
      `${place}: ${first.join(' › ')} is ${kindOf(value)}, where ${name} reads ${list === true ? 'a list of servers' : 'a map of names'}`,
      'Write the servers there as it reads them, then try again. Nothing was changed.',
      { file: path, ...spot },
    );
  }
  return ok(undefined);
}

const kindOf = (value: Plain): string =>
  Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'a text' : typeof value === 'boolean' ? 'true or false' : 'a single value';
