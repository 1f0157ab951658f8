/** A thing that stands in at most one set of slots at a time. */
export interface Slotted {
  slot: number;
}

/** What is open right now, for things that come and go all the time: adding and removing are one write each and leave nothing behind. */
export interface Slots<T extends Slotted> {
  add(item: T): void;
  /** false when it was not there (any more) */
  remove(item: T): boolean;
  /** in no particular order */
  readonly items: readonly T[];
}

export function createSlots<T extends Slotted>(): Slots<T> {
  const items: T[] = [];
  return {
    items,
    add(item) {
      item.slot = items.length;
      items.push(item);
    },
    remove(item) {
      if (items[item.slot] !== item) return false;
      const last = items.pop();
      if (last !== undefined && last !== item) {
        items[item.slot] = last;
        last.slot = item.slot;
      }
      item.slot = -1;
      return true;
    },
  };
}
