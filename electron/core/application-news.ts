import type { JsonObject } from '../../shared/json/json.js';
import type { ApplicationNews } from './clients/watch.js';
import type { Notices } from './notices.js';

const subjectOf = (id: string): string => `application:${id}`;

/** The application that a notice is about; undefined for other notices. */
export const applicationOf = (subject: string): string | undefined => /^application:(.+)$/.exec(subject)?.[1];

/** Shows what the watch on the applications' files saw, and writes it into the log of calls, where nobody can take it out unseen. */
export function showApplicationNews(notices: Notices, news: ApplicationNews, note: (body: JsonObject) => void): void {
  const { id, name } = news;
  note({ event: 'application', id, ...inLog(news) });
  if (news.kind === 'well') return notices.settle(subjectOf(id));
  if (news.kind === 'offer') {
    const servers =
      news.servers.length === 0 ? `${name} was found on this machine.` : `${name} starts ${news.servers.join(', ')} without the gate.`;
    notices.add({
      subject: `offer:${id}`,
      kind: 'client',
      title: `Put the gate before ${name}?`,
      body: servers,
      severity: 'info',
      opens: `clients/${id}`,
    });
    return;
  }
  notices.add({
    subject: subjectOf(id),
    kind: 'client',
    title: news.state === 'bypassed' ? `${name} goes past the gate` : `${name} is no longer connected as it was`,
    body: news.problem,
    severity: news.state === 'edited' ? 'caution' : 'danger',
    opens: `clients/${id}`,
    actions: [{ id: 'restore', label: 'Put the gate back' }],
  });
}

function inLog(news: ApplicationNews): JsonObject {
  if (news.kind === 'well') return { state: 'connected', text: `${news.name} goes through the gate again` };
  if (news.kind === 'offer') return { state: 'direct', text: `${news.name} is there without the gate`, servers: [...news.servers] };
  return { state: news.state, text: news.problem };
}
