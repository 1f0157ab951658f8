/** What is under way, by a number of its own; numbers are given out in order and never twice. */
export interface Numbered<T extends { readonly id: number }> {
  add(item: T): void;
  get(id: number): T | undefined;
  /** takes it out; undefined when it is not there (any more) */
  take(id: number): T | undefined;
  /** oldest first */
  all(): T[];
  readonly size: number;
}

const cells = 256;

/**
 * A table of fixed cells, with a map beside it for what is still there when its cell is needed again. A map alone would do the same, but
 * the tables that a map has outgrown point at the next ones, and as long as one of them stays in the old generation of the heap, so does
 * every call that was under way when it was outgrown, with all it holds (docs/adr/0009-fixed-cells.md).
 */
export function createNumbered<T extends { readonly id: number }>(): Numbered<T> {
  const table: (T | undefined)[] = new Array<T | undefined>(cells).fill(undefined);
  const late = new Map<number, T>();
  let size = 0;
  const get = (id: number): T | undefined => {
    const found = table[id % cells];
    return found?.id === id ? found : late.size === 0 ? undefined : late.get(id);
  };
  return {
    add(item) {
      const at = item.id % cells;
      const before = table[at];
      if (before !== undefined) late.set(before.id, before);
      table[at] = item;
      size += 1;
    },
    get,
    take(id) {
      const found = get(id);
      if (found === undefined) return undefined;
      const at = id % cells;
      if (table[at] === found) table[at] = undefined;
      else late.delete(id);
      size -= 1;
      return found;
    },
    all: () => [...late.values(), ...table.filter((item) => item !== undefined)].sort((a, b) => a.id - b.id),
    get size() {
      return size;
    },
  };
}
