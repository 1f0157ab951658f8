import type { Finding, ScanVerdict } from '../../../shared/model/risk.js';
import { scanJsonText } from './scan-definition.js';
import type { Surface } from './scan.js';

/** One line of a file of texts to scan. `surface` says where a model would meet the text; unknown words mean a definition. */
export interface TextRow {
  readonly id: unknown;
  readonly text: string;
  readonly surface?: string;
}

/** The surface that a word of a row means. */
function surfaceOf(word: string | undefined): Surface {
  if (word === undefined) return 'definition';
  if (/arg/i.test(word)) return 'arguments';
  if (/result|resource|response|output|content/i.test(word) && !/descri/i.test(word)) return 'result';
  if (/instructions?$/i.test(word)) return 'instructions';
  return word === 'name' ? 'name' : 'definition';
}

/** Scans one row. A text that is JSON (a protocol message, a definition) is read decoded, string by string. */
export function scanRow(row: TextRow): { readonly id: unknown; readonly verdict: ScanVerdict; readonly findings: readonly Finding[] } {
  const { verdict, findings } = scanJsonText(row.text, surfaceOf(row.surface));
  return { id: row.id, verdict, findings };
}
