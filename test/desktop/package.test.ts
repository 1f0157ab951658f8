import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asarPaths } from '../../build/asar.mjs';
import { packDeb } from '../../build/package/archives.mjs';
import { fusesOfTestElectron, readFuses } from '../../build/package/fuses.mjs';
import { packFolder } from '../../build/package/package.mjs';
import { bridgeAgent } from '../support/agents.js';
import { run } from '../support/cli.js';
import { serverScript } from '../support/real-servers.js';
import type { Runtime } from '../support/runtime.js';
import { until } from '../support/until.js';

const PORT = 17419;
const flags = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'];

describe('the packaged application', () => {
  let work: string;
  let folder: string;
  let binary: string;
  let packaged: Runtime;
  let dataDir: string;
  let running: ChildProcess | undefined;
  const cli = (...args: string[]) => run(dataDir, args, { runtime: packaged });
  const listens = () =>
    fetch(`http://127.0.0.1:${PORT}/mcp`, { method: 'POST' }).then(
      ({ status }) => status === 401,
      () => false,
    );

  beforeAll(async () => {
    work = realpathSync(mkdtempSync(join(tmpdir(), 'toolgate-package-')));
    ({ folder, binary } = await packFolder({ out: join(work, 'dist'), forTests: true, log: () => undefined }));
    packaged = { command: join(folder, 'resources/bin/toolgate'), args: [], env: {} };
    dataDir = join(work, 'data');
  }, 120_000);
  afterAll(async () => {
    await stop();
    rmSync(work, { recursive: true, force: true });
  });

  async function stop(): Promise<number | null> {
    const ending = running;
    running = undefined;
    if (!ending) return null;
    const ended = new Promise<number | null>((resolve) => ending.once('exit', resolve));
    ending.kill('SIGTERM');
    return ended;
  }

  it('has the fuses it should have, read back from the binary', () => {
    expect(readFuses(binary)).toEqual(fusesOfTestElectron);
    expect(readFuses(binary)).toMatchObject({ runAsNode: true, onlyLoadAppFromAsar: true, enableNodeOptionsEnvironmentVariable: false });
  });

  it('carries what it needs and nothing else', () => {
    const files = asarPaths(readFileSync(join(folder, 'resources/app.asar')));
    const modules = files.filter((name) => name.startsWith('node_modules/'));
    expect(modules.filter((name) => !/^node_modules\/(@photostructure\/sqlite|node-gyp-build)\//.test(name))).toEqual([]);
    expect(modules.filter((name) => name.endsWith('.node'))).toEqual([
      `node_modules/@photostructure/sqlite/prebuilds/linux-${process.arch}/@photostructure+sqlite.glibc.node`,
    ]);
    expect(files.filter((name) => name.endsWith('.map') || name.endsWith('.ts'))).toEqual([]);
    expect(readdirSync(join(folder, 'resources')).sort()).toEqual([
      'LICENSE',
      'app.asar',
      'app.asar.unpacked',
      'bin',
      'third-party-notices.txt',
    ]);
    expect(readFileSync(join(folder, 'TEST-BUILD.txt'), 'utf8')).toContain('Do not give it to anyone');
  });

  it('brings the command line: a server and a client are added before the first start', async () => {
    expect((await cli('server', 'add', 'memory', '--', process.execPath, serverScript('memory'))).err).toBe('');
    expect((await cli('--json', 'client', 'add', 'tester')).json<{ name: string }>().name).toBe('tester');
    const settings = join(dataDir, 'settings.json');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace(/"port":\s*\d+/, `"port": ${PORT}`));
  });

  it('starts, listens, and an agent calls a tool through the bridge inside it', async () => {
    running = spawn(binary, [...flags, '--hidden', '--data-dir', dataDir], { stdio: 'ignore', env: { ...process.env, HOME: work } });
    await until('the gate of the packaged application', listens, 30_000);
    const agent = await bridgeAgent(dataDir, 'tester', 'memory', packaged);
    try {
      expect(await agent.tools()).toContain('read_graph');
      expect(await agent.call('read_graph', {})).toMatchObject({ isError: false });
    } finally {
      await agent.close();
    }
  });

  it('tells AI applications to start the bridge with this very program', async () => {
    const home = join(work, 'home');
    mkdirSync(join(home, '.config/Claude'), { recursive: true });
    writeFileSync(join(home, '.config/Claude/claude_desktop_config.json'), '{ "mcpServers": {} }');
    const planned = (await cli('--json', 'client', 'connect', 'claude-desktop', '--dry-run', '--home', home)).out;
    expect(planned).toContain(join(folder, 'resources/app.asar/out/toolgate.cjs'));
    expect(planned).toContain(binary);
    expect(planned).toContain('ELECTRON_RUN_AS_NODE');
  });

  it('does not start with a debugger: whoever attaches one could approve calls', () => {
    const other = join(work, 'debugged');
    for (const argument of ['--inspect=0', '--remote-debugging-port=0']) {
      const { status, stderr } = spawnSync(binary, [...flags, argument, '--hidden', '--data-dir', other], {
        encoding: 'utf8',
        timeout: 30_000,
      });
      expect(status).toBe(2);
      expect(stderr).toContain('a debugger could approve calls');
      expect(stderr).not.toMatch(/(?:Debugger|DevTools) listening/);
    }
  });

  it('does not load what NODE_OPTIONS names, and no application but its own', () => {
    const script = join(work, 'injected.cjs');
    const proof = join(work, 'injected');
    writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(proof)}, 'loaded')`);
    spawnSync(binary, [...flags, '--inspect=0', script], { timeout: 30_000, env: { ...process.env, NODE_OPTIONS: `--require ${script}` } });
    expect(existsSync(proof)).toBe(false);
  });

  it('ends in order, and "connect --start" brings it up again in the tray', async () => {
    expect(await stop()).toBe(0);
    expect(await listens()).toBe(false);
    const agent = await bridgeAgent(dataDir, 'tester', 'memory', packaged, ['--start']);
    try {
      expect(await agent.call('read_graph', {})).toMatchObject({ isError: false });
    } finally {
      await agent.close();
      const { pid } = JSON.parse(readFileSync(join(dataDir, 'toolgate.lock'), 'utf8')) as { pid: number };
      process.kill(pid, 'SIGTERM');
      await until('it ended', async () => !(await listens()));
    }
  });

  it('makes a Debian package with the application, the command on the PATH and the file type', () => {
    const deb = packDeb({ folder, out: work, isTest: true, compression: 'none' });
    const root = join(work, 'installed');
    execFileSync('dpkg-deb', ['-x', deb, root]);
    const fields = execFileSync('dpkg-deb', ['-f', deb], { encoding: 'utf8' });
    expect(fields).toMatch(/^Package: toolgate$/m);
    expect(fields).toMatch(/^Version: .*~testbuild$/m);
    expect(lstatSync(join(root, 'opt/Toolgate/chrome-sandbox')).mode & 0o7777).toBe(0o4755);
    expect(readlinkSync(join(root, 'usr/bin/toolgate'))).toBe('/opt/Toolgate/resources/bin/toolgate');
    expect(readFileSync(join(root, 'usr/share/applications/toolgate.desktop'), 'utf8')).toContain(
      'MimeType=application/vnd.toolgate.policy+json',
    );
    expect(readFileSync(join(root, 'usr/share/mime/packages/toolgate.xml'), 'utf8')).toContain('*.toolgate-policy');
    const version = spawnSync(join(root, 'opt/Toolgate/resources/bin/toolgate'), ['--version'], { encoding: 'utf8', timeout: 30_000 });
    expect(version.stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
