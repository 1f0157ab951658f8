import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autostartEntry, execArgument } from '../../../electron/desktop/autostart-entry.js';
import { besideTray, withHeight } from '../../../electron/desktop/beside-tray.js';
import { canSeal } from '../../../electron/desktop/can-seal.js';
import { launchOptions } from '../../../electron/desktop/launch-options.js';
import { createWindowHealth } from '../../../electron/desktop/window-health.js';
import { fitToScreens, frameBetween } from '../../../electron/desktop/window-state.js';

const screen = { x: 0, y: 0, width: 1280, height: 800 };

describe('the main window comes back where it was', () => {
  it('unless nothing was remembered', () => {
    for (const nothing of [undefined, null, 'x', 7, {}, { width: 'wide', height: 1 }, { width: NaN, height: 3 }])
      expect(fitToScreens(nothing, [screen])).toEqual({ width: 1120, height: 740, maximized: false });
  });

  it('with its place where a screen still shows it, without where none does', () => {
    expect(fitToScreens({ x: 10, y: 20, width: 900, height: 600, maximized: true }, [screen])).toEqual({
      x: 10,
      y: 20,
      width: 900,
      height: 600,
      maximized: true,
    });
    expect(fitToScreens({ x: 3000, y: 20, width: 900, height: 600 }, [screen])).toEqual({ width: 900, height: 600, maximized: false });
    expect(fitToScreens({ x: 3000, y: 20, width: 900, height: 600 }, [screen, { ...screen, x: 2560 }])).toMatchObject({ x: 3000 });
  });

  it('never smaller than its page, never larger than the screens, whatever is in the file', () => {
    fc.assert(
      fc.property(
        fc.record({ x: fc.anything(), y: fc.anything(), width: fc.double(), height: fc.double(), maximized: fc.anything() }),
        (remembered) => {
          const { width, height, maximized } = fitToScreens(remembered, [screen]);
          expect(width >= 880 && width <= 1280 && height >= 560 && height <= 800 && typeof maximized === 'boolean').toBe(true);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('the frame around a window', () => {
  it('is how far its content stands from where it was put, to the right and below', () => {
    expect(frameBetween({ x: 40, y: 30 }, { x: 45, y: 58 })).toEqual({ x: 5, y: 28 });
    expect(frameBetween({ x: 40, y: 30 }, { x: 40, y: 30 })).toEqual({ x: 0, y: 0 });
    expect(frameBetween({}, { x: 45, y: 58 })).toEqual({ x: 0, y: 0 });
    expect(frameBetween({ y: 30 }, { x: 45, y: 58 })).toEqual({ x: 0, y: 28 });
  });

  it('is at most 64 px wide: what stands further off, or on the other side, was put elsewhere by the system', () => {
    expect(frameBetween({ x: 0, y: 0 }, { x: 64, y: 64 })).toEqual({ x: 64, y: 64 });
    for (const found of [
      { x: 65, y: 0 },
      { x: 0, y: 65 },
      { x: -1, y: 20 },
      { x: 5, y: -1 },
    ])
      expect(frameBetween({ x: 0, y: 0 }, found)).toEqual({ x: 0, y: 0 });
  });
});

describe('the approval window', () => {
  it('is whole on the screen wherever the tray is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1280 }), fc.constantFrom(0, 780), fc.integer({ min: 220, max: 640 }), (x, y, height) => {
        const at = besideTray({ width: 460, height }, screen, { x, y, width: 22, height: 22 });
        expect(at.x >= 0 && at.x + 460 <= 1280 && at.y >= 0 && at.y + height <= 800).toBe(true);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('goes near the corner of notifications where the tray is unknown, but not under them', () => {
    expect(besideTray({ width: 460, height: 400 }, screen, undefined)).toEqual({ x: 424, y: 12 });
    expect(besideTray({ width: 460, height: 400 }, screen, { x: 0, y: 0, width: 0, height: 0 })).toEqual({ x: 424, y: 12 });
    expect(besideTray({ width: 460, height: 400 }, screen, { x: 1200, y: 780, width: 22, height: 20 })).toEqual({ x: 424, y: 388 });
    const narrow = { x: 0, y: 0, width: 800, height: 600 };
    expect(besideTray({ width: 460, height: 400 }, narrow, undefined)).toEqual({ x: 328, y: 12 });
  });

  it('grows where it stands, upward only where it would leave the screen', () => {
    const at = { x: 424, y: 100, width: 460, height: 420 };
    expect(withHeight(at, 640, screen)).toEqual({ ...at, height: 640 });
    expect(withHeight({ ...at, y: 368 }, 640, screen)).toEqual({ ...at, y: 148, height: 640 });
    expect(withHeight(at, 640, { ...screen, height: 500 })).toEqual({ ...at, y: 12, height: 476 });
  });
});

describe('launch options', () => {
  const read = (argv: string[], env: Record<string, string> = {}) => launchOptions(argv, env, '/home/u/.config', '/here');
  it('keep data in toolgate below the application data unless told otherwise', () => {
    expect(read(['--no-sandbox', '/app'])).toEqual({ dataDir: '/home/u/.config/toolgate', ownDataDir: false, hidden: false });
  });
  it.each([
    [['--data-dir', '/d'], {}, '/d'],
    [['--data-dir=/d'], {}, '/d'],
    [['--data-dir', 'd'], {}, '/here/d'],
    [[], { TOOLGATE_DATA_DIR: '/e' }, '/e'],
    [['--data-dir', '/d'], { TOOLGATE_DATA_DIR: '/e' }, '/d'],
  ])('take the data folder from %j and %j', (argv, env, dataDir) => {
    expect(read(argv, env)).toMatchObject({ dataDir, ownDataDir: true });
  });
  it('know --hidden', () => {
    expect(read(['--hidden']).hidden).toBe(true);
  });
});

describe('the autostart entry', () => {
  it('quotes as the Desktop Entry Specification asks', () => {
    expect(['/usr/bin/x', '/a b/c', 'a"b', '$HOME', '100%', 'a\\b'].map(execArgument)).toEqual([
      '/usr/bin/x',
      '"/a b/c"',
      '"a\\\\"b"',
      '"\\\\$HOME"',
      '100%%',
      '"a\\\\\\\\b"',
    ]);
  });
  it('starts hidden', () => {
    expect(autostartEntry(['/opt/toolgate', '--hidden'])).toContain('\nExec=/opt/toolgate --hidden\n');
  });
});

describe('window health', () => {
  it('gives up after three failures in a row, and tries again after a page loaded or a minute', () => {
    let nowMs = 0;
    const health = createWindowHealth({ monotonicMs: () => nowMs });
    health.broke();
    health.broke();
    expect(health.canShow()).toBe(true);
    health.broke();
    expect(health.canShow()).toBe(false);
    nowMs = 59_999;
    expect(health.canShow()).toBe(false);
    nowMs = 60_000;
    expect(health.canShow()).toBe(true);
    health.broke();
    expect(health.canShow()).toBe(false);
    health.loaded();
    expect(health.canShow()).toBe(true);
  });
});

describe('sealing', () => {
  it.each([
    ['no encryption', { isEncryptionAvailable: () => false }, false],
    [
      'a fault',
      {
        isEncryptionAvailable: () => {
          throw new Error('x');
        },
      },
      false,
    ],
    ['a constant password', { isEncryptionAvailable: () => true, getSelectedStorageBackend: () => 'basic_text' }, false],
    ['a keyring', { isEncryptionAvailable: () => true, getSelectedStorageBackend: () => 'gnome_libsecret' }, true],
    ['an older Electron that does not tell', { isEncryptionAvailable: () => true }, true],
  ])('with %s', (_what, storage, expected) => {
    expect(canSeal(storage, 'linux')).toBe(expected);
  });
});
