import type { Mode } from '../../shared/model/decision.js';

export interface ShieldLook {
  readonly mode: Mode;
  /** calls that wait for a person */
  readonly pending: number;
  readonly trouble: boolean;
  /** colour of the shield, 0-255 each */
  readonly ink: readonly [number, number, number];
  /** badge and mark in their own colours; off for template images, which know only one colour */
  readonly colours: boolean;
}

const DANGER = [214, 48, 64] as const;
const CAUTION = [240, 160, 32] as const;
const WHITE = [255, 255, 255] as const;
const SAMPLES = 4;
const ROWS = ['75557', '26227', '71747', '71717', '55711', '74717', '74757', '71122', '75757', '75717'] as const;

/** Half the width of the shield at height `y`, both in 0..1; negative outside. */
function halfWidth(y: number): number {
  if (y < 0.06 || y > 0.97) return -1;
  return y < 0.48 ? 0.38 : 0.38 * (1 - ((y - 0.48) / 0.49) ** 2);
}

const inShield = (x: number, y: number): boolean => Math.abs(x - 0.5) <= halfWidth(y);

function inShape(x: number, y: number, mode: Mode): boolean {
  if (!inShield(x, y)) return false;
  if (mode === 'lockdown') return !(Math.abs(y - 0.46) < 0.07 && Math.abs(x - 0.5) < 0.22);
  const inner = 0.74;
  const outline = !inShield(0.5 + (x - 0.5) / inner, 0.47 + (y - 0.47) / inner);
  if (mode === 'enforce') return outline;
  const turn = (Math.atan2(y - 0.47, x - 0.5) / (2 * Math.PI) + 1) % 1;
  return outline && Math.floor(turn * 24) % 2 === 0;
}

/** 1 where the 3x5 digit is inked; `x`, `y` run over the digit's box in 0..1. */
function inDigit(digit: number, x: number, y: number): boolean {
  const row = ROWS[digit]?.[Math.floor(y * 5)];
  return row !== undefined && x >= 0 && x < 1 && y >= 0 && ((Number(row) >> (2 - Math.floor(x * 3))) & 1) === 1;
}

type Ink = readonly [number, number, number] | 'clear' | undefined;

function badgeInk(x: number, y: number, { pending, colours, ink }: ShieldLook): Ink {
  const [cx, cy, radius] = [0.72, 0.72, 0.27];
  const distance = Math.hypot(x - cx, y - cy);
  if (distance > radius + 0.07) return undefined;
  if (distance > radius) return 'clear';
  const inNumber =
    pending > 9
      ? (Math.abs(y - cy) < 0.05 && Math.abs(x - cx) < 0.17) || (Math.abs(x - cx) < 0.05 && Math.abs(y - cy) < 0.17)
      : inDigit(pending, (x - cx) / 0.2 + 0.5, (y - cy) / 0.34 + 0.5);
  if (inNumber) return colours ? WHITE : 'clear';
  return colours ? DANGER : ink;
}

function troubleInk(x: number, y: number, { colours, ink }: ShieldLook): Ink {
  const distance = Math.hypot(x - 0.84, y - 0.16);
  if (distance > 0.22) return undefined;
  if (distance > 0.16) return 'clear';
  return colours ? CAUTION : ink;
}

/**
 * The tray icon as RGBA bytes, `size` x `size`: a shield outline while enforcing, dotted while observing, filled with a bar when locked
 * down; a badge with the number of waiting calls (`+` from ten), a dot for trouble.
 */
export function drawShield(size: number, look: ShieldLook): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  for (let py = 0; py < size; py++)
    for (let px = 0; px < size; px++) {
      const sum = [0, 0, 0, 0];
      for (let s = 0; s < SAMPLES * SAMPLES; s++) {
        const x = (px + ((s % SAMPLES) + 0.5) / SAMPLES) / size;
        const y = (py + (Math.floor(s / SAMPLES) + 0.5) / SAMPLES) / size;
        const ink: Ink =
          (look.pending > 0 ? badgeInk(x, y, look) : undefined) ??
          (look.trouble ? troubleInk(x, y, look) : undefined) ??
          (inShape(x, y, look.mode) ? look.ink : undefined);
        if (ink === undefined || ink === 'clear') continue;
        sum[0]! += ink[0];
        sum[1]! += ink[1];
        sum[2]! += ink[2];
        sum[3]!++;
      }
      const covered = sum[3]!;
      if (covered > 0)
        pixels.set(
          [sum[0]! / covered, sum[1]! / covered, sum[2]! / covered, (covered * 255) / (SAMPLES * SAMPLES)].map(Math.round),
          (py * size + px) * 4,
        );
    }
  return pixels;
}
