/** How large the windows can be drawn, in percent: the steps that Ctrl + and Ctrl − go by. At the largest the smallest window still holds its pages. */
export const ZOOMS = [75, 90, 100, 110, 125, 150, 175, 200] as const;
export type Zoom = (typeof ZOOMS)[number];

/** One step larger or smaller, as far as there is one; 0 is the size as it was made. */
export const zoomFrom = (zoom: Zoom, step: 1 | -1 | 0): Zoom => (step === 0 ? 100 : (ZOOMS[ZOOMS.indexOf(zoom) + step] ?? zoom));
