import type { Mode } from '../../shared/model/decision.js';
import type { Finding } from '../../shared/model/risk.js';
import { told } from '../../shared/words/notice.js';
import type { NewNotice } from './notices.js';
import { instructionsName, type PinNews } from './pins/create-pins.js';

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

/** undefined for what a person need not decide: a tool that is gone or new by itself. */
export function pinNotice({ server, tool, kind, changes, before }: PinNews): NewNotice | undefined {
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
