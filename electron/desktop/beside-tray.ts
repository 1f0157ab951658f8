export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 12;
/** notifications stand at the right edge, near the tray, and are about this wide: they would lie over what they tell of */
const NOTIFICATIONS = 384;

/** Beside the tray icon where its place is known, else near the upper right corner; left of the notifications where the screen is wide enough. Always whole on the screen. */
export function besideTray(size: { width: number; height: number }, area: Area, tray: Area | undefined): { x: number; y: number } {
  const edge = area.x + area.width - size.width - GAP;
  const right = edge - NOTIFICATIONS > area.x + GAP ? edge - NOTIFICATIONS : edge;
  const bottom = area.y + area.height - size.height - GAP;
  if (tray === undefined || tray.width === 0) return { x: Math.max(area.x, right), y: area.y + GAP };
  const x = Math.round(tray.x + tray.width / 2 - size.width / 2);
  const isBelowMiddle = tray.y > area.y + area.height / 2;
  return { x: Math.max(area.x + GAP, Math.min(x, right)), y: isBelowMiddle ? Math.max(area.y, bottom) : area.y + GAP };
}

/** The same window with another height: it stays where it is, but for what would lie below the screen. */
export function withHeight(window: Area, height: number, area: Area): Area {
  const fitting = Math.min(height, area.height - 2 * GAP);
  const lowest = area.y + area.height - GAP - fitting;
  return { ...window, height: fitting, y: Math.max(area.y, Math.min(window.y, lowest)) };
}
