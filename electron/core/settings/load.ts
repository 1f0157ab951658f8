import { fail, ok, type Result } from '../../../shared/result.js';
import type { SettingsCopies, SettingsStore } from '../ports/settings-store.js';
import { freshDocument, settingsDocument, type SettingsDocument } from './document.js';

export interface Loaded {
  readonly document: SettingsDocument;
  /** for people, one line each: what was wrong with the file and what was used instead */
  readonly problems: readonly string[];
  /** true when the file on disk is not `document` */
  readonly write: boolean;
}

/**
 * Reads the settings. A damaged file is put aside and the last good one used, else the defaults; a file of a later version is refused
 * and not touched.
 */
export function loadSettings(store: SettingsStore, copies: SettingsCopies): Result<Loaded> {
  let found: unknown;
  let fault: string | undefined;
  try {
    found = store.read();
    if (found === undefined) return ok({ document: freshDocument(), problems: [], write: true });
  } catch (error) {
    fault = error instanceof Error ? error.message : String(error);
  }
  if (fault === undefined) {
    if (isLater(found))
      return fail(
        'NEWER_DATA',
        `The settings in ${store.path} were written by a newer Toolgate.`,
        'Install that version again, or start with another --data-dir. Nothing was changed.',
      );
    // read once: code written for that would cost more than it saves
    const parsed = settingsDocument.safeParse(withNewSettings(found), { jitless: true });
    if (parsed.success) return ok({ document: parsed.data, problems: [], write: false });
    const issue = parsed.error.issues[0];
    fault = issue === undefined ? 'wrong content' : `${issue.path.join('.') || 'the document'}: ${issue.message}`;
  }
  const copy = copies.keepCorrupt();
  const backup = settingsDocument.safeParse(withNewSettings(backupOf(copies)));
  return ok(
    backup.success
      ? {
          document: backup.data,
          problems: [
            `The settings file was damaged (${fault}).${copy === undefined ? '' : ` It is kept as ${copy}.`} The last good settings are in use.`,
          ],
          write: true,
        }
      : {
          document: freshDocument(),
          problems: [
            `The settings file was damaged (${fault}).${copy === undefined ? '' : ` It is kept as ${copy}.`} Default settings are in use: add servers and applications again.`,
          ],
          write: true,
        },
  );
}

/** A file of an earlier version lacks settings that came later: those get their defaults. Anything else about it stays as strict. */
function withNewSettings(found: unknown): unknown {
  if (
    typeof found !== 'object' ||
    found === null ||
    !('settings' in found) ||
    typeof found.settings !== 'object' ||
    found.settings === null
  )
    return found;
  return { ...found, settings: { ...freshDocument().settings, ...found.settings } };
}

function backupOf(copies: SettingsCopies): unknown {
  try {
    return copies.readBackup();
  } catch {
    return undefined;
  }
}

const isLater = (found: unknown): boolean =>
  typeof found === 'object' && found !== null && 'version' in found && typeof found.version === 'number' && found.version > 1;
