import { fail, ok, type Result } from '../../../shared/result.js';
import type { FormatName } from './application.js';
import { entryAt, same, withEntry, type Path, type Plain, type Words } from './formats/format.js';
import { openText } from './open-config.js';

/** One change of a text. */
export type Edit =
  | {
      readonly kind: 'replace' | 'add';
      readonly at: Path;
      readonly name: string;
      readonly entry: Plain;
      readonly words?: Words | undefined;
    }
  | { readonly kind: 'remove'; readonly at: Path; readonly name: string };

/**
 * Makes the edits one after the other. Afterwards the text is read again and must hold exactly what it held before, but for these
 * entries; otherwise `CANNOT_EDIT`, and the text is to be left alone.
 */
export function editText(path: string, format: FormatName, text: string, edits: readonly Edit[], list = false): Result<string> {
  let now = text;
  const open = [...edits];
  // What one entry shares with another (an anchor of YAML) is free once the other is done: an edit that fails waits for the rest.
  for (let failed = 0; open.length > 0;) {
    const edit = open.shift() as Edit;
    const doc = openText(path, format, now);
    if (!doc.ok) return doc;
    const { value } = doc.value;
    const expected = withEntry(value, edit.at, edit.name, edit.kind === 'remove' ? undefined : edit.entry, list);
    let shared: string | undefined;
    const written = (words: Words | undefined): string | undefined => {
      const next = attempt(() =>
        edit.kind === 'remove'
          ? doc.value.remove(edit.at, edit.name)
          : entryAt(value, edit.at, edit.name) === undefined
            ? doc.value.add(edit.at, edit.name, edit.entry, list, words)
            : doc.value.replace(edit.at, edit.name, edit.entry, words),
      );
      const read = next === undefined ? undefined : openText(path, format, next);
      const anchor = read?.ok === false ? read.error.details?.['anchor'] : undefined;
      if (typeof anchor === 'string') shared = anchor;
      return read !== undefined && read.ok && same(read.value.value, expected) ? next : undefined;
    };
    const words = edit.kind === 'remove' ? undefined : edit.words;
    const next = (words === undefined ? undefined : written(words)) ?? written(undefined);
    if (next === undefined && failed < open.length) {
      open.push(edit);
      failed++;
      continue;
    }
    if (next === undefined)
      return fail(
        'CANNOT_EDIT',
        `${path}: ${[...edit.at, edit.name].join(' › ')} is written in a form that cannot be changed without touching the rest${shared === undefined ? '' : `: other places use its &${shared}`}`,
        'Write out in full what it shares with other places of the file, or change it by hand. Nothing was changed.',
        { file: path },
      );
    now = next;
    failed = 0;
  }
  return ok(now);
}

function attempt(edit: () => string): string | undefined {
  try {
    return edit();
  } catch {
    return undefined;
  }
}
