import { describe, expect, it } from 'vitest';
import { touchesOwnFolder } from '../../../shared/policy/own-folder.js';
import { paths } from './fixtures.js';

const detour = 'a/../'.repeat(1000);
const look = (text: string, over: Parameters<typeof paths>[0] = {}, cwd?: string) =>
  touchesOwnFolder({ text }, { remote: false, cwd, paths: paths(over) })?.kind;

describe('a text that is longer than any path', () => {
  it.each([
    `/home/u/.config/${detour}toolgate/policy.json`,
    `~/.config/${detour}toolgate/policy.json`,
    `file:///home/u/.config/${detour}toolgate/policy.json`,
    `/home/u/.config/${'a%2f..%2f'.repeat(1000)}%74oolgate/policy.json`,
    `/home/u/.config/${'a\n/../'.repeat(1000)}toolgate/policy.json`,
  ])('leads into the data folder when its detours cancel each other out: %#', (text) => {
    expect(text.length).toBeGreaterThan(4096);
    expect(look(text)).toBe('inside');
  });

  it('does so from the folder of the server too', () =>
    expect(look(`${detour}../.config/toolgate/policy.json`, {}, '/home/u/project')).toBe('inside'));

  it('is looked at without regard to case where the file system does so', () => {
    const text = `cat ~/.config/TOOLGATE/policy.json # ${'x'.repeat(5000)}`;
    expect([look(text, { caseInsensitive: true }), look(text)]).toEqual(['doubt', undefined]);
  });

  it('is left alone where it leads elsewhere, or is a source file with relative imports', () => {
    expect(look(`/home/u/project/${detour}file`)).toBeUndefined();
    expect(look(`// a comment\n${"import { x } from '../../shared/x.js';\n".repeat(200)}`)).toBeUndefined();
  });
});

it('the data folder is found by where it really is, too, and by its own name where it is a link', () => {
  const resolve = (path: string) => path.replace(/^\/home\/u\/\.config\/toolgate(?=\/|$)/, '/data/tg');
  expect(look('/data/tg/policy.json', { resolve })).toBe('inside');
  expect(look('/home/u/.config/toolgate/policy.json', { resolve })).toBe('inside');
  expect(look('/data/tgx/policy.json', { resolve })).toBeUndefined();
});
