import { createTwoFilesPatch } from 'diff';

/** A unified diff for people. Every secret in it is covered, in each of the forms a file may write it in. */
export function diffText(file: string, before: string, after: string, secrets: readonly string[]): string {
  if (before === after) return '';
  const diff = createTwoFilesPatch(file, file, before, after, '', '', { context: 3, maxEditLength: 5000 });
  if (diff === undefined) return `--- ${file}\n+++ ${file}\n(too much changes to be shown)\n`;
  const shown = diff.replace(/^(?:Index: .*\n)?=+\n/, '');
  return [...new Set(secrets)]
    .filter((secret) => secret.length >= 4)
    .sort((a, b) => b.length - a.length)
    .reduce((text, secret) => text.replaceAll(secret, '•••').replaceAll(JSON.stringify(secret).slice(1, -1), '•••'), shown);
}
