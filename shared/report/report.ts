import { z } from 'zod';
import { finding, riskClass, scanVerdict, severity } from '../model/risk.js';

/** One leg of the lethal trifecta. */
export const flowLabel = z.enum(['private-data', 'untrusted-content', 'outward']);

const toolName = z.object({ server: z.string(), tool: z.string() });

/** What the tools of several servers make possible together. */
export const stackView = z.object({
  /** every labelled tool, with what it brings in or can do */
  tools: z.array(toolName.extend({ class: riskClass, labels: z.array(flowLabel), corrected: z.boolean() })),
  /** each pattern that a combination opens, with a path through the tools that shows it */
  combinations: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      text: z.string(),
      reference: z.string(),
      answer: z.string(),
      path: z.array(toolName.extend({ label: z.string() })),
      across: z.boolean(),
      count: z.number(),
    }),
  ),
  /** names that can be taken for others, and definitions that give orders about another server's tools */
  shadows: z.array(finding.extend({ server: z.string(), tool: z.string(), other: toolName })),
});
export type StackView = z.infer<typeof stackView>;

export const reportFormat = z.enum(['md', 'json', 'html']);
export type ReportFormat = z.infer<typeof reportFormat>;

const reportTool = z.object({
  name: z.string(),
  class: riskClass,
  severity,
  why: z.array(z.string()),
  patterns: z.array(z.string()),
  switch: z.string(),
  pin: z.string(),
  scan: scanVerdict,
  findings: z.array(finding),
});
const reportServer = z.object({ name: z.string(), launch: z.string(), state: z.string(), tools: z.array(reportTool) });

/** All that a report says, before it takes a form. Times in ms since 1970. */
export const report = z.object({
  title: z.string(),
  atMs: z.number(),
  version: z.string(),
  servers: z.array(reportServer),
  stack: stackView.omit({ tools: true }),
});
export type Report = z.infer<typeof report>;
export type ReportTool = z.infer<typeof reportTool>;
export type ReportServer = z.infer<typeof reportServer>;

/** Held back, changed, or with something in its texts that is unusual. */
export const worthALook = ({ pin, scan }: Pick<ReportTool, 'pin' | 'scan'>): boolean => pin !== 'pinned' || scan !== 'clean';

const classes = ['financial', 'destructive', 'execute', 'write', 'unclassified', 'read'] as const;

/** Tools per class, the most dangerous first; classes without tools are left out. */
export function countsOf(
  tools: readonly Pick<ReportTool, 'class'>[],
): { readonly class: (typeof classes)[number]; readonly count: number }[] {
  return classes
    .map((name) => ({ class: name, count: tools.filter((tool) => tool.class === name).length }))
    .filter(({ count }) => count > 0);
}

/** The most dangerous tools first, then by name. */
export const inOrder = (tools: readonly ReportTool[]): ReportTool[] =>
  [...tools].sort((a, b) => classes.indexOf(a.class) - classes.indexOf(b.class) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

// ␛[31m and friends, tag characters, bidi controls: nothing in a report may act on the reader's screen
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** A foreign text on one line, with everything invisible spelled out, cut at `most` characters. */
export function plainLine(text: string, most = 300): string {
  const line = text.replaceAll(/[\t\n\r]+/g, ' ').replaceAll(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  const letters = [...line];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : line;
}

export const isoTime = (atMs: number): string => new Date(atMs).toISOString().replace('T', ' ').slice(0, 16) + ' UTC';
