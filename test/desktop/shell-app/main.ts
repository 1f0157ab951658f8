import '../../../electron/desktop/web-crypto.js';
import { ok } from '../../../shared/result.js';
import { startDesktop } from '../../../electron/desktop/start-desktop.js';
import { createScriptedCore } from './scripted-core.js';

// The real desktop shell around a scripted core: what the shell tests drive.
const { SHELL_INTERFACE, SHELL_PRELOAD } = process.env;
if (!SHELL_INTERFACE || !SHELL_PRELOAD) throw new Error('SHELL_INTERFACE and SHELL_PRELOAD say where the page and the preload are');
startDesktop(
  async (ports) => {
    const { core, shell } = createScriptedCore(ports);
    Object.assign(globalThis, { shell });
    return ok(core);
  },
  { interfaceDir: SHELL_INTERFACE, preload: SHELL_PRELOAD },
);
