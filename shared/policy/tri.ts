/** Kleene's three values. Doubt is never rounded: it fires `deny_if` and `ask_if`, fails `require`, does not fire `allow_if`. */
export type Tri = 'yes' | 'no' | 'unknown';

export const not = (value: Tri): Tri => (value === 'yes' ? 'no' : value === 'no' ? 'yes' : 'unknown');
export const tri = (value: boolean): Tri => (value ? 'yes' : 'no');

/** yes where one is yes, no where all are no */
export function anyOf<T>(items: readonly T[], test: (item: T) => Tri): Tri {
  let result: Tri = 'no';
  for (const item of items) {
    const value = test(item);
    if (value === 'yes') return 'yes';
    if (value === 'unknown') result = 'unknown';
  }
  return result;
}

/** no where one is no, yes where all are yes */
export function allOf<T>(items: readonly T[], test: (item: T) => Tri): Tri {
  let result: Tri = 'yes';
  for (const item of items) {
    const value = test(item);
    if (value === 'no') return 'no';
    if (value === 'unknown') result = 'unknown';
  }
  return result;
}
