import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../../electron/core/ports/clock.js';
import { createQuiet } from '../../../electron/core/ports/quiet.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import type { SettingsStore } from '../../../electron/core/ports/settings-store.js';
import { SecretUnreadable } from '../../../electron/core/ports/secret-store.js';
import { createClientDirectory } from '../../../electron/core/settings/client-directory.js';
import { createSettings, type NewServerConfig, type SettingsRoom } from '../../../electron/core/settings/create-settings.js';
import { freshDocument } from '../../../electron/core/settings/document.js';
import { slugFor } from '../../../electron/core/settings/slug.js';
import { settingsCopies, tokenFiles } from '../../../electron/core/store/settings-files.js';
import { secretsFile } from '../../../electron/headless/secrets-file.js';
import { settingsFile } from '../../../electron/headless/settings-file.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'toolgate-settings-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const file = (name: string): string => join(dir, name);
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const make = (store: SettingsStore = settingsFile(dir), clock: Clock = systemClock, changed: (part: string) => void = () => {}) =>
  createSettings({ store, copies: settingsCopies(dir), clock, logger: silentLogger, changed });
const room = (...args: Parameters<typeof make>): SettingsRoom => {
  const made = make(...args);
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
};
const server = (name: string, slug?: string): NewServerConfig => ({
  name,
  slug,
  transport: { kind: 'stdio', command: 'node', args: [], envNames: [] },
  enabled: true,
  trusted: false,
  instances: 'auto',
});

describe('the settings file', () => {
  it('is made with the defaults, for its owner only, and keeps changes over a restart', () => {
    const first = room();
    expect(first.get()).toMatchObject({
      port: 7411,
      approvalTimeoutSeconds: 300,
      retentionDays: 90,
      retentionMegabytes: 500,
      callTimeoutSeconds: 120,
    });
    expect(first.update({ port: 8000 }).ok).toBe(true);
    expect(first.addServer(server('git hub')).ok).toBe(true);
    expect(mode(file('settings.json'))).toBe('600');
    expect(mode(file('settings.backup.json'))).toBe('600');
    const second = room();
    expect(second.get().port).toBe(8000);
    expect(second.servers().map(({ name, slug }) => [name, slug])).toEqual([['git hub', 'git-hub']]);
    expect(second.problems).toEqual([]);
  });

  it.each([
    ['empty', ''],
    ['no JSON', '{"version":1,'],
    ['with comments', '// mine\n{"version":1}'],
    ['of wrong types', JSON.stringify({ ...freshDocument(), servers: 'none' })],
    ['with a port of a wrong type', JSON.stringify({ ...freshDocument(), settings: { ...freshDocument().settings, port: '7411' } })],
    ['with an unknown field', JSON.stringify({ ...freshDocument(), extra: 1 })],
    ['full of NUL', '\0'.repeat(100)],
    ['an array', '[]'],
  ])('%s is kept as a copy, and the last good settings are used', (_, text) => {
    room().update({ port: 9999 });
    writeFileSync(file('settings.json'), text);
    const again = room();
    expect(again.get().port).toBe(9999);
    expect(again.problems.join()).toContain('damaged');
    const copy = readdirSync(dir).find((name) => name.startsWith('settings.json.corrupt-')) ?? '';
    expect(readFileSync(file(copy), 'utf8')).toBe(text);
    expect(room().problems).toEqual([]);
  });

  it('without a good backup falls to the defaults and says so', () => {
    writeFileSync(file('settings.json'), 'x');
    writeFileSync(file('settings.backup.json'), 'y');
    const made = room();
    expect(made.get().port).toBe(7411);
    expect(made.problems.join()).toContain('Default settings');
  });

  it('of an earlier version gets the defaults of settings that came later', () => {
    const { settings, ...rest } = freshDocument();
    const { updates: _updates, approvalWindow: _window, zoom: _zoom, ...older } = { ...settings, port: 8123 };
    writeFileSync(file('settings.json'), JSON.stringify({ ...rest, settings: older }));
    const opened = room();
    expect(opened.problems).toEqual([]);
    expect(opened.get()).toEqual({ ...settings, port: 8123 });
  });

  it('of a later version is refused and left alone', () => {
    const text = JSON.stringify({ version: 2, everything: 'else' });
    writeFileSync(file('settings.json'), text);
    const made = make();
    expect(made.ok ? '' : made.error.code).toBe('NEWER_DATA');
    expect(readFileSync(file('settings.json'), 'utf8')).toBe(text);
  });

  it('that cannot be written leaves everything as it was', () => {
    let broken = false;
    const conf = settingsFile(dir);
    const store: SettingsStore = {
      path: conf.path,
      read: () => conf.read(),
      write(document) {
        if (broken) throw new Error('ENOSPC: no space left on device');
        conf.write(document);
      },
    };
    const parts: string[] = [];
    const made = room(store, systemClock, (part) => parts.push(part));
    broken = true;
    const refused = made.update({ port: 1 });
    expect(refused.ok ? '' : refused.error.message).toContain('ENOSPC');
    expect(made.get().port).toBe(7411);
    expect(made.addServer(server('a1')).ok).toBe(false);
    expect(made.servers()).toEqual([]);
    expect(parts).toEqual([]);
    broken = false;
    expect(made.update({ port: 1 }).ok).toBe(true);
    expect(parts).toEqual(['settings']);
  });

  it('takes no value outside its bounds', () => {
    const made = room();
    for (const patch of [{ port: 0 }, { port: 70_000 }, { retentionDays: 0 }, { theme: 'pink' as 'dark' }, { zoom: 130 as 125 }])
      expect(made.update(patch).ok).toBe(false);
    expect(made.get()).toEqual(freshDocument().settings);
  });
});

describe('servers', () => {
  it('have names and prefixes of their own', () => {
    const made = room();
    expect(made.addServer(server('GitHub')).ok).toBe(true);
    expect(made.addServer(server('github')).ok).toBe(false);
    const second = made.addServer(server('github-enterprise'));
    expect(second.ok && second.value.slug).toBe('github-e');
    const third = made.addServer(server('github_e!x'.replace('!', '.')));
    expect(third.ok && third.value.slug).toBe('github-2');
    expect(made.addServer(server('other', 'github')).ok).toBe(false);
    expect(made.updateServer('GitHub', { slug: 'github-e' }).ok).toBe(false);
    expect(made.updateServer('GitHub', { enabled: false }).ok).toBe(true);
    expect(made.directory.list().map(({ name }) => name)).toEqual(['github-enterprise', 'github_e.x']);
    expect(made.directory.has('GitHub')).toBe(false);
    expect(made.removeServer('nobody').ok).toBe(false);
    expect(made.removeServer('GitHub').ok).toBe(true);
  });

  it('get prefixes of 2 to 8 characters that are never taken', () => {
    const taken = new Set<string>();
    for (let i = 0; i < 1200; i++) {
      const slug = slugFor(i % 3 === 0 ? 'x' : i % 3 === 1 ? 'Файлы' : 'a long name', taken);
      expect(slug).toMatch(/^[a-z0-9][a-z0-9_-]{1,7}$/);
      expect(taken.has(slug)).toBe(false);
      taken.add(slug);
    }
  });
});

describe('clients', () => {
  const token = 'tok_0123456789abcdefghij';
  const withClock = () => {
    let now = 1_000_000;
    const later: (() => void)[] = [];
    const clock: Clock = {
      nowMs: () => now,
      monotonicMs: () => now,
      after: (_ms, act) => (later.push(act), () => {}),
    };
    const settings = room(settingsFile(dir), clock);
    return {
      settings,
      directory: createClientDirectory({
        settings,
        tokens: tokenFiles(dir),
        clock,
        quiet: createQuiet(clock),
        checkName: 'toolgate-check_k3v9',
      }),
      pass(ms: number) {
        now += ms;
        for (const act of later.splice(0)) act();
      },
    };
  };

  it('tell the tokens of all of them as one list, the same until one comes or goes', () => {
    const { directory, pass } = withClock();
    expect(directory.tokens()).toEqual([]);
    directory.add('cursor', 'a-token-of-cursor-1');
    directory.add('claude', 'a-token-of-claude-2');
    const both = directory.tokens();
    expect(both).toEqual(['a-token-of-cursor-1', 'a-token-of-claude-2']);
    directory.seen('cursor', 'Cursor 1.0');
    pass(1000);
    expect(directory.tokens()).toBe(both);
    directory.remove('cursor');
    expect(directory.tokens()).toEqual(['a-token-of-claude-2']);
  });

  it('are known by their token only, of which the settings keep the hash', () => {
    const { directory } = withClock();
    expect(directory.add('claude', token).ok).toBe(true);
    expect(directory.byToken(token)).toEqual({ name: 'claude' });
    for (const wrong of ['', ' ', token.slice(1), `${token} `, token.toUpperCase(), createHash('sha256').update(token).digest('hex')])
      expect(directory.byToken(wrong)).toBeUndefined();
    expect(readFileSync(file('settings.json'), 'utf8')).not.toContain(token);
    expect(readFileSync(file('tokens/claude'), 'utf8').trim()).toBe(token);
    expect(mode(file('tokens/claude'))).toBe('600');
    expect(mode(file('tokens'))).toBe('700');
    expect(directory.tokenOf('claude')).toBe(token);
    writeFileSync(file('tokens/claude'), '');
    expect(directory.tokenOf('claude')).toBeUndefined();
    expect(directory.remove('claude').ok).toBe(true);
    expect(directory.byToken(token)).toBeUndefined();
    expect(readdirSync(file('tokens'))).toEqual([]);
  });

  it('are nobody without a token, though settings hold the hash of an empty one', () => {
    const { settings, directory } = withClock();
    expect(settings.addClient({ name: 'claude', tokenHash: createHash('sha256').update('').digest('hex') }).ok).toBe(true);
    expect(directory.byToken('')).toBeUndefined();
  });

  it('were seen when they greeted, not when Toolgate tried their entry', () => {
    const { settings, directory, pass } = withClock();
    directory.add('claude', token);
    const says = (): string | undefined => settings.clients().find(({ name }) => name === 'claude')?.says;
    directory.seen('claude', `${directory.checkName} 1`);
    pass(1000);
    expect(says()).toBeUndefined();
    directory.seen('claude', 'toolgate-check 0');
    directory.seen('claude', 'toolgate-check 1');
    // not now: the answer to the greeting would wait for the disk
    expect(says()).toBeUndefined();
    pass(1000);
    expect(says()).toBe('toolgate-check 1');
    expect(settings.clients()[0]?.lastSeenAtMs).toBe(1_001_000);
  });

  it('prove themselves to the local socket without the token', () => {
    const { directory } = withClock();
    directory.add('claude', token);
    const message = Buffer.from('challenge');
    const expected = createHmac('sha256', createHash('sha256').update(token).digest()).update(message).digest();
    expect(Buffer.from(directory.proofFor('claude', message) ?? []).equals(expected)).toBe(true);
    expect(directory.proofFor('nobody', message)).toBeUndefined();
    directory.block('claude');
    expect(directory.proofFor('claude', message)).toBeUndefined();
  });

  it('that are blocked stay so when a shorter block is asked for', () => {
    const { directory, pass } = withClock();
    directory.add('claude', token);
    directory.block('claude');
    directory.block('claude', 1);
    pass(60_000);
    expect(directory.byToken(token)).toBeUndefined();
    directory.unblock('claude');
    expect(directory.byToken(token)).toEqual({ name: 'claude' });
  });

  it('that are blocked are nobody until the block ends', () => {
    const { directory, pass } = withClock();
    directory.add('claude', token);
    directory.block('claude', 60_000);
    expect(directory.byToken(token)).toBeUndefined();
    pass(59_999);
    expect(directory.byToken(token)).toBeUndefined();
    pass(1);
    expect(directory.byToken(token)).toEqual({ name: 'claude' });
    directory.block('claude');
    pass(1e12);
    expect(directory.byToken(token)).toBeUndefined();
    directory.unblock('claude');
    expect(directory.byToken(token)).toEqual({ name: 'claude' });
  });

  it('have names and tokens of their own', () => {
    const { directory } = withClock();
    directory.add('claude', token);
    expect(directory.add('Claude', `${token}x`).ok).toBe(false);
    expect(directory.add('cursor', token).ok).toBe(false);
    expect(directory.add('cursor', 'short').ok).toBe(false);
    expect(directory.add('../up', `${token}y`).ok).toBe(false);
    expect(directory.byToken(`${token}x`)).toBeUndefined();
  });
});

describe('the secrets file', () => {
  it('keeps values for its owner only and sees what another process wrote', () => {
    const secrets = secretsFile(dir, silentLogger);
    expect(secrets.get('a')).toBeUndefined();
    secrets.set('server/x/env/TOKEN', 'value-1');
    expect(mode(file('secrets.json'))).toBe('600');
    const other = secretsFile(dir, silentLogger);
    expect(other.get('server/x/env/TOKEN')).toBe('value-1');
    other.set('server/x/env/OTHER', 'value-22');
    expect(secrets.keys('server/x/')).toEqual(['server/x/env/OTHER', 'server/x/env/TOKEN']);
    expect(secrets.values()).toEqual(['value-1', 'value-22']);
    expect(secrets.values()).toBe(secrets.values());
    secrets.delete('server/x/env/TOKEN');
    expect(other.has('server/x/env/TOKEN')).toBe(false);
  });

  it('does not open what the desktop sealed, and adds to the intake file beside it', () => {
    writeFileSync(file('secrets.json'), JSON.stringify({ version: 1, values: { a: { sealed: 'djExAAAA' } } }));
    const secrets = secretsFile(dir, silentLogger);
    expect(secrets.has('a')).toBe(true);
    expect(() => secrets.get('a')).toThrow(SecretUnreadable);
    expect(secrets.values()).toEqual([]);
    secrets.set('b', 'new value');
    expect(secrets.get('b')).toBe('new value');
    expect(mode(file('secrets.intake.json'))).toBe('600');
    expect(readFileSync(file('secrets.json'), 'utf8')).not.toContain('new value');
    expect(JSON.parse(readFileSync(file('secrets.intake.json'), 'utf8'))).toMatchObject({ values: { b: { plain: 'new value' } } });
  });

  it.each(['', '{', '{"version":1,"values":{"a":"plain text"}}', '{"version":2,"values":{}}'])('damaged (%j) is kept as a copy', (text) => {
    writeFileSync(file('secrets.json'), text);
    const secrets = secretsFile(dir, silentLogger);
    expect(secrets.get('a')).toBeUndefined();
    const copy = readdirSync(dir).find((name) => name.startsWith('secrets.json.corrupt-')) ?? '';
    expect(readFileSync(file(copy), 'utf8')).toBe(text);
  });
});
