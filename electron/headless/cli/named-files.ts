import { readFileSync, writeFileSync } from 'node:fs';
import { usage } from './parse.js';

/** Reads a file that a person named, as UTF-8; `-` is standard input. What cannot be read is wrong usage. */
export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw usage(`cannot read ${file}: ${reason(error)}`);
  }
}

/** Writes a file that a person named; `mode` counts for a new file. What cannot be written is wrong usage. */
export function writeText(file: string, text: string, mode?: number): void {
  try {
    writeFileSync(file, text, { mode });
  } catch (error) {
    throw usage(`cannot write ${file}: ${reason(error)}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EACCES: 'you have no right to it',
  ENOSPC: 'the disk is full',
};

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : REASONS[code]) ?? message;
}
