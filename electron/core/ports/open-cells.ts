/** What is under way, by a text of its own. */
export interface OpenCells<T> {
  get(key: string): T | undefined;
  /** puts it there, in the place of what stood there by that name */
  set(key: string, value: T): void;
  /** takes it out; undefined when it is not there (any more) */
  take(key: string): T | undefined;
  readonly size: number;
}

const rows = 256;
const columns = 4;
const hashedUnits = 8;

/** By the end of the name: the ids of calls begin alike. */
function rowOf(key: string): number {
  let hash = key.length;
  for (let at = Math.max(0, key.length - hashedUnits); at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return ((hash ^ (hash >>> 15)) & (rows - 1)) * columns;
}

/**
 * Fixed cells, four for names that fall together, with a map beside them for what finds none free. A map alone would do the same, but the tables it has
 * outgrown keep what was under way then until a whole collection (docs/adr/0009-fixed-cells.md).
 */
export function createOpenCells<T>(): OpenCells<T> {
  const keys = new Array<string | undefined>(rows * columns).fill(undefined);
  const values = new Array<T | undefined>(rows * columns).fill(undefined);
  const beside = new Map<string, T>();
  let filled = 0;
  const cellOf = (key: string | undefined, row: number): number => {
    for (let at = row; at < row + columns; at += 1) if (keys[at] === key) return at;
    return -1;
  };
  return {
    get(key) {
      const at = cellOf(key, rowOf(key));
      return at === -1 ? beside.get(key) : values[at];
    },
    set(key, value) {
      const row = rowOf(key);
      let at = cellOf(key, row);
      if (at === -1 && !beside.has(key)) {
        at = cellOf(undefined, row);
        if (at !== -1) filled += 1;
      }
      if (at === -1) return void beside.set(key, value);
      keys[at] = key;
      values[at] = value;
    },
    take(key) {
      const at = cellOf(key, rowOf(key));
      if (at === -1) {
        const found = beside.get(key);
        if (found !== undefined) beside.delete(key);
        return found;
      }
      const found = values[at];
      keys[at] = undefined;
      values[at] = undefined;
      filled -= 1;
      return found;
    },
    get size() {
      return filled + beside.size;
    },
  };
}
