import type { Finding } from '../../shared/model/risk.js';
import type { Words } from './words.js';

/** What a finding is, in the person's language; one that this version has no words for is named as the scanner says it. */
export const findingTitle = (t: Words, { id, says }: Pick<Finding, 'id' | 'says'>): string =>
  t(`finding.${id}` as 'finding.secrecy', { defaultValue: says });
