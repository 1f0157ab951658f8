import { drawShield } from './shield.js';

const TOP = [99, 91, 255] as const;
const BOTTOM = [64, 55, 201] as const;
const CORNER = 0.225;
const SAMPLES = 3;
/** share of the tile's side that the shield takes */
const SHIELD = 0.62;

function isInTile(x: number, y: number): boolean {
  const dx = Math.max(CORNER - x, x - (1 - CORNER), 0);
  const dy = Math.max(CORNER - y, y - (1 - CORNER), 0);
  return Math.hypot(dx, dy) <= CORNER;
}

/** The application's icon as RGBA bytes: a white shield on a rounded indigo tile. */
export function drawAppIcon(size: number): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  const inner = Math.round(size * SHIELD);
  const offset = Math.round((size - inner) / 2);
  const shield = drawShield(inner, { mode: 'lockdown', pending: 0, trouble: false, ink: [255, 255, 255], colours: true });
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      let covered = 0;
      for (let s = 0; s < SAMPLES * SAMPLES; s++)
        if (isInTile((x + ((s % SAMPLES) + 0.5) / SAMPLES) / size, (y + (Math.floor(s / SAMPLES) + 0.5) / SAMPLES) / size)) covered++;
      const isOverShield = x >= offset && y >= offset && x < offset + inner && y < offset + inner;
      const white = isOverShield ? (shield[((y - offset) * inner + x - offset) * 4 + 3] ?? 0) / 255 : 0;
      const colour = TOP.map((top, channel) => {
        const tile = top + ((BOTTOM[channel] ?? 0) - top) * (y / size);
        return Math.round(tile + (255 - tile) * white);
      });
      pixels.set([...colour, Math.round((covered * 255) / (SAMPLES * SAMPLES))], (y * size + x) * 4);
    }
  return pixels;
}
