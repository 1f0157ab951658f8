import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';

/**
 * The licences of all packages that the application is made of, as their authors want them passed on: every installed package that is there
 * at run time, with its licence's own text.
 * @returns {string}
 */
export function thirdPartyNotices(folder = root) {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  const parts = Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional && existsSync(join(folder, path, 'package.json')))
    .map(([path, { version, license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return `${name} ${version} (${license})\n\n${texts(join(folder, path))}`;
    });
  return `Toolgate contains these packages.\n\n${parts.map((part) => `${'-'.repeat(80)}\n${part.trim()}\n`).join('\n')}`;
}

function texts(path) {
  const files = readdirSync(path).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  if (files.length > 0) return files.map((file) => readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n').trim()).join('\n\n');
  const { author } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  return `Its author gives no text of the licence${author === undefined ? '' : `: ${author.name ?? author}`}.`;
}
