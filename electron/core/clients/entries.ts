import type { Application, Layout } from './application.js';
import { isMap, valueAt, type Path, type Plain, type PlainMap } from './formats/format.js';

/** One entry of a configuration file. */
export interface Entry {
  readonly at: Path;
  readonly name: string;
  readonly value: Plain;
}

/** The layout a file uses: the first whose containers it has, else the application's own first. */
export function layoutOf(application: Application, value: PlainMap): Layout {
  const [first] = application.layouts;
  return application.layouts.find((layout) => placesOf(layout, value).some((at) => isContainer(valueAt(value, at)))) ?? first;
}

const isContainer = (value: Plain | undefined): boolean => isMap(value) || Array.isArray(value);

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
    if (Array.isArray(container))
      return (container as readonly Plain[]).flatMap((item) =>
        isMap(item) && typeof item['name'] === 'string' ? [{ at, name: item['name'], value: item }] : [],
      );
    return isMap(container) ? Object.entries(container).map(([name, item]) => ({ at, name, value: item })) : [];
  });
}
