import type { ToolView } from '../../../shared/model/views.js';
import type { Words } from '../../words/words.js';

/** In use although its text is poisoned: a person released it. */
export const isReleased = (view: ToolView): boolean => view.pin === 'pinned' && view.scan === 'poisoned';

/** How the definition of a tool stands, in a word or two: what a person decided of it before how it stands without. */
export function pinWord(view: ToolView, t: Words): string {
  if (isReleased(view)) return t('findings.isReleased');
  if (view.rejected) return t('findings.isRejected');
  return t(`pin.${view.pin}`);
}
