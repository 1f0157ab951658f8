/** Numbers, sizes and times as people of a language read them. Times in ms since the epoch, durations in ms, sizes in bytes. */

const unit = (locale: string | undefined, name: string, digits: number, unitDisplay: 'short' | 'narrow' | 'long' = 'short') =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay, minimumFractionDigits: digits, maximumFractionDigits: digits });

const formats = (locale: string | undefined) => ({
  locale,
  number: new Intl.NumberFormat(locale),
  oneDigit: new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }),
  exact: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }),
  clock: new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }),
  minute: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
});
let speaking = formats(undefined);

/** From now on everything is written as in `locale`. */
export const formatFor = (locale: string): void => void (speaking = formats(locale));

export const count = (value: number): string => speaking.number.format(value);

export function bytes(size: number): string {
  if (size < 1000) return `${count(size)} B`;
  if (size < 1_000_000) return `${size < 10_000 ? speaking.oneDigit.format(size / 1000) : count(Math.round(size / 1000))} KB`;
  return `${speaking.oneDigit.format(size / 1_000_000)} MB`;
}

/** `3:41`, `1:02:09`; never negative. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes >= 60 ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${speaking.oneDigit.format(ms / 1000)} s`;
  return countdown(ms);
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

export const ago = (atMs: number, nowMs: number): string => relative(Math.min(0, atMs - nowMs));

/** `in 12 min.` */
export const ahead = (atMs: number, nowMs: number): string => relative(Math.max(0, atMs - nowMs));

function relative(ms: number): string {
  for (const [name, size] of UNITS) if (Math.abs(ms) >= size) return speaking.relative.format(Math.round(ms / size), name);
  return speaking.relative.format(0, 'second');
}

export const exact = (atMs: number): string => speaking.exact.format(atMs);

/** `14:03:09` or `2:03:09 PM`, as people of the language write it. */
export const clockTime = (atMs: number): string => speaking.clock.format(atMs);

export const clockMinute = (atMs: number): string => speaking.minute.format(atMs);

const WINDOWS = [
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `1 minute`, `15 minutes`, `2 hours`: a window of a limit. */
export function windowLength(ms: number): string {
  for (const [name, size] of WINDOWS) if (ms % size === 0) return unit(speaking.locale, name, 0, 'long').format(ms / size);
  return unit(speaking.locale, 'second', 0, 'long').format(Math.round(ms / 1000));
}
