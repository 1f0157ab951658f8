import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dbus from 'dbus-next';
import { freeNotificationName } from './notification-name.js';
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
    indicate_hidden = no
    show_indicators = no
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

/** Without a clock: it paints itself anew when an icon comes, or a minute, and was taken for a part of the icon. */
const PANEL = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="true"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="icon-size" type="uint" value="22"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="tasklist"/>
    <property name="plugin-2" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-3" type="string" value="systray">
      <property name="icon-size" type="int" value="22"/>
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
`;

/** in pixels, from the top left of the screen */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface RealDesktop {
  /** picture of the screen, or of a part, as `test/artifacts/<name>.png`; `keep`: also in docs/screenshots when the run was asked to keep them */
  picture(name: string, options?: { crop?: Box; keep?: boolean }): string;
  /** pictures side by side as one, three times as large */
  sideBySide(names: readonly string[], name: string): string;
  /**
   * where the screen changed while `act` ran (its bounding box), for finding an icon that just appeared; waits for one that `isIt`, and acts again where
   * none came for `againMs`, as a person does whose click a panel swallowed
   */
  changedBy(act: () => Promise<unknown>, isIt?: (change: Box) => boolean, againMs?: number): Promise<Box>;
  rightClick(x: number, y: number): void;
  moveTo(x: number, y: number): void;
  press(key: string): void;
  /** what the notification daemon shows right now */
  shownNotifications(): number;
  /** as the switch of the notification daemon does */
  doNotDisturb(on: boolean): void;
  /** what the notification daemon holds back */
  heldNotifications(): number;
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
  const panelFolder = join(home, 'config/xfce4/xfconf/xfce-perchannel-xml');
  mkdirSync(panelFolder, { recursive: true });
  writeFileSync(join(panelFolder, 'xfce4-panel.xml'), PANEL);
  const children: ChildProcess[] = [];
  const start = (command: string, args: readonly string[]): void => void children.push(spawn(command, args, { env, stdio: 'ignore' }));
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
  // The panel's settings service is started by the bus: without this it would read and write the settings of the person's own panel.
  await bus.call(
    new dbus.Message({
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member: 'UpdateActivationEnvironment',
      signature: 'a{ss}',
      body: [{ HOME: home, XDG_CONFIG_HOME: join(home, 'config'), XDG_CACHE_HOME: join(home, 'cache') }],
    }),
  );
  run('xsetroot', ['-solid', '#3b4252']);
  await freeNotificationName(bus);
  start('dunst', ['-conf', join(home, 'dunstrc')]);
  start('xfce4-panel', ['--disable-wm-check']);
  await until('the panel has a tray', () => owned('org.kde.StatusNotifierWatcher'), 20_000);
  await until('the notification daemon', () => owned('org.freedesktop.Notifications'), 20_000);

  const shoot = (file: string): void => void run('import', ['-window', 'root', file]);
  const box = (before: string, after: string): Box | undefined => {
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
    picture(name, { crop, keep = false } = {}) {
      const file = join(artifacts, `${name}.png`);
      shoot(file);
      if (crop) run('convert', [file, '-crop', `${crop.width}x${crop.height}+${crop.x}+${crop.y}`, '+repage', file]);
      if (keep) keepPicture(file, name);
      return file;
    },
    sideBySide(names, name) {
      const file = join(artifacts, `${name}.png`);
      run('convert', [...names.map((one) => join(artifacts, `${one}.png`)), '-filter', 'point', '-resize', '300%', '+append', file]);
      keepPicture(file, name);
      return file;
    },
    async changedBy(act, isIt = () => true, againMs = Infinity) {
      const before = join(home, 'before.png');
      const after = join(home, 'after.png');
      await settled(before);
      await act();
      let actedAt = Date.now();
      return until(
        'something changes on the screen',
        async () => {
          shoot(after);
          const change = box(before, after);
          if (change && isIt(change)) return change;
          if (Date.now() - actedAt > againMs) {
            actedAt = Date.now();
            await act();
          }
          return undefined;
        },
        30_000,
      );
    },
    rightClick: (x, y) => void run('xdotool', ['mousemove', String(x), String(y), 'click', '3']),
    moveTo: (x, y) => void run('xdotool', ['mousemove', String(x), String(y)]),
    press: (key) => void run('xdotool', ['key', key]),
    shownNotifications: () => Number(/Currently displayed:\s*(\d+)/.exec(run('dunstctl', ['count']))?.[1] ?? 0),
    doNotDisturb: (on) => void run('dunstctl', ['set-paused', String(on)]),
    heldNotifications: () => Number(/Waiting:\s*(\d+)/.exec(run('dunstctl', ['count']))?.[1] ?? 0),
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
