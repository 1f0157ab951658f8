import { createTwoFilesPatch } from 'diff';

/**
 * A unified diff for people. Every secret in it is covered, in each of the forms a file may write it in. Line ends and a byte order mark that
 * both texts have alike are no change and are not shown.
 */
export function diffText(file: string, before: string, after: string, secrets: readonly string[]): string {
  if (before === after) return '';
  const plain = [before, after].every((text) => !/(?<!\r)\n/.test(text))
    ? (text: string): string => text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
    : (text: string): string => text.replace(/^\uFEFF/, '');
  // Its heads would write an umlaut in a path as octal numbers.
  const diff = createTwoFilesPatch('', '', plain(before), plain(after), '', '', { context: 3, maxEditLength: 5000 });
  const head = `--- ${file}\n+++ ${file}\n`;
  if (diff === undefined) return `${head}(too many changes to be shown)\n`;
  const shown = `${head}${diff.slice(diff.indexOf('\n@@ ') + 1)}`;
  return [...new Set(secrets)]
    .filter((secret) => secret.length >= 4)
    .sort((a, b) => b.length - a.length)
    .reduce((text, secret) => text.replaceAll(secret, '•••').replaceAll(JSON.stringify(secret).slice(1, -1), '•••'), shown);
}
