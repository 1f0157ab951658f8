import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../../electron/core/ports/clock.js';
import type { ConfigFiles } from '../../../electron/core/clients/config-files.js';
import type { ApplicationChange } from '../../../shared/model/applications.js';
import type { Result } from '../../../shared/result.js';
import { bench, later, plainFiles, type Bench } from './kit.js';

const FILE = '.cursor/mcp.json';
const TEXT = '{\n  // mine\n  "mcpServers": { "a": { "command": "x", "env": { "K": "v" } }, "b": { "command": "y" } },\n  "z": 1\n}\n';
const WRITES = ['create', 'createLike', 'rename', 'exchange', 'link', 'remove', 'makeFolder', 'removeFolder', 'syncFolder'] as const;

/** Real files whose n-th write fails: once (`error`), or with every later one, as if the power were gone. */
function faulty(at: number, kind: 'error' | 'crash', code = 'ENOSPC'): { fs: ConfigFiles; count: () => number } {
  let count = 0;
  const fs = { ...plainFiles } as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of WRITES) {
    const real = fs[name] as (...args: unknown[]) => unknown;
    fs[name] = (...args) => {
      count++;
      // Whoever crashed is gone: its lock names a process that is not there.
      if (kind === 'crash' && count < at && name === 'create' && String(args[0]).endsWith('-lock')) args[1] = Buffer.from('2147483646\n');
      if (count === at || (kind === 'crash' && count > at)) {
        // Half a file is what a full disk leaves of a new one.
        if (name === 'create') writeFileSync(String(args[0]), half(Buffer.from(args[1] as Uint8Array)));
        if (name === 'createLike') writeFileSync(String(args[2]), half(Buffer.from(args[3] as Uint8Array)));
        // It says that it cannot.
        if (name === 'exchange' && kind === 'error') return undefined;
        throw Object.assign(new Error(code), { code });
      }
      return real(...args);
    };
  }
  return { fs: fs as unknown as ConfigFiles, count: () => count };
}

const half = (bytes: Buffer): Buffer => bytes.subarray(0, Math.floor(bytes.length / 2));

/** A lock that could not be taken away is waited for: not ten seconds of real time. */
const hurried: Clock = { ...systemClock, monotonicMs: () => performance.now() * 50 };

/** The same folders after the crash, with files that work. */
const again = (b: Bench): Bench => bench({ roots: b, clock: later });

type Done = Result<ApplicationChange>;
const connect = (b: Bench, mode: 'mirror' | 'aggregate' = 'mirror', id = 'cursor'): Promise<Done> =>
  b.clients.connect(id, { mode, dryRun: false });
const disconnect = (b: Bench, id = 'cursor'): Promise<Done> => b.clients.disconnect(id, { dryRun: false, edited: 'ask' });
const release = (b: Bench): Promise<Done> => b.clients.disconnectAll({ dryRun: false, edited: 'revert' });

interface Scene {
  readonly what: string;
  readonly prepare: (b: Bench) => unknown;
  readonly act: (b: Bench) => Promise<Done>;
}

const connected = async (b: Bench): Promise<void> => {
  b.write(FILE, TEXT);
  expect((await connect(b)).ok).toBe(true);
};
const kiro = (b: Bench): string => b.write('.kiro/argv.json', '{}');
const ALL = ['cursor', 'goose'] as const;

/** Everything that writes into applications' files, on the kinds of files there are. */
const SCENES: readonly Scene[] = [
  { what: 'connecting', prepare: (b) => b.write(FILE, TEXT), act: connect },
  { what: 'connecting with one entry for all servers', prepare: (b) => b.write(FILE, TEXT), act: (b) => connect(b, 'aggregate') },
  { what: 'connecting an application that has no file yet', prepare: kiro, act: (b) => connect(b, 'mirror', 'kiro') },
  {
    what: 'connecting through a link',
    prepare: (b) => {
      b.write('.cursor/argv.json', '{}');
      symlinkSync(b.write('dotfiles/mcp.json', TEXT), join(b.home, FILE));
    },
    act: connect,
  },
  { what: 'disconnecting', prepare: connected, act: disconnect },
  {
    what: 'disconnecting where others wrote since',
    prepare: async (b) => {
      await connected(b);
      b.write(FILE, b.read(FILE).replace('"z": 1', '"z": 2'));
    },
    act: disconnect,
  },
  {
    what: 'disconnecting an application whose file was made for the gate',
    prepare: async (b) => {
      kiro(b);
      await connect(b, 'mirror', 'kiro');
    },
    act: (b) => disconnect(b, 'kiro'),
  },
  {
    what: 'putting the gate back',
    prepare: async (b) => {
      await connected(b);
      b.write(FILE, TEXT);
    },
    act: (b) => b.clients.restore('cursor', {}),
  },
  {
    what: 'bringing a backup back',
    prepare: connected,
    act: (b) => b.clients.restore('cursor', { backup: b.clients.discover().find((one) => one.id === 'cursor')?.backups[0]?.name ?? '' }),
  },
  {
    what: 'taking the gate out of every application',
    prepare: async (b) => {
      b.write(FILE, TEXT);
      b.write('.config/goose/config.yaml', 'extensions:\n  a: {type: stdio, cmd: x}\n');
      for (const id of ALL) expect((await connect(b, 'mirror', id)).ok).toBe(true);
    },
    act: release,
  },
];

/** Every file of the home folder with its content; `whole`: what a crash may leave of our own too. */
function filesOf(b: Bench, whole = false): Map<string, string> {
  const names = readdirSync(b.home, { recursive: true, encoding: 'utf8' }).filter(
    (name) => whole || !/\.toolgate(?:_.*\.new|-lock)$/.test(name),
  );
  return new Map(names.filter((name) => statSync(join(b.home, name)).isFile()).map((name) => [name, b.read(name)]));
}

/** The scene played with files that work: before, after, and after all is released. */
async function played({
  prepare,
  act,
}: Scene): Promise<{ steps: number; before: Map<string, string>; after: Map<string, string>; end: Map<string, string> }> {
  const probe = faulty(Infinity, 'error');
  const b = bench();
  await prepare(b);
  const before = filesOf(b, true);
  const done = await act(bench({ roots: b, fs: probe.fs }));
  expect(done.ok ? '' : done.error.message).toBe('');
  const after = filesOf(b, true);
  expect(after).not.toEqual(before);
  expect((await release(again(b))).ok).toBe(true);
  return { steps: probe.count(), before, after, end: filesOf(b, true) };
}

/** Plays the scene once for each of its steps, which fails: what was said, and the files. All at once: most of the time is waiting. */
const playedWithFaults = ({ prepare, act }: Scene, steps: number, kind: 'error' | 'crash', code?: string) =>
  Promise.all(
    Array.from({ length: steps }, async (_, i) => {
      const b = bench();
      await prepare(b);
      const done = await act(bench({ roots: b, clock: hurried, fs: faulty(i + 1, kind, code).fs })).catch(() => undefined);
      return { b, at: `step ${i + 1}`, done, files: filesOf(b), behind: b.gate.added.size + b.gate.clients.size };
    }),
  );

describe.each(SCENES)('$what', (scene) => {
  it('leaves the old file or the new one after a crash at any step, and is led to its end by a second try', async () => {
    const { steps, before, after, end } = await played(scene);
    expect(steps).toBeGreaterThan(8);
    const seen = await playedWithFaults(scene, steps, 'crash');
    for (const { at, files } of seen)
      for (const name of new Set([...before.keys(), ...after.keys(), ...files.keys()]))
        expect([before.get(name), after.get(name)], `${at}: ${name}`).toContain(files.get(name));
    const news = seen.filter(({ files }) => [...after].every(([name, text]) => files.get(name) === text) && files.size === after.size);
    expect(Math.min(news.length, seen.length - news.length)).toBeGreaterThan(0);
    await Promise.all(
      seen.map(async ({ b, at }) => {
        const next = again(b);
        const done = await scene.act(next);
        if (!done.ok && done.error.code !== 'NOT_CONNECTED') expect(done.error.message, at).toBe('');
        expect(filesOf(b), at).toEqual(after);
        const released = await release(next);
        expect(released.ok ? '' : released.error.message, at).toBe('');
        // Nothing of ours stays beside the files either.
        expect(filesOf(b, true), at).toEqual(end);
      }),
    );
  });

  it('is taken back whole after a crash at any step', async () => {
    const { steps, end } = await played(scene);
    await Promise.all(
      (await playedWithFaults(scene, steps, 'crash')).map(async ({ b, at }) => {
        const released = await release(again(b));
        expect(released.ok ? '' : released.error.message, at).toBe('');
        expect(filesOf(b, true), at).toEqual(end);
      }),
    );
  });

  it('says in one line that a step failed, and leaves the old files or the new ones', async () => {
    const code = 'EIO';
    const { steps, before, after } = await played(scene);
    const seen = await playedWithFaults(scene, steps, 'error', code);
    for (const { at, done, files } of seen) {
      for (const name of new Set([...before.keys(), ...after.keys(), ...files.keys()]))
        expect([before.get(name), after.get(name)], `${at}: ${name}`).toContain(files.get(name));
      // Not every step matters: what could not be synchronised or cleaned up is still a whole file.
      if (done?.ok === true) expect(files, at).toEqual(after);
      else expect(done?.error.message.split('\n'), at).toHaveLength(1);
    }
    expect(seen.filter(({ done }) => done?.ok !== true).length).toBeGreaterThan(1);
  });
});

describe('a write that fails', () => {
  it('with ENOSPC while connecting is called a full disk, and changes nothing', async () => {
    const scene = SCENES[0] as Scene;
    const { steps } = await played(scene);
    const refused = (await playedWithFaults(scene, steps, 'error', 'ENOSPC')).filter(({ done }) => done?.ok !== true);
    expect(refused.length).toBeGreaterThan(3);
    for (const { at, done, files, behind } of refused) {
      expect(behind, at).toBe(0);
      const message = done === undefined || done.ok ? '' : done.error.message;
      expect(message, at).toContain('the disk is full');
      expect(files.get(FILE), at).toBe(TEXT);
    }
  });

  it('that an application undoes at once by writing its file anew is told, not called a success', async () => {
    const b = bench();
    const file = b.write(FILE, TEXT);
    const exchange: ConfigFiles['exchange'] = (...names) => {
      const done = plainFiles.exchange(...names);
      writeFileSync(`${file}.app`, TEXT);
      plainFiles.rename(`${file}.app`, file);
      return done;
    };
    b.gate.handshake = () => Promise.resolve({ ok: true, value: undefined });
    const done = await connect(bench({ roots: b, fs: { ...plainFiles, exchange } }));
    expect(done).toMatchObject({
      ok: true,
      value: { verified: false, problem: expect.stringContaining('starts a, b past the gate') as string },
    });
    expect((await connect(again(b))).ok).toBe(true);
    expect(again(b).clients.verify()).toMatchObject([{ state: 'connected' }]);
  });

  it('leaves nothing of its own beside the file', async () => {
    const b = bench();
    b.write(FILE, TEXT);
    await connect(b);
    expect(readdirSync(dirname(join(b.home, FILE)))).toEqual(['mcp.json']);
  });
});

describe('backups', () => {
  it('are for their owner only, the last twenty, and hold the file to the byte', async () => {
    const b = bench();
    for (let n = 0; n < 30; n++) {
      b.write(FILE, TEXT.replace('"z": 1', `"z": ${n}`));
      await connect(b);
      await disconnect(b);
    }
    const folder = join(b.dataDir, 'backups', 'cursor');
    const names = readdirSync(folder).filter((name) => !name.startsWith('written-'));
    expect(names).toHaveLength(20);
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(statSync(join(b.dataDir, 'connections.json')).mode & 0o777).toBe(0o600);
    const [row] = b.clients.discover().filter((one) => one.id === 'cursor');
    const oldest = row?.backups[0];
    const restored = await b.clients.restore('cursor', { backup: oldest?.name ?? '' });
    expect(restored.ok).toBe(true);
    expect(readFileSync(join(b.home, FILE), 'utf8')).toBe(TEXT.replace('"z": 1', '"z": 10'));
  });
});
