export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 12;

/** Beside the tray icon where its place is known, else in the corner where notifications live. Always whole on the screen. */
export function besideTray(size: { width: number; height: number }, area: Area, tray: Area | undefined): { x: number; y: number } {
  const right = area.x + area.width - size.width - GAP;
  const bottom = area.y + area.height - size.height - GAP;
  if (tray === undefined || tray.width === 0) return { x: Math.max(area.x, right), y: area.y + GAP };
  const x = Math.round(tray.x + tray.width / 2 - size.width / 2);
  const isBelowMiddle = tray.y > area.y + area.height / 2;
  return { x: Math.max(area.x + GAP, Math.min(x, right)), y: isBelowMiddle ? Math.max(area.y, bottom) : area.y + GAP };
}
