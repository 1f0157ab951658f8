import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bridgeCommand } from '../../../electron/desktop/bridge-command.js';
import { openPolicyFile, policyFileIn } from '../../../electron/desktop/opened-policy.js';
import { outsideWords } from '../../../shared/words/outside.js';
import { fail, ok, type Result } from '../../../shared/result.js';

describe('opening a policy file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'toolgate-unit-'));
    file = join(folder, 'team.toolgate-policy');
    writeFileSync(file, '{"version":"1"}');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function open(
    path: string,
    {
      yes = true,
      valid = true,
      set = ok({}) as Result<unknown>,
      read = ok({ valid, problems: [{ message: 'no such field' }] }) as Result<unknown>,
    } = {},
  ) {
    const did: string[] = [];
    await openPolicyFile(path, {
      words: () => outsideWords({ words: 'en', locale: 'en-GB' }),
      ask: ({ message }) => Promise.resolve((did.push(`ask: ${message}`), yes)),
      tell: (message) => Promise.resolve(void did.push(`tell: ${message}`)),
      dispatch(name, input) {
        did.push(`${name} ${(input as { text: string }).text}`);
        return Promise.resolve(name === 'policy.validate' ? read : set);
      },
      openPage: (page) => void did.push(`open ${page}`),
    });
    return did;
  }

  it('replaces the rules after a yes and shows them', async () => {
    expect(await open(file)).toEqual([
      'policy.validate {"version":"1"}',
      'ask: Replace your rules with those in team.toolgate-policy?',
      'policy.set {"version":"1"}',
      'open rules',
    ]);
  });

  it('changes nothing after a no', async () => {
    expect(await open(file, { yes: false })).not.toContain('policy.set {"version":"1"}');
  });

  it('leaves what loosens to the window', async () => {
    expect(await open(file, { set: fail('NEEDS_CONFIRMATION', 'this loosens the gate') })).toContain('open overview');
  });

  it('says what is wrong with a file that is no policy, is missing, a folder or far too large, and asks nothing', async () => {
    expect((await open(file, { valid: false })).at(-1)).toBe('tell: team.toolgate-policy is no policy that can be used');
    for (const bad of [join(folder, 'none.toolgate-policy'), folder])
      expect(await open(bad)).toEqual([expect.stringMatching(/^tell: .* cannot be used$/)]);
    expect((await open(file, { read: fail('INTERNAL', 'no room') })).at(-1)).toBe('tell: team.toolgate-policy cannot be used');
    writeFileSync(file, ' '.repeat(1_048_577));
    expect(await open(file)).toEqual(['tell: team.toolgate-policy cannot be used']);
  });

  it('is told apart from switches and other files', () => {
    expect(policyFileIn(['--hidden', 'a.toolgate-policy'], '/home/me')).toBe('/home/me/a.toolgate-policy');
    expect(policyFileIn(['/x/B.TOOLGATE-POLICY'], '/')).toBe('/x/B.TOOLGATE-POLICY');
    expect(policyFileIn(['--x.toolgate-policy', 'policy.json', '.'], '/')).toBeUndefined();
  });
});

describe('the command that other programs are given for the bridge', () => {
  it('is this program as Node on the script beside the application', () => {
    const facts = {
      execPath: '/opt/Toolgate/toolgate-desktop',
      packaged: true,
      appPath: '/opt/Toolgate/resources/app.asar',
      appImage: undefined,
    };
    expect(bridgeCommand(facts)).toEqual({
      command: '/opt/Toolgate/toolgate-desktop',
      args: ['/opt/Toolgate/resources/app.asar/out/toolgate.cjs'],
      env: { ELECTRON_RUN_AS_NODE: '1' },
    });
  });

  it('names no path inside an AppImage, which is another one at every start', () => {
    const { command, args } = bridgeCommand({
      execPath: '/tmp/.mount_ToolgaX/toolgate-desktop',
      packaged: true,
      appPath: '/tmp/.mount_ToolgaX/resources/app.asar',
      appImage: '/home/me/Toolgate.AppImage',
    });
    expect(command).toBe('/home/me/Toolgate.AppImage');
    expect(args.join(' ')).not.toContain('.mount_');
  });
});
