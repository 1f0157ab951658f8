import type { Topic, Topics } from '../../../shared/model/views.js';
import { launchApp, type LaunchOptions, type RunningApp } from '../../support/desktop-app.js';
import { buildShellApp } from './build.mjs';
import type { ShellUnderTest } from './scripted-core.js';

export interface OpenWindow {
  readonly id: number;
  readonly url: string;
  readonly title: string;
  readonly visible: boolean;
  readonly focused: boolean;
  readonly onTop: boolean;
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export interface Shell extends RunningApp {
  /** makes the scripted core publish a topic's new value */
  publish<T extends Exclude<Topic, 'tools'>>(topic: T, value: Topics[T]): Promise<void>;
  commands(): Promise<ShellUnderTest['commands']>;
  state<T extends Topic>(topic: T): Promise<Topics[T]>;
  openWindows(): Promise<OpenWindow[]>;
}

/** The real shell around the scripted core, built and started. */
export async function startShell(options: Omit<LaunchOptions, 'app'> = {}): Promise<Shell> {
  const { app: folder, env } = await buildShellApp();
  const running = await launchApp({ ...options, app: folder, env: { ...env, ...options.env } });
  const { app } = running;
  return {
    ...running,
    publish: (topic, value) =>
      app.evaluate(
        (_electron, [t, v]) => (globalThis as unknown as { shell: { publish(t: unknown, v: unknown): void } }).shell.publish(t, v),
        [topic, value] as const,
      ),
    commands: () => app.evaluate(() => (globalThis as unknown as { shell: ShellUnderTest }).shell.commands),
    state: <T extends Topic>(topic: T) =>
      app.evaluate((_electron, t) => (globalThis as unknown as { shell: ShellUnderTest }).shell.snapshot()[t], topic as Topic) as Promise<
        Topics[T]
      >,
    openWindows: () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .filter((window) => !window.isDestroyed() && !window.webContents.isDestroyed())
          .map((window) => ({
            id: window.id,
            url: window.webContents.getURL(),
            title: window.getTitle(),
            visible: window.isVisible(),
            focused: window.isFocused(),
            onTop: window.isAlwaysOnTop(),
            bounds: window.getBounds(),
          })),
      ),
  };
}
