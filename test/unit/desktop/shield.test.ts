import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../../electron/desktop/png.js';
import { drawShield, type ShieldLook } from '../../../electron/desktop/shield.js';

const look = (over: Partial<ShieldLook> = {}): ShieldLook => ({
  mode: 'enforce',
  pending: 0,
  trouble: false,
  ink: [10, 20, 30],
  colours: true,
  ...over,
});
const inked = (pixels: Uint8Array): number => pixels.filter((value, at) => at % 4 === 3 && value > 127).length;

describe('the tray icon', () => {
  it('inks more of the shield when locked than as an outline, and less when dotted', () => {
    for (const size of [16, 22, 44]) {
      const [dotted, outline, filled] = (['observe', 'enforce', 'lockdown'] as const).map((mode) =>
        inked(drawShield(size, look({ mode }))),
      );
      expect(dotted).toBeLessThan(outline ?? 0);
      expect(outline).toBeLessThan(filled ?? 0);
      expect(dotted).toBeGreaterThan(size);
    }
  });

  it('looks different for every mode, number of waiting calls and trouble', () => {
    const looks = (['enforce', 'observe', 'lockdown'] as const).flatMap((mode) =>
      [false, true].flatMap((trouble) => Array.from({ length: 11 }, (_, pending) => look({ mode, trouble, pending }))),
    );
    expect(new Set(looks.map((one) => Buffer.from(drawShield(22, one)).toString('base64'))).size).toBe(66);
  });

  it('uses one colour only where the system tints the image itself', () => {
    const pixels = drawShield(36, look({ colours: false, pending: 3, trouble: true, ink: [0, 0, 0] }));
    for (let at = 0; at < pixels.length; at += 4) expect([...pixels.subarray(at, at + 3)]).toEqual([0, 0, 0]);
  });

  it('is symmetric while nothing is badged', () => {
    const pixels = drawShield(24, look());
    for (let y = 0; y < 24; y++) for (let x = 0; x < 12; x++) expect(pixels[(y * 24 + x) * 4 + 3]).toBe(pixels[(y * 24 + 23 - x) * 4 + 3]);
  });
});

describe('encodePng', () => {
  it('writes the pixels, row by row, with right checksums', async () => {
    const pixels = drawShield(16, look());
    const png = encodePng(16, pixels);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]]).toEqual([16, 16, 8, 6]);
    const length = png.readUInt32BE(33);
    const rows = inflateSync(png.subarray(41, 41 + length));
    for (let y = 0; y < 16; y++) expect(rows.subarray(y * 65 + 1, (y + 1) * 65).equals(pixels.subarray(y * 64, (y + 1) * 64))).toBe(true);
    // CRC-32 of "IEND" alone, as every PNG file ends.
    expect(png.subarray(-4).toString('hex')).toBe('ae426082');
  });

  it('refuses bytes that are not such an image', () => {
    expect(() => encodePng(16, new Uint8Array(10))).toThrow('10 bytes are not a 16 x 16 image');
  });
});
