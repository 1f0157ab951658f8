/** A prefix for aggregate mode: 2 to 8 characters of the server's name, made unique by digits. */
export function slugFor(name: string, taken: ReadonlySet<string>): string {
  const letters = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 8)
    .replace(/-+$/, '');
  const base = letters.length >= 2 ? letters : `${letters}srv`.slice(0, 8);
  if (!taken.has(base)) return base;
  for (let n = 2; ; n++) {
    const digits = String(n);
    const slug = base.slice(0, 8 - digits.length) + digits;
    if (!taken.has(slug)) return slug;
  }
}
