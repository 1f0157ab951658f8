import type { StackView } from '../../shared/report/report.js';
import { coreWords } from '../../shared/words/core/en.js';
import { attackPatterns, patternsOfCombination } from './risk/patterns.js';
import { scanAcross } from './risk/scan-across.js';
import type { KnownTool } from './tool-registry.js';

/** What of a tool decides about combinations. */
export type StackTool = Pick<KnownTool, 'server' | 'tool' | 'class' | 'labels' | 'definition'> & { readonly corrected: boolean };

const danger = ['financial', 'destructive', 'execute', 'write', 'unclassified', 'read'];
const most = 200;

/** Which combinations a set of tools makes possible, with one path each: what brings data in, what could carry it out. Pure; yields often. */
export function* stackOf(tools: readonly StackTool[]): Generator<void, StackView> {
  const labelled = tools.filter((tool) => tool.labels.length > 0);
  // the first of those that do most harm, on another server than `notOn` where there is one
  const worst = (candidates: readonly StackTool[], notOn?: string): StackTool | undefined => {
    const rank = (tool: StackTool): number => (tool.server === notOn ? danger.length : 0) + danger.indexOf(tool.class);
    return candidates.reduce<StackTool | undefined>(
      (most, tool) => (most === undefined || rank(tool) < rank(most) ? tool : most),
      undefined,
    );
  };
  const having = (label: StackTool['labels'][number]): StackTool[] => labelled.filter((tool) => tool.labels.includes(label));
  const outward = having('outward');
  const acting = [
    ...outward,
    ...tools.filter((tool) => (tool.class === 'execute' || tool.class === 'destructive') && !outward.includes(tool)),
  ];

  const combinations: StackView['combinations'][number][] = [];
  for (const id of patternsOfCombination(tools)) {
    yield;
    const pattern = attackPatterns.find((one) => one.id === id);
    const [sources, from] =
      id === 'indirect-prompt-injection'
        ? [having('untrusted-content'), coreWords.evidence.bringsIn]
        : [having('private-data'), coreWords.evidence.readsPrivate];
    const ends = id === 'indirect-prompt-injection' ? acting : outward;
    const start = worst(sources);
    const end =
      worst(
        ends.filter((tool) => tool !== start),
        start?.server,
      ) ?? worst(ends);
    if (pattern === undefined || start === undefined || end === undefined) continue;
    const stranger = id === 'indirect-prompt-injection' ? undefined : worst(having('untrusted-content'));
    const path = [
      ...(stranger === undefined || stranger === start || stranger === end
        ? []
        : [{ server: stranger.server, tool: stranger.tool, label: coreWords.evidence.bringsIn }]),
      { server: start.server, tool: start.tool, label: from },
      {
        server: end.server,
        tool: end.tool,
        label: end.labels.includes('outward') ? coreWords.evidence.sendsOut : coreWords.evidence.harms,
      },
    ];
    const { title, text, reference, answer } = pattern;
    combinations.push({
      id,
      title,
      text,
      reference,
      answer,
      path,
      across: new Set(path.map((step) => step.server)).size > 1,
      count: sources.length * ends.length,
    });
  }

  const servers = [...new Set(tools.map((tool) => tool.server))].map((server) => ({
    server,
    tools: tools.filter((tool) => tool.server === server).map((tool) => tool.definition),
  }));
  return {
    tools: labelled
      .slice(0, 5000)
      .map(({ server, tool, class: kind, labels, corrected }) => ({ server, tool, class: kind, labels: [...labels], corrected })),
    combinations,
    shadows: (yield* scanAcross(servers)).slice(0, most).map(({ id, where, quote, says, severity, server, tool, other }) => ({
      id,
      where,
      quote,
      says,
      severity,
      server,
      tool,
      other: { server: other.server, tool: other.tool },
    })),
  };
}
