import type { StackView } from './report.js';

type Shadow = StackView['shadows'][number];

/** What is said of several tools alike, once: a server that has twelve names of another is one line. */
export function gathered(
  shadows: readonly Shadow[],
): { readonly key: string; readonly first: Shadow; readonly tools: readonly string[] }[] {
  const groups = new Map<string, { key: string; first: Shadow; tools: string[] }>();
  for (const one of shadows) {
    const key = [one.id, one.server, one.other.server, one.says].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { key, first: one, tools: [one.tool] });
    else group.tools.push(one.tool);
  }
  return [...groups.values()];
}
