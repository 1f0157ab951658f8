/** Waits until `look` gives something other than undefined or false, looking every 25 ms; fails with `what` after `withinMs`. */
export async function until<T>(what: string, look: () => T | Promise<T>, withinMs = 10_000): Promise<Exclude<T, undefined | false | null>> {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false && found !== null) return found as Exclude<T, undefined | false | null>;
    if (Date.now() > end) throw new Error(`waited ${withinMs} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
