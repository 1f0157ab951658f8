import type { Mode } from '../../shared/model/decision.js';
import type { Finding } from '../../shared/model/risk.js';
import type { NewNotice } from './notices.js';
import { instructionsName, type PinNews } from './pins/create-pins.js';

/** What notices say. Subjects tie a notice to what it is about: the same subject again counts up. */

export function modeNotice(mode: Mode, ended: boolean): NewNotice {
  const titles: Readonly<Record<Mode, string>> = {
    enforce: 'Enforcing the rules',
    observe: 'Observing: rules are recorded, not enforced',
    lockdown: 'Locked down: everything is refused',
  };
  return {
    subject: 'mode',
    kind: 'mode',
    title: ended ? 'Enforcing the rules again' : titles[mode],
    body: '',
    severity: mode === 'enforce' ? 'info' : 'caution',
    opens: 'overview',
  };
}

export const definitionSubject = (server: string, tool: string): string => `definition:${server}:${tool}`;

/** undefined for what a person need not decide: a tool that is gone or new by itself. */
export function pinNotice({ server, tool, kind, changes, before }: PinNews): NewNotice | undefined {
  const subject = definitionSubject(server, tool);
  const where = changes.map((change) => change.pointer).filter((pointer) => pointer !== '');
  const fields =
    where.length === 0 ? '' : ` Changed: ${where.slice(0, 4).join(', ')}${where.length > 4 ? ` and ${where.length - 4} more` : ''}.`;
  const what = tool === instructionsName ? `The instructions of ${server}` : `${server} › ${tool}`;
  switch (kind) {
    case 'changed':
      return {
        subject,
        kind: 'changed',
        title: `${what} changed`,
        body: `It is blocked until you accept or refuse the new definition.${fields}`,
        severity: 'danger',
        opens: 'findings',
      };
    case 'launch':
      return {
        subject,
        kind: 'changed',
        title: `${server} would start differently`,
        body: `It was not started. Look at the difference and confirm it.${fields}`,
        severity: 'danger',
        opens: `servers/${server}`,
      };
    case 'new':
      return {
        subject,
        kind: 'changed',
        title: `${server} has a new tool: ${tool}`,
        body: 'It is governed by the rules for its class.',
        severity: 'info',
        opens: `tools/${server}`,
      };
    case 'renamed':
      return {
        subject,
        kind: 'changed',
        title: `${server} renamed ${before ?? 'a tool'} to ${tool}`,
        body: 'Rules for the old name do not hold for the new one.',
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
    title: `${server} › ${tool} is in quarantine`,
    body:
      worst === undefined
        ? 'Its definition could not be checked.'
        : `Its definition ${worst.says}. No agent can see or call it until you decide.`,
    severity: 'danger',
    opens: 'findings',
  };
}

export const signInSubject = (server: string): string => `sign-in:${server}`;

export function signInNotice(server: string, why: string): NewNotice {
  return {
    subject: signInSubject(server),
    kind: 'server',
    title: `Sign in to ${server}`,
    body: `${why.charAt(0).toUpperCase()}${why.slice(1)}. Until then, calls that need it are refused.`,
    severity: 'caution',
    opens: `servers/${server}`,
  };
}
