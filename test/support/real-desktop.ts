import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dbus from 'dbus-next';
import { until } from './until.js';

const root = join(import.meta.dirname, '..', '..');
const artifacts = join(root, 'test/artifacts');

const DUNST = `[global]
    font = DejaVu Sans 10
    width = 360
    height = 160
    offset = 14x40
    padding = 12
    horizontal_padding = 14
    frame_width = 1
    frame_color = "#5b53e6"
    corner_radius = 8
    markup = no
    format = "<b>%s</b>\\n%b"
    show_age_threshold = -1
[urgency_low]
    background = "#23252b"
    foreground = "#f2f2f5"
    timeout = 0
[urgency_normal]
    background = "#23252b"
    foreground = "#f2f2f5"
    timeout = 0
[urgency_critical]
    background = "#23252b"
    foreground = "#f2f2f5"
    timeout = 0
`;

export interface RealDesktop {
  /** picture of the whole screen as `test/artifacts/<name>.png`; with KEEP_SCREENSHOTS also in docs/screenshots */
  picture(name: string, crop?: { x: number; y: number; width: number; height: number }): string;
  /** where the screen changed while `act` ran (its bounding box), for finding an icon that just appeared; undefined while nothing did */
  changedBy(act: () => Promise<unknown>): Promise<{ x: number; y: number; width: number; height: number }>;
  rightClick(x: number, y: number): void;
  moveTo(x: number, y: number): void;
  press(key: string): void;
  /** what the notification daemon shows right now */
  shownNotifications(): number;
  /** runs the default action of the newest notification, as a click does */
  clickNotification(): void;
  stop(): Promise<void>;
}

const run = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 });

/** Copies a picture that a test made to docs/screenshots when the run was asked to keep them. */
export function keepPicture(file: string, name: string): void {
  if (!process.env['KEEP_SCREENSHOTS']) return;
  mkdirSync(join(root, 'docs/screenshots'), { recursive: true });
  copyFileSync(file, join(root, 'docs/screenshots', `${name}.png`));
}

/** A small real desktop on the display and bus of the environment: a panel with a tray (xfce4-panel) and a notification daemon (dunst). */
export async function startRealDesktop(): Promise<RealDesktop> {
  const home = mkdtempSync(join(tmpdir(), 'toolgate-desktop-'));
  mkdirSync(artifacts, { recursive: true });
  writeFileSync(join(home, 'dunstrc'), DUNST);
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, 'config'), XDG_CACHE_HOME: join(home, 'cache') };
  const children: ChildProcess[] = [];
  const start = (command: string, args: readonly string[]): void => void children.push(spawn(command, args, { env, stdio: 'ignore' }));
  run('xsetroot', ['-solid', '#3b4252']);
  start('dunst', ['-conf', join(home, 'dunstrc')]);
  start('xfce4-panel', ['--disable-wm-check']);

  const bus = dbus.sessionBus();
  const owned = async (name: string): Promise<boolean> => {
    const reply = await bus.call(
      new dbus.Message({
        destination: 'org.freedesktop.DBus',
        path: '/org/freedesktop/DBus',
        interface: 'org.freedesktop.DBus',
        member: 'NameHasOwner',
        signature: 's',
        body: [name],
      }),
    );
    return reply?.body[0] === true;
  };
  await until('the panel has a tray', () => owned('org.kde.StatusNotifierWatcher'), 20_000);
  await until('the notification daemon', () => owned('org.freedesktop.Notifications'), 20_000);

  const shoot = (file: string): void => void run('import', ['-window', 'root', file]);
  const box = (before: string, after: string): { x: number; y: number; width: number; height: number } | undefined => {
    const found = run('convert', [
      before,
      after,
      '-compose',
      'difference',
      '-composite',
      '-threshold',
      '8%',
      '-trim',
      '-format',
      '%w %h %X %Y',
      'info:',
    ]).match(/^(\d+) (\d+) \+?(-?\d+) \+?(-?\d+)/);
    if (!found) return undefined;
    const [width, height, x, y] = found.slice(1).map(Number) as [number, number, number, number];
    return width > 1 && height > 1 ? { x, y, width, height } : undefined;
  };
  /** two pictures in a row that are the same */
  const settled = async (file: string): Promise<void> => {
    shoot(file);
    await until('the screen is still', () => {
      const again = `${file}.again.png`;
      shoot(again);
      const still = box(file, again) === undefined;
      copyFileSync(again, file);
      return still;
    });
  };

  return {
    picture(name, crop) {
      const file = join(artifacts, `${name}.png`);
      shoot(file);
      if (crop) run('convert', [file, '-crop', `${crop.width}x${crop.height}+${crop.x}+${crop.y}`, '+repage', file]);
      keepPicture(file, name);
      return file;
    },
    async changedBy(act) {
      const before = join(home, 'before.png');
      const after = join(home, 'after.png');
      await settled(before);
      await act();
      return until('something changes on the screen', () => {
        shoot(after);
        return box(before, after);
      });
    },
    rightClick: (x, y) => void run('xdotool', ['mousemove', String(x), String(y), 'click', '3']),
    moveTo: (x, y) => void run('xdotool', ['mousemove', String(x), String(y)]),
    press: (key) => void run('xdotool', ['key', key]),
    shownNotifications: () => Number(/Currently displayed:\s*(\d+)/.exec(run('dunstctl', ['count']))?.[1] ?? 0),
    clickNotification: () => void run('dunstctl', ['action', '0']),
    async stop() {
      bus.disconnect();
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(
        children.map((child) => child.exitCode ?? child.signalCode ?? new Promise((resolve) => child.once('exit', resolve))),
      );
      rmSync(home, { recursive: true, force: true });
    },
  };
}
