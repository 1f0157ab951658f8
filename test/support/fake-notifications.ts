import dbus from 'dbus-next';
import { freeNotificationName } from './notification-name.js';

export interface ShownNotification {
  readonly id: number;
  readonly app: string;
  readonly summary: string;
  readonly body: string;
  readonly actions: readonly string[];
  /** 0 low, 1 normal, 2 critical */
  readonly urgency: number | undefined;
}

/** org.freedesktop.Notifications (Desktop Notifications Specification 1.2), remembering what was shown. */
class Daemon extends dbus.interface.Interface {
  shown: ShownNotification[] = [];
  closed: number[] = [];
  private last = 0;

  constructor() {
    super('org.freedesktop.Notifications');
  }
  Notify(
    app: string,
    replaces: number,
    _icon: string,
    summary: string,
    body: string,
    actions: string[],
    hints: Record<string, dbus.Variant>,
  ): number {
    const id = replaces || ++this.last;
    this.shown.push({ id, app, summary, body, actions, urgency: hints['urgency']?.value as number | undefined });
    return id;
  }
  CloseNotification(id: number): void {
    this.closed.push(id);
    this.NotificationClosed(id, 3);
  }
  GetCapabilities(): string[] {
    return ['actions', 'body', 'body-markup', 'persistence'];
  }
  GetServerInformation(): string[] {
    return ['fake', 'toolgate tests', '1', '1.2'];
  }
  NotificationClosed(id: number, reason: number): [number, number] {
    return [id, reason];
  }
  ActionInvoked(id: number, key: string): [number, string] {
    return [id, key];
  }
}
Daemon.configureMembers({
  methods: {
    Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
    CloseNotification: { inSignature: 'u' },
    GetCapabilities: { outSignature: 'as' },
    GetServerInformation: { outSignature: 'ssss' },
  },
  signals: { NotificationClosed: { signature: 'uu' }, ActionInvoked: { signature: 'us' } },
});

export interface FakeNotifications {
  readonly shown: readonly ShownNotification[];
  /** ids that the application took away */
  readonly closed: readonly number[];
  click(id: number): void;
  dismiss(id: number): void;
  stop(): void;
}

/** A notification daemon on the session bus. Must run before the application starts. */
export async function startNotifications(): Promise<FakeNotifications> {
  const bus = dbus.sessionBus();
  const daemon = new Daemon();
  bus.export('/org/freedesktop/Notifications', daemon);
  await freeNotificationName(bus);
  const got = await bus.requestName('org.freedesktop.Notifications', 4);
  if (got !== 1) throw new Error('another notification daemon holds the name');
  return {
    get shown() {
      return daemon.shown;
    },
    get closed() {
      return daemon.closed;
    },
    click: (id) => void daemon.ActionInvoked(id, 'default'),
    dismiss: (id) => void daemon.NotificationClosed(id, 2),
    stop: () => bus.disconnect(),
  };
}
