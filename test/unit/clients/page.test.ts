import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Application, FormatName, Platform } from '../../../electron/core/clients/application.js';
import { applications } from '../../../electron/core/clients/application-table.js';
import { instructed } from '../../../electron/core/clients/instructed-applications.js';

const SYSTEMS: readonly (readonly [Platform, string])[] = [
  ['mac', 'macOS'],
  ['windows', 'Windows'],
  ['linux', 'Linux'],
];
const FORMATS: Readonly<Record<FormatName, string>> = { json: 'JSON', jsonc: 'JSON with comments', toml: 'TOML', yaml: 'YAML' };
const SUPPORT: Readonly<Record<Platform, string>> = { mac: '~/Library/Application Support', windows: '%APPDATA%', linux: '~/.config' };

const path = (template: string, system: Platform): string =>
  `\`${template
    .replace('@support', SUPPORT[system])
    .replace('@config', '~/.config')
    .replace('@roaming', '%APPDATA%')
    .replace('@local', '%LOCALAPPDATA%')
    .replace(/~(?=[/}])/, system === 'windows' ? '%USERPROFILE%' : '~')}\``;

const templatesOf = ({ files }: Application, system: Platform): readonly string[] =>
  Array.isArray(files) ? (files as readonly string[]) : ((files as Partial<Record<Platform, readonly string[]>>)[system] ?? []);

function section(application: Application): string {
  const {
    id,
    name,
    format,
    layouts,
    project = [],
    link,
    nameBudget,
    toolBudget,
    commandHasNoSpaces,
    allowedAt,
    reload,
    projectReload,
  } = application;
  const [{ at, http }] = layouts;
  const lines = [
    ...SYSTEMS.flatMap(([system, word]) => {
      const templates = templatesOf(application, system);
      return templates.length === 0 ? [] : [`- ${word}: ${templates.map((one) => path(one, system)).join(' or ')}`];
    }),
    `- ${FORMATS[format]}, servers under \`${at.map((keys) => keys.join(' › ')).join('`, `')}\`${layouts
      .slice(1)
      .map((other) => `, in other versions under \`${other.at[0]?.join(' › ') ?? ''}\``)
      .join('')}`,
    `- Reaches the gate ${http === undefined ? 'by the bridge, a command' : 'at its address'}, each server by its own name (mirror) or all by one entry (aggregate)`,
    ...(project.length === 0 ? [] : [`- In projects: ${project.map((file) => `\`${file}\``).join(', ')}`]),
    ...(link === undefined ? [] : ['- Can be set up by a link as well']),
    ...(nameBudget === undefined ? [] : [`- Leaves out tools whose name with the server’s has more than ${nameBudget} characters`]),
    ...(toolBudget === undefined ? [] : [`- Takes ${toolBudget} tools of all servers together`]),
    ...(allowedAt === undefined
      ? []
      : [`- Uses no other servers than those listed under \`${allowedAt.join(' › ')}\`, where there is such a list`]),
    ...(commandHasNoSpaces === true ? ['- Cannot start a command with a space in its path'] : []),
    `- Afterwards: ${reload}`,
    ...(projectReload === undefined ? [] : [`- Afterwards, in a project: ${projectReload}`]),
  ];
  return `## ${name}\n\n\`${id}\`\n\n${lines.join('\n')}\n`;
}

it('docs/applications.md says of every application what the table does', async () => {
  const byHand = instructed.map(({ id, name, steps }) => `- ${name} (\`${id}\`): ${steps.join(' ')}`);
  const text = `# Applications

What Toolgate knows of each AI application: its configuration files, how it reaches the gate, and how it reads its file again. Environment
variables such as \`CODEX_HOME\` and \`XDG_CONFIG_HOME\` are honoured. This page is made from
\`electron/core/clients/application-table.ts\` by \`npx vitest run --project unit test/unit/clients/page.test.ts -u\`.

\`toolgate client connect ID\` connects one, with \`--project DIR\` its files in a project; those never hold a token.

${applications.map(section).join('\n')}
## Without a file

These are set up by a person, where they can be; \`toolgate client discover --json\` and the window show the steps filled in.

${byHand.join('\n')}
`;
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/applications.md'));
});
