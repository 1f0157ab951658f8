import type { Result } from '../../../shared/result.js';
import type { Application } from './application.js';
import { openText, readConfig, textOf, type FileState } from './open-config.js';
import { pause } from './pause.js';
import type { Room } from './room.js';

const TRIES = 40;
/** a file that nobody wrote for so long is what it is */
const QUIET_MS = 3000;
const BETWEEN_MS = 40;

/** Reads a file that another program may be in the middle of writing: an empty or broken text is looked at again before it is believed. */
export async function readSettled(room: Room, application: Application, path: string): Promise<Result<FileState>> {
  for (let left = TRIES; ; left--) {
    const state = readConfig(room.fs, path);
    if (!state.ok || state.value.bytes === undefined || left === 1) return state;
    if (Math.abs(room.clock.nowMs() - (state.value.facts?.mtimeMs ?? 0)) > QUIET_MS) return state;
    if (isWhole(application, path)(state.value.bytes)) return state;
    await pause(BETWEEN_MS);
  }
}

/** Whether a text is complete, as far as its format tells. */
export const isWhole =
  (application: Application, path: string) =>
  (bytes: Uint8Array): boolean => {
    const text = textOf(bytes);
    return text.ok && text.value.text.trim() !== '' && openText(path, application.format, text.value.text).ok;
  };
