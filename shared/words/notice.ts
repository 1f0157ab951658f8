import type { Notice } from '../model/views.js';
import { en } from './en.js';
import { retoldValues } from './retold.js';
import { fill, type Say, type Values } from './say.js';
import { titled } from './titled.js';

export type NoticeId = keyof typeof en.notice;

/** What a notice says: in English for the log and the command line, and as an id with values for views that speak the person's language. */
export function told(id: NoticeId, values: Values = {}): Pick<Notice, 'title' | 'body' | 'says'> {
  const { title, body } = en.notice[id];
  return { title: fill(title, values), body: fill(body, values), says: { id, values } };
}

/** One answer that a notice offers: `extend`, `raise`, `block`, `restore`. */
export const offered = (id: keyof typeof en.action, values: Values = {}): Notice['actions'][number] => ({
  id,
  label: fill(en.action[id], values),
});

const isAction = (id: string): id is keyof typeof en.action => Object.hasOwn(en.action, id);
const known = (says: Notice['says']): says is { id: NoticeId; values: Values } => says !== undefined && Object.hasOwn(en.notice, says.id);

/**
 * A notice in the language of `say`; one that this version has no words for stays as it came. Actions keep their ids.
 * @param titleOf what a client is called before people
 */
export function noticeIn(
  say: Say,
  { title, body, says, actions }: Notice,
  titleOf?: (client: string) => string,
): Pick<Notice, 'title' | 'body' | 'actions'> {
  if (!known(says)) return { title, body, actions };
  const { client } = says.values;
  const values = {
    ...retoldValues(says.values, titleOf ? titled(say, titleOf) : say),
    ...(typeof client === 'string' && titleOf && { client: titleOf(client) }),
  };
  return {
    title: say(`notice.${says.id}.title`, values),
    body: en.notice[says.id].body === '' ? '' : say(`notice.${says.id}.body`, values),
    actions: actions.map(({ id, label }) => ({ id, label: isAction(id) ? say(`action.${id}`, values) : label })),
  };
}
