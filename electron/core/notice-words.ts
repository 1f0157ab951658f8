import type { Mode } from '../../shared/model/decision.js';
import type { Finding } from '../../shared/model/risk.js';
import { told } from '../../shared/words/notice.js';
import type { NewNotice } from './notices.js';
import { instructionsName, type PinNews } from './pins/pin-book.js';

/** What notices say. Subjects tie a notice to what it is about: the same subject again counts up. */

const MODES = { enforce: 'enforcing', observe: 'observing', lockdown: 'locked' } as const;

export function modeNotice(mode: Mode, ended: boolean): NewNotice {
  return {
    subject: 'mode',
    kind: 'mode',
    ...told(ended ? 'enforcingAgain' : MODES[mode]),
    severity: mode === 'enforce' ? 'info' : 'caution',
    opens: 'overview',
  };
}

export const definitionSubject = (server: string, tool: string): string => `definition:${server}:${tool}`;

/** notices that one listing may bring: a server that changes thousands of tools must not push all others out of the list */
const eachFor = 5;

/** What a listing or a start brought, one notice each; of more than a few, the first ones and one that counts the rest. */
export function pinNotices(news: readonly PinNews[]): NewNotice[] {
  // what was trusted and changed comes before what is new
  const inOrder = [...news.filter(({ kind }) => kind === 'changed'), ...news.filter(({ kind }) => kind !== 'changed')];
  const each = inOrder.map(pinNotice).filter((notice) => notice !== undefined);
  const [first] = news;
  if (each.length <= eachFor || first === undefined) return each;
  const rest = each.slice(eachFor);
  return [
    ...each.slice(0, eachFor),
    {
      subject: `definitions:${first.server}`,
      kind: 'changed',
      ...told('changedToo', { server: first.server, count: rest.length }),
      severity: rest.some((notice) => notice.severity === 'danger') ? 'danger' : 'caution',
      opens: 'findings',
    },
  ];
}

/** undefined for what a person need not decide: a tool that is gone or new by itself. */
function pinNotice({ server, tool, kind, changes, before }: PinNews): NewNotice | undefined {
  const subject = definitionSubject(server, tool);
  const where = changes.map((change) => change.pointer).filter((pointer) => pointer !== '');
  const fields = where.slice(0, 4).join(', ') + (where.length > 4 ? ' …' : '');
  switch (kind) {
    case 'changed':
      return {
        subject,
        kind: 'changed',
        ...told(tool === instructionsName ? 'instructionsChanged' : fields === '' ? 'changed' : 'changedIn', { server, tool, fields }),
        severity: 'danger',
        opens: 'findings',
      };
    case 'launch':
      return {
        subject,
        kind: 'changed',
        ...told('launch', { server }),
        severity: 'danger',
        opens: `servers/${server}`,
      };
    case 'new':
      return {
        subject,
        kind: 'changed',
        ...told('newTool', { server, tool }),
        severity: 'info',
        opens: `tools/${server}`,
      };
    case 'renamed':
      return {
        subject,
        kind: 'changed',
        ...told('renamed', { server, tool, before: before ?? '?' }),
        severity: 'caution',
        opens: `tools/${server}`,
      };
    case 'gone':
      return undefined;
  }
}

export function quarantineNotice(server: string, tool: string, findings: readonly Finding[]): NewNotice {
  const worst = findings[0];
  return {
    subject: definitionSubject(server, tool),
    kind: 'quarantined',
    ...(worst === undefined ? told('unchecked', { server, tool }) : told('quarantined', { server, tool, says: worst.says })),
    severity: 'danger',
    opens: 'findings',
  };
}

export const signInSubject = (server: string): string => `sign-in:${server}`;

export function signInNotice(server: string, why: string): NewNotice {
  return {
    subject: signInSubject(server),
    kind: 'server',
    ...told('signIn', { server, why: `${why.charAt(0).toUpperCase()}${why.slice(1)}` }),
    severity: 'caution',
    opens: `servers/${server}`,
  };
}
