import type { Area } from './beside-tray.js';

export interface WindowState {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

export const MIN_WIDTH = 880;
export const MIN_HEIGHT = 560;
const INITIAL: WindowState = { width: 1120, height: 740, maximized: false };
/** this much of the window must lie on a screen for its place to be used again */
const VISIBLE = 100;

/** frames are not wider than this */
const FRAME = 64;

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** X11 places a window by its frame and tells where its content is: how far apart the two are, from where it was put and where it then is. */
export function frameBetween(put: Partial<Place>, found: Place): Place {
  const [x, y] = [found.x - (put.x ?? found.x), found.y - (put.y ?? found.y)];
  return x >= 0 && y >= 0 && x <= FRAME && y <= FRAME ? { x, y } : { x: 0, y: 0 };
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** What to open with: the remembered state where it still fits one of the screens, else the initial one. Trusts nothing in `remembered`. */
export function fitToScreens(remembered: unknown, screens: readonly Area[]): WindowState {
  const { x, y, width, height, maximized } = (typeof remembered === 'object' && remembered !== null ? remembered : {}) as Record<
    string,
    unknown
  >;
  if (!isNumber(width) || !isNumber(height)) return INITIAL;
  const largest = {
    width: Math.max(MIN_WIDTH, ...screens.map((s) => s.width)),
    height: Math.max(MIN_HEIGHT, ...screens.map((s) => s.height)),
  };
  const size = {
    width: Math.round(Math.min(Math.max(width, MIN_WIDTH), largest.width)),
    height: Math.round(Math.min(Math.max(height, MIN_HEIGHT), largest.height)),
    maximized: maximized === true,
  };
  const fits =
    isNumber(x) &&
    isNumber(y) &&
    screens.some((s) => x + size.width - VISIBLE > s.x && x + VISIBLE < s.x + s.width && y >= s.y && y + VISIBLE < s.y + s.height);
  return fits ? { ...size, x: Math.round(x), y: Math.round(y) } : size;
}
