import type { Severity } from '../../../shared/model/risk.js';

/** What a reader of prose found in a text: where it stands (UTF-16 units of the folded text) and what it weighs in the verdict. */
export interface Reading {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly says: string;
  readonly severity: Severity;
  readonly weight: number;
}
