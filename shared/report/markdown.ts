import { counted } from '../words/counted.js';
import { gathered } from './gathered.js';
import { countsOf, inOrder, isoTime, plainLine, type Report } from './report.js';

// signs that mean something anywhere; at the edge of a word; between the parts of an address; at the beginning of a line
const meaning = /[\\`*[\]{}()!|<>~&$@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:(?=\/)|(?<=www)\.|^[#+-]|^\d+(?=[.)])/giu;

/** Foreign text in Markdown: no mark-up, no links, no HTML, no table cell broken. */
const text = (value: string, most?: number): string =>
  plainLine(value, most).replaceAll(meaning, (sign) =>
    /^[&<>]|\d$/.test(sign) ? [...sign].map((one) => `&#${one.charCodeAt(0)};`).join('') : `\\${sign}`,
  );

/** The report as Markdown (CommonMark with tables). Everything that servers said of themselves is escaped. Yields once a tool. */
export function* reportAsMarkdown(report: Report): Generator<void, string> {
  const all = report.servers.flatMap(({ tools }) => tools);
  const lines = [
    `# ${text(report.title)}`,
    '',
    `Made by Toolgate ${report.version} on ${isoTime(report.atMs)}. ${counted(all.length, 'tool')} on ${counted(report.servers.length, 'server')}: ${
      countsOf(all)
        .map(({ class: name, count }) => `${count} ${name}`)
        .join(', ') || 'none listed yet'
    }.`,
  ];
  for (const server of report.servers) {
    lines.push('', `## ${text(server.name)}`, '', `Started as: ${text(server.launch)}  `, `State: ${text(server.state)}`, '');
    if (server.tools.length === 0) {
      lines.push('No tools are listed yet.');
      continue;
    }
    lines.push('| Tool | Class | Severity | Switch | Definition | Why | Open to |', '|---|---|---|---|---|---|---|');
    for (const tool of inOrder(server.tools)) {
      lines.push(
        `| ${text(tool.name, 120)} | ${tool.class} | ${tool.severity} | ${text(tool.switch)} | ${text(tool.pin)}, ${tool.scan} | ${tool.why.map((why) => text(why, 160)).join('; ')} | ${tool.patterns.map((one) => text(one)).join(', ')} |`,
      );
      yield;
    }
    const found = server.tools.filter(({ findings }) => findings.length > 0);
    if (found.length > 0)
      lines.push(
        '',
        '### Findings',
        '',
        ...found.flatMap((tool) =>
          tool.findings.map((one) => `- **${text(tool.name, 120)}** (${one.severity}) ${text(one.says)}: “${text(one.quote, 200)}”`),
        ),
      );
  }
  lines.push('', '## Together', '');
  if (report.stack.combinations.length === 0) lines.push('No dangerous combination of these tools is known.');
  for (const one of report.stack.combinations) {
    lines.push(
      `### ${text(one.title)}`,
      '',
      text(one.text, 2000),
      '',
      `For example: ${one.path.map((step) => `${text(step.server)} › ${text(step.tool)} (${text(step.label)})`).join(' → ')}.`,
      '',
      `What answers it: ${text(one.answer, 1000)}`,
      '',
      `More: <${one.reference}>`,
      '',
    );
  }
  if (report.stack.shadows.length > 0)
    lines.push(
      '### Names',
      '',
      ...gathered(report.stack.shadows).map(
        ({ first, tools }) => `- ${text(first.server)} › ${tools.map((tool) => text(tool, 120)).join(', ')}: ${text(first.says)}`,
      ),
    );
  return `${lines.join('\n').trimEnd()}\n`;
}
