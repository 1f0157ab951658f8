import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, Menu, nativeTheme } from 'electron';
import { prepareDataDir, type Core, type CoreDeps } from '../core/public.js';
import { systemClock } from '../core/ports/clock.js';
import { randomIds } from '../core/ports/ids.js';
import type { Logger } from '../core/ports/logger.js';
import type { SettingsStore } from '../core/ports/settings-store.js';
import type { Signal, Snapshot, Topic } from '../../shared/model/views.js';
import type { Failure, Result } from '../../shared/result.js';
import { spokenLanguage } from '../../shared/words/languages.js';
import { outsideWords, type OutsideWords } from '../../shared/words/outside.js';
import { failureIn } from '../../shared/words/retold.js';
import { registerScheme, serveInterface } from './app-protocol.js';
import { createApprovalWindow } from './approval-window.js';
import { bridgeCommand } from './bridge-command.js';
import { createFileLogger } from './file-logger.js';
import { connectWindows } from './ipc.js';
import { launchOptions } from './launch-options.js';
import { createLoginItem } from './login-item.js';
import { createMainWindow } from './main-window.js';
import { createNotifications } from './notifications.js';
import { openPolicyFile, policyFileIn } from './opened-policy.js';
import { createOpener } from './opener.js';
import { createOwnWindows } from './own-windows.js';
import { createQuit, type Quit } from './quit.js';
import { createSafeSecretStore } from './safe-storage.js';
import { harden, hardenProcess } from './security.js';
import { createElectronSettingsStore } from './settings-electron-store.js';
import { createTray } from './tray.js';
import type { TrayAction } from './tray-menu.js';
import { createUpdates } from './updates.js';
import { loadElectronUpdater } from './updater-electron.js';
import { createWindowHealth } from './window-health.js';
import { createWindowStateStore } from './window-state-store.js';
import { plain } from './plain.js';

/** What the desktop gives to the core it makes. */
export type DesktopPorts = CoreDeps & Required<Pick<CoreDeps, 'openPage' | 'quit' | 'bridge'>>;
export type MakeCore = (ports: DesktopPorts) => Promise<Result<Core>>;

interface Places {
  /** folder with the built interface */
  readonly interfaceDir: string;
  readonly preload: string;
}

interface OpenedFiles {
  waiting: string | undefined;
  open(file: string): void;
}

const WATCHED: readonly Topic[] = ['gate', 'approvals', 'activity', 'clients', 'changes', 'servers', 'notices', 'settings'];
type Watched = Pick<Snapshot, 'gate' | 'approvals' | 'activity' | 'clients' | 'changes' | 'servers' | 'notices' | 'settings'>;

/** The desktop application: one instance, the core, and its views: tray, windows, notifications. Everything meets here. */
export function startDesktop(makeCore: MakeCore, places: Places): void {
  const options = launchOptions(process.argv.slice(1), process.env, app.getPath('appData'), process.cwd());
  hardenProcess();
  registerScheme();
  app.setName('Toolgate');
  app.setAppUserModelId('app.toolgate.desktop');
  const prepared = prepareDataDir(options.dataDir);
  if (!prepared.ok) return startWithout(prepared.error);
  // Chromium's own files, and with them the lock of the single instance, belong to the data folder.
  app.setPath('userData', join(options.dataDir, 'desktop'));
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('Toolgate is already running; its window was brought up.\n');
    app.exit(0);
    return;
  }
  const logger = createFileLogger(options.dataDir, app.isPackaged ? undefined : (line) => process.stderr.write(line));
  process.on('uncaughtException', (error) => logger.error('desktop.fault', { error: error.stack ?? String(error) }));
  process.on('unhandledRejection', (error) =>
    logger.error('desktop.fault', { error: error instanceof Error ? error.stack : String(error) }),
  );
  // A file that was opened before everything stands waits here; macOS sends an event, other systems an argument.
  const opened: OpenedFiles = { waiting: policyFileIn(process.argv.slice(1), process.cwd()), open: (file) => void (opened.waiting = file) };
  app.on('open-file', (event, file) => {
    event.preventDefault();
    const policy = policyFileIn([file], '/');
    if (policy !== undefined) opened.open(policy);
  });
  // Without windows the application lives on in the tray.
  app.on('window-all-closed', () => undefined);
  void app
    .whenReady()
    .then(() => run(makeCore, places, options, logger, opened))
    .catch((error: unknown) => cannotStart({ code: 'INTERNAL', message: String(error instanceof Error ? error.message : error) }, logger));
}

/** Only says why the data folder cannot be used, with a passing folder for what Chromium writes meanwhile. */
function startWithout(failure: Failure): void {
  const passing = mkdtempSync(join(tmpdir(), 'toolgate-'));
  process.on('exit', () => rmSync(passing, { recursive: true, force: true }));
  app.setPath('userData', passing);
  void app.whenReady().then(() => cannotStart(failure, createFileLogger(passing)));
}

const wordsFor = (setting: string): OutsideWords => outsideWords(spokenLanguage(setting, app.getPreferredSystemLanguages()));

/** The language that the settings name, as far as they can be read. */
function languageIn(store: SettingsStore): string {
  try {
    const { settings } = store.read() as { settings?: { language?: unknown } };
    return typeof settings?.language === 'string' ? settings.language : 'system';
  } catch {
    return 'system';
  }
}

/** Says why on the terminal, and in a box in the person's language, then ends with 1. */
async function cannotStart(failure: Failure, logger: Logger, language = 'system'): Promise<void> {
  const why = sentence(failure);
  logger.error('desktop.cannot-start', { why });
  process.stderr.write(`Toolgate could not start: ${why}\n`);
  const { t, say } = wordsFor(language);
  await dialog.showMessageBox({
    type: 'error',
    title: 'Toolgate',
    message: t('box.cannotStart'),
    detail: sentence(failureIn(failure, say)),
    buttons: [t('box.close')],
  });
  app.exit(1);
}

async function run(
  makeCore: MakeCore,
  places: Places,
  options: ReturnType<typeof launchOptions>,
  logger: Logger,
  opened: OpenedFiles,
): Promise<void> {
  const opener = createOpener(logger);
  harden(logger, opener);
  serveInterface(places.interfaceDir);
  Menu.setApplicationMenu(
    process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]) : null,
  );

  const health = createWindowHealth(systemClock);
  const windows = createOwnWindows(places.preload, app.isPackaged);
  const mainWindow = createMainWindow({ windows, state: createWindowStateStore(app.getPath('userData')), logger, health });

  let quit: Quit | undefined = undefined;
  const settingsStore = createElectronSettingsStore(options.dataDir);
  const made = await makeCore({
    dataDir: options.dataDir,
    face: 'desktop',
    version: app.getVersion(),
    settingsStore,
    secretStore: createSafeSecretStore(options.dataDir, logger),
    opener,
    clock: systemClock,
    ids: randomIds,
    logger,
    canAsk: () => health.canShow() && quit !== undefined && !quit.isQuitting(),
    openPage: (page) => open(page),
    quit: () => (quit ? quit.now() : app.exit(0)),
    bridge: bridgeCommand({
      execPath: process.execPath,
      packaged: app.isPackaged,
      appPath: app.getAppPath(),
      appImage: process.env['APPIMAGE'],
    }),
  });
  if (!made.ok) return cannotStart(made.error, logger, languageIn(settingsStore));
  const core = made.value;

  let view: Watched = core.board.snapshot();
  let spoken = view.settings.language;
  let words = wordsFor(spoken);
  const ask = (question: Question): Promise<boolean> => askPerson(question, words.t('box.notNow'));
  const login = createLoginItem({ command: ownCommand(options), configHome: app.getPath('appData'), logger });
  const approvalWindow = createApprovalWindow({
    windows,
    trayBounds: () => tray?.bounds(),
    dismissed: (id) => command('approval.deny', { id }, 'window'),
    title: () => words.t('window.approval'),
    logger,
    health,
  });
  const notifications = createNotifications({
    clock: systemClock,
    sinceMs: Date.now(),
    clicked({ opens, noticeId }) {
      open(opens);
      if (noticeId) command('notice.read', { id: noticeId }, 'notification');
    },
    acted(toast, action) {
      if (toast.noticeId) command('notice.act', { id: toast.noticeId, action }, 'notification');
    },
  });
  const tray = createTray(view, words, act);
  const stopWindows = connectWindows(core, windows, logger);
  quit = createQuit(
    core,
    () => {
      mainWindow.remember();
      notifications.close();
      stopWindows();
    },
    () => words,
    logger,
  );

  const updates = openUpdates({ ask, words: () => words, restart: (install) => quit?.now(install), logger });
  opened.open = (file) =>
    void openPolicyFile(file, {
      words: () => words,
      ask,
      tell: async (message, detail) =>
        void (await dialog.showMessageBox({ type: 'warning', title: 'Toolgate', message, detail, buttons: [words.t('box.close')] })),
      dispatch: (name, input) => core.dispatch(name, input, { door: 'cli' }),
      openPage: (page) => open(page),
    });

  function command(name: string, input: unknown, door: 'window' | 'tray' | 'notification'): void {
    void core.dispatch(name, input, { door }).then((result) => {
      if (!result.ok) logger.warn('desktop.command-failed', { name, code: result.error.code });
    });
  }

  function open(page: string | undefined): void {
    if (page !== undefined && /^approvals?(\/|$)/.test(page) && approvalWindow.bringUp()) return;
    mainWindow.open(page);
  }

  function act(action: TrayAction): void {
    switch (action.kind) {
      case 'mode':
        return command('mode.set', action.set, 'tray');
      case 'approvals':
        return open('approvals');
      case 'open':
        return mainWindow.open(action.page);
      case 'login':
        return command('settings.set', { startAtLogin: action.on }, 'tray');
      case 'quit':
        return void quit?.ask();
    }
  }

  function show(): void {
    if (quit?.isQuitting()) return;
    tray?.update(view, words);
    notifications.update(view, words);
    approvalWindow.update(view.approvals, view.settings.approvalWindow);
  }

  function applySettings(): void {
    const { theme, zoom, startAtLogin, updates: lookForUpdates, language } = view.settings;
    if (language !== spoken) words = wordsFor((spoken = language));
    nativeTheme.themeSource = theme === 'light' || theme === 'dark' ? theme : 'system';
    windows.setZoom(zoom / 100);
    login(startAtLogin);
    updates.set(lookForUpdates);
  }

  core.board.subscribe((signal: Signal) => {
    view = { ...view, [signal.topic]: signal.value };
    if (signal.topic === 'settings') applySettings();
    show();
  }, WATCHED);
  app.on('second-instance', (_event, argv, cwd) => {
    const file = policyFileIn(argv.slice(1), cwd);
    if (file !== undefined) opened.open(file);
    else if (!argv.includes('--hidden')) mainWindow.open();
  });
  app.on('activate', () => mainWindow.open());

  const started = await core.start();
  view = core.board.snapshot();
  applySettings();
  show();
  if (!started.ok) {
    logger.error('desktop.core-start', { code: started.error.code });
    process.stderr.write(`${sentence(started.error)}\n`);
  }
  // A gate that does not stand is never silent, whatever the options say.
  if (!options.hidden || !started.ok) mainWindow.open();
  if (opened.waiting !== undefined) opened.open(opened.waiting);
}

/** Updates that ask a person before they download and before they restart. */
function openUpdates(deps: {
  readonly ask: (question: Question) => Promise<boolean>;
  readonly words: () => ReturnType<typeof wordsFor>;
  readonly restart: (install: () => void) => void;
  readonly logger: Logger;
}): ReturnType<typeof createUpdates> {
  const { ask, words, logger } = deps;
  return createUpdates({
    load: () => loadElectronUpdater(logger),
    clock: systemClock,
    logger,
    mayDownload: (version) =>
      ask({
        message: words().t('box.updateFound', { version: plain(version, 30) }),
        detail: words().t('box.updateFoundDetail'),
        yes: words().t('box.download'),
      }),
    mayRestart: (version) =>
      ask({
        message: words().t('box.updateReady', { version: plain(version, 30) }),
        detail: words().t('box.updateReadyDetail'),
        yes: words().t('box.restart'),
      }),
    restart: deps.restart,
  });
}

interface Question {
  readonly message: string;
  readonly detail: string;
  readonly yes: string;
}

/** A question in a box of the system; anything but the one button that says so means no. */
async function askPerson({ message, detail, yes }: Question, notNow: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: 'Toolgate',
    message,
    detail,
    buttons: [notNow, yes],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}

const sentence = ({ message, fix }: Failure): string =>
  [message, fix]
    .filter(Boolean)
    .map((part) => `${part}`.trimEnd().replace(/[^.。]$/u, '$&.'))
    .join(' ');

/** The command that starts this very application again, at login. */
function ownCommand({ dataDir, ownDataDir }: { dataDir: string; ownDataDir: boolean }): string[] {
  const program = process.env['APPIMAGE'] ?? process.execPath;
  const sandbox = app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : [];
  return [program, ...sandbox, ...(app.isPackaged ? [] : [app.getAppPath()]), ...(ownDataDir ? ['--data-dir', dataDir] : [])];
}
