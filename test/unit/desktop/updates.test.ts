import { describe, expect, it } from 'vitest';
import { isReleaseAddress } from '../../../electron/desktop/address.js';
import { createUpdates, type Updater } from '../../../electron/desktop/updates.js';

const DAY_MS = 86_400_000;

function setUp({ found = '2.0.0' as string | undefined, may = true, restart = true, none = false, broken = 0 } = {}) {
  const did: string[] = [];
  let timer: { at: number; run: () => void } | undefined;
  let nowMs = 0;
  const updater: Updater = {
    find: () => Promise.resolve((did.push('find'), found)),
    download: () => Promise.resolve(void did.push('download')),
    install: () => void did.push('install'),
  };
  const updates = createUpdates({
    load: () => {
      did.push('load');
      return broken-- > 0 ? Promise.reject(new Error('no module')) : Promise.resolve(none ? undefined : updater);
    },
    clock: {
      nowMs: () => nowMs,
      monotonicMs: () => nowMs,
      after(ms, run) {
        const mine = { at: nowMs + ms, run };
        timer = mine;
        return () => void (timer === mine && (timer = undefined));
      },
    },
    logger: { info: () => undefined, warn: (event) => void did.push(event), error: () => undefined },
    mayDownload: (version) => Promise.resolve((did.push(`may download ${version}?`), may)),
    mayRestart: () => Promise.resolve((did.push('may restart?'), restart)),
    restart: (install) => {
      did.push('gate ends');
      install();
    },
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    updates,
    did,
    updater,
    async pass(ms: number) {
      nowMs += ms;
      if (timer && timer.at <= nowMs) {
        const { run } = timer;
        timer = undefined;
        run();
      }
      await settle();
      await settle();
    },
  };
}

describe('looking for new versions', () => {
  it('asks before it downloads and again before it restarts, and ends the gate before it installs', async () => {
    const { updates, did, pass } = setUp();
    updates.set(true);
    expect(did).toEqual([]);
    await pass(60_000);
    expect(did).toEqual(['load', 'find', 'may download 2.0.0?', 'download', 'may restart?', 'gate ends', 'install']);
  });

  it('downloads nothing without a yes, and does not ask again for the same version', async () => {
    const { updates, did, pass } = setUp({ may: false });
    updates.set(true);
    await pass(60_000);
    await pass(DAY_MS);
    expect(did).toEqual(['load', 'find', 'may download 2.0.0?', 'find']);
  });

  it('touches nothing while the switch is off, also when it is turned off again before the first look', async () => {
    const { updates, did, pass } = setUp();
    updates.set(false);
    await pass(DAY_MS);
    updates.set(true);
    updates.set(false);
    await pass(DAY_MS);
    expect(did).toEqual([]);
  });

  it('looks once and never again where nothing can be updated', async () => {
    const { updates, did, pass } = setUp({ none: true });
    updates.set(true);
    await pass(60_000);
    await pass(DAY_MS);
    expect(did).toEqual(['load']);
  });

  it('goes on the next day when the place of release does not answer', async () => {
    const { updates, did, updater, pass } = setUp();
    const find = updater.find;
    updater.find = () => Promise.reject(new Error('offline'));
    updates.set(true);
    await pass(60_000);
    expect(did).toEqual(['load', 'updates.failed']);
    updater.find = find;
    await pass(DAY_MS);
    expect(did).toContain('download');
  });

  it('offers a version again the next day when its download broke', async () => {
    const { updates, did, updater, pass } = setUp();
    const download = updater.download;
    updater.download = () => Promise.reject(new Error('connection reset'));
    updates.set(true);
    await pass(60_000);
    expect(did).toEqual(['load', 'find', 'may download 2.0.0?', 'updates.failed']);
    updater.download = download;
    await pass(DAY_MS);
    expect(did.slice(4)).toEqual(['find', 'may download 2.0.0?', 'download', 'may restart?', 'gate ends', 'install']);
  });

  it('looks again the next day when what looks could not be loaded', async () => {
    const { updates, did, pass } = setUp({ broken: 1 });
    updates.set(true);
    await pass(60_000);
    expect(did).toEqual(['load', 'updates.failed']);
    await pass(DAY_MS);
    expect(did).toContain('download');
  });

  it('reaches the place of release by https and no other address', () => {
    expect(['https://github.com/o/r/releases/latest', 'https://objects.githubusercontent.com/x?y'].filter(isReleaseAddress)).toHaveLength(
      2,
    );
    const others = [
      'http://github.com/x',
      'https://github.com.evil.example/',
      'https://user@github.com/',
      'https://github.com:8443/',
      'file:///x',
      '',
    ];
    expect(others.filter(isReleaseAddress)).toEqual([]);
  });
});
