import dbus from 'dbus-next';
import { until } from './until.js';

/** org.kde.StatusNotifierWatcher: what a panel with a tray offers. */
class Watcher extends dbus.interface.Interface {
  items: string[] = [];

  constructor() {
    super('org.kde.StatusNotifierWatcher');
  }
  RegisterStatusNotifierItem(item: string): void {
    this.items.push(item);
  }
  RegisterStatusNotifierHost(): void {}
  get RegisteredStatusNotifierItems(): string[] {
    return this.items;
  }
  get IsStatusNotifierHostRegistered(): boolean {
    return true;
  }
  get ProtocolVersion(): number {
    return 0;
  }
  StatusNotifierItemRegistered(item: string): string {
    return item;
  }
}
Watcher.configureMembers({
  properties: {
    RegisteredStatusNotifierItems: { signature: 'as', access: dbus.interface.ACCESS_READ },
    IsStatusNotifierHostRegistered: { signature: 'b', access: dbus.interface.ACCESS_READ },
    ProtocolVersion: { signature: 'i', access: dbus.interface.ACCESS_READ },
  },
  methods: { RegisterStatusNotifierItem: { inSignature: 's' }, RegisterStatusNotifierHost: { inSignature: 's' } },
  signals: { StatusNotifierItemRegistered: { signature: 's' } },
});

export interface MenuEntry {
  readonly id: number;
  readonly label: string;
  readonly enabled: boolean;
  /** undefined where it is no radio or check item */
  readonly checked: boolean | undefined;
  readonly children: readonly MenuEntry[];
}

export interface TrayItem {
  menu(): Promise<readonly MenuEntry[]>;
  /** every entry, submenus included, in order */
  labels(): Promise<string[]>;
  /** clicks the entry with exactly this label, wherever it is */
  choose(label: string): Promise<void>;
  /** left click on the icon */
  activate(): Promise<void>;
  toolTip(): Promise<string>;
  /** the largest pixmap: ARGB bytes */
  icon(): Promise<{ width: number; bytes: Buffer }>;
}

export interface FakeTrayHost {
  /** the item of the application that registers next */
  item(withinMs?: number): Promise<TrayItem>;
  stop(): void;
}

type Layout = [number, Record<string, dbus.Variant>, dbus.Variant<Layout>[]];

const entry = ([id, properties, children]: Layout): MenuEntry => ({
  id,
  label: String(properties['label']?.value ?? '').replaceAll('__', '_'),
  enabled: properties['enabled']?.value !== false,
  checked: properties['toggle-type'] ? properties['toggle-state']?.value === 1 : undefined,
  children: children.map((child) => entry(child.value)),
});

const flat = (entries: readonly MenuEntry[]): MenuEntry[] => entries.flatMap((one) => [one, ...flat(one.children)]);

function trayItem(bus: dbus.MessageBus, destination: string): TrayItem {
  // Chromium answers no introspection for these objects, so they are called by hand.
  const call = async (path: string, iface: string, member: string, signature: string, body: unknown[]): Promise<unknown[]> => {
    const reply = await bus.call(new dbus.Message({ destination, path, interface: iface, member, signature, body }));
    return reply?.body ?? [];
  };
  const property = async <T>(name: string): Promise<T> => {
    const [variant] = await call('/StatusNotifierItem', 'org.freedesktop.DBus.Properties', 'Get', 'ss', [
      'org.kde.StatusNotifierItem',
      name,
    ]);
    return (variant as dbus.Variant<T>).value;
  };
  const menu = async (): Promise<readonly MenuEntry[]> => {
    const [, root] = await call(await property<string>('Menu'), 'com.canonical.dbusmenu', 'GetLayout', 'iias', [0, -1, []]);
    return entry(root as Layout).children;
  };
  return {
    menu,
    labels: async () => flat(await menu()).map((one) => one.label),
    async choose(label) {
      const found = flat(await menu()).find((one) => one.label === label);
      if (!found)
        throw new Error(
          `the tray menu has no "${label}": ${flat(await menu())
            .map((one) => one.label)
            .join(' | ')}`,
        );
      await call(await property<string>('Menu'), 'com.canonical.dbusmenu', 'Event', 'isvu', [
        found.id,
        'clicked',
        new dbus.Variant('i', 0),
        0,
      ]);
    },
    async activate() {
      await call('/StatusNotifierItem', 'org.kde.StatusNotifierItem', 'Activate', 'ii', [1, 1]);
    },
    toolTip: async () => (await property<[string, unknown[], string, string]>('ToolTip'))[2],
    async icon() {
      const pixmaps = await property<[number, number, Buffer][]>('IconPixmap');
      const largest = [...pixmaps].sort((a, b) => b[0] - a[0])[0];
      if (!largest) throw new Error('the tray item has no icon');
      return { width: largest[0], bytes: Buffer.from(largest[2]) };
    },
  };
}

/** A tray on the session bus. Must run before the application starts. */
export async function startTrayHost(): Promise<FakeTrayHost> {
  const bus = dbus.sessionBus();
  const watcher = new Watcher();
  bus.export('/StatusNotifierWatcher', watcher);
  await bus.requestName('org.kde.StatusNotifierWatcher', 0);
  let taken = 0;
  return {
    async item(withinMs = 10_000) {
      const destination = await until('a tray icon', () => watcher.items[taken], withinMs);
      taken++;
      return trayItem(bus, destination);
    },
    stop: () => bus.disconnect(),
  };
}
