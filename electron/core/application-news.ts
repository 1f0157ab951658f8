import type { JsonObject } from '../../shared/json/json.js';
import { offered, told } from '../../shared/words/notice.js';
import type { ApplicationNews } from './clients/watch.js';
import type { Notices } from './notices.js';

const subjectOf = (id: string): string => `application:${id}`;
/** what an offer to put the gate before an application is kept under */
export const offerOf = (id: string): string => `offer:${id}`;

/** The application that a notice is about; undefined for other notices. */
export const applicationOf = (subject: string): string | undefined => /^application:(.+)$/.exec(subject)?.[1];

/** Shows what the watch on the applications' files saw, and writes it into the log of calls, where nobody can take it out unseen. */
export function showApplicationNews(notices: Notices, news: ApplicationNews, note: (body: JsonObject) => void): void {
  const { id, name } = news;
  note({ event: 'application', id, ...inLog(news) });
  if (news.kind === 'well') return notices.settle(subjectOf(id));
  if (news.kind === 'offer') {
    notices.add({
      subject: offerOf(id),
      kind: 'client',
      ...(news.servers.length === 0 ? told('found', { name }) : told('direct', { name, servers: news.servers.join(', ') })),
      severity: 'info',
      opens: `clients/${id}`,
    });
    return;
  }
  notices.add({
    subject: subjectOf(id),
    kind: 'client',
    ...told(news.state === 'bypassed' ? 'bypassed' : 'dropped', { name, problem: news.problem }),
    severity: news.state === 'edited' ? 'caution' : 'danger',
    opens: `clients/${id}`,
    actions: [offered('restore')],
  });
}

function inLog(news: ApplicationNews): JsonObject {
  if (news.kind === 'well') return { state: 'connected', text: `${news.name} goes through the gate again` };
  if (news.kind === 'offer') return { state: 'direct', text: `${news.name} is there without the gate`, servers: [...news.servers] };
  return { state: news.state, text: news.problem };
}
