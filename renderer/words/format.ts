/** Numbers, sizes and times as people read them. Times in ms since the epoch, durations in ms, sizes in bytes. */

const numbers = new Intl.NumberFormat();
export const count = (value: number): string => numbers.format(value);

export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  if (size < 1_000_000) return `${(size / 1000).toFixed(size < 10_000 ? 1 : 0)} KB`;
  return `${(size / 1_000_000).toFixed(1)} MB`;
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
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return countdown(ms);
}

const relativeTime = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

export function ago(atMs: number, nowMs: number): string {
  const past = atMs - nowMs;
  for (const [unit, size] of UNITS) if (Math.abs(past) >= size) return relativeTime.format(Math.round(past / size), unit);
  return relativeTime.format(0, 'second');
}

const exactTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
export const exact = (atMs: number): string => exactTime.format(atMs);

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
export const clockTime = (atMs: number): string => clock.format(atMs);

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
export const date = (atMs: number): string => day.format(atMs);

/** `minute`, `15 min`, `2 h`: a window of a limit. */
export function windowLength(ms: number): string {
  const named: Record<number, string> = { 1000: 'second', 60_000: 'minute', 3_600_000: 'hour', 86_400_000: 'day', 604_800_000: 'week' };
  const name = named[ms];
  if (name !== undefined) return name;
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  if (ms % 60_000 === 0) return `${ms / 60_000} min`;
  return `${Math.round(ms / 1000)} s`;
}
