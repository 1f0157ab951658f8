import { describe, expect, it } from 'vitest';
import { dataDirFor } from '../../../electron/headless/data-dir.js';

describe('the data folder', () => {
  it.each([
    [undefined, {}, 'linux', '/home/u/.config/toolgate'],
    [undefined, { XDG_CONFIG_HOME: '/x' }, 'linux', '/x/toolgate'],
    [undefined, { XDG_CONFIG_HOME: 'relative' }, 'linux', '/home/u/.config/toolgate'],
    [undefined, {}, 'darwin', '/home/u/Library/Application Support/toolgate'],
    [undefined, { APPDATA: '/roaming' }, 'win32', '/roaming/toolgate'],
    [undefined, { TOOLGATE_DATA_DIR: '/named' }, 'linux', '/named'],
    ['/flag', { TOOLGATE_DATA_DIR: '/named' }, 'linux', '/flag'],
  ] as const)('with flag %s and %j on %s is %s', (flag, env, platform, folder) => {
    expect(dataDirFor(flag, env as NodeJS.ProcessEnv, platform, '/home/u')).toBe(folder);
  });
});
