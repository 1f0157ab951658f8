import { counted } from '../words/counted.js';
import { gathered } from './gathered.js';
import { countsOf, inOrder, isoTime, plainLine, worthALook, type Report, type ReportServer, type ReportTool } from './report.js';
import { reportStyle } from './html-style.js';

const text = (value: string, most?: number): string => plainLine(value, most).replaceAll(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** a name from outside: as code, isolated from the writing direction around it */
const name = (value: string, most = 120): string => `<code><bdi>${text(value, most)}</bdi></code>`;
const cell = (value: string): string => `<td>${value}</td>`;

// the same signs as in the window, so that a class is never told by its colour alone
const signs = { read: '○', write: '◐', execute: '▷', destructive: '◆', financial: '¤', unclassified: '?' } as const;
const classWord = (of: ReportTool['class']): string =>
  `<span class="class ${of}"><span aria-hidden="true">${signs[of]}</span> ${of}</span>`;

/** The report as one HTML page that prints: styles inside, no scripts, nothing loaded from anywhere. Everything foreign is escaped. Yields once a tool. */
export function* reportAsHtml(report: Report): Generator<void, string> {
  const all = report.servers.flatMap(({ tools }) => tools);
  const parts = [
    `<header><h1>${text(report.title)}</h1><p class="quiet">Made by Toolgate ${text(report.version)} on ${isoTime(report.atMs)}.</p></header>`,
    summary(report, all),
    attention(report.servers),
  ];
  for (const server of report.servers) parts.push(yield* serverPart(server));
  parts.push(together(report));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${text(report.title)}</title><style>${reportStyle}</style></head>
<body>${parts.filter((part) => part !== '').join('\n')}</body></html>
`;
}

function summary({ servers }: Report, all: readonly ReportTool[]): string {
  const figures = countsOf(all).map(({ class: of, count }) => `<li><strong>${count}</strong> ${classWord(of)}</li>`);
  return `<section><p>${counted(all.length, 'tool')} on ${counted(servers.length, 'server')}${all.length === 0 ? ', none listed yet' : ''}.</p><ul class="figures">${figures.join('')}</ul></section>`;
}

/** What waits for a person stands first, before pages of tables. */
function attention(servers: readonly ReportServer[]): string {
  const lines = servers.flatMap((server) =>
    server.tools.filter(worthALook).map((tool) => {
      const state = tool.pin === 'pinned' ? tool.scan : tool.pin;
      const found = tool.findings.map(
        (one) => `<li>${text(one.says)} <span class="quiet">(${one.severity})</span>: <q>${text(one.quote, 200)}</q></li>`,
      );
      return `<li>${name(server.name)} › ${name(tool.name)} <strong>${text(state)}</strong>${found.length === 0 ? '' : `<ul>${found.join('')}</ul>`}</li>`;
    }),
  );
  return lines.length === 0 ? '' : `<section class="attention"><h2>Needs a look</h2><ul>${lines.join('')}</ul></section>`;
}

function* serverPart(server: ReportServer): Generator<void, string> {
  const head = `<h2><bdi>${text(server.name)}</bdi></h2><p class="quiet">${text(server.state)} · ${counted(server.tools.length, 'tool')} · <code><bdi>${text(server.launch)}</bdi></code></p>`;
  if (server.tools.length === 0) return `<section>${head}<p>No tools are listed yet.</p></section>`;
  const rows: string[] = [];
  for (const tool of inOrder(server.tools)) {
    rows.push(
      `<tr>${cell(name(tool.name))}${cell(classWord(tool.class))}<td class="${tool.severity}">${tool.severity}</td>${cell(text(tool.switch))}${cell(`${text(tool.pin)}, ${tool.scan}`)}${cell(whyOf(tool))}</tr>`,
    );
    yield;
  }
  return `<section>${head}<table><thead><tr><th>Tool</th><th>Class</th><th>Severity</th><th>Switch</th><th>Definition</th><th>Why, and what it is open to</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></section>`;
}

function whyOf(tool: ReportTool): string {
  const open = tool.patterns.length === 0 ? '' : `<div class="quiet">${tool.patterns.map((one) => text(one)).join(', ')}</div>`;
  return `${tool.why.map((why) => text(why, 160)).join('<br>')}${open}`;
}

function together({ stack }: Report): string {
  const parts = ['<h2>Together</h2>'];
  if (stack.combinations.length === 0) parts.push('<p>No dangerous combination of these tools is known.</p>');
  for (const one of stack.combinations) {
    const path = one.path.map(
      (step) => `<li>${name(step.server)} › ${name(step.tool)} <span class="quiet">${text(step.label)}</span></li>`,
    );
    parts.push(
      `<article><h3>${text(one.title)}</h3><p>${text(one.text, 2000)}</p><ol>${path.join('')}</ol>`,
      `<p><strong>What answers it:</strong> ${text(one.answer, 1000)}</p><p class="quiet">${text(one.reference)}</p></article>`,
    );
  }
  if (stack.shadows.length > 0)
    parts.push(
      '<h3>Names</h3><ul>',
      ...gathered(stack.shadows).map(
        ({ first, tools }) => `<li>${name(first.server)} › ${tools.map((tool) => name(tool)).join(', ')}: ${text(first.says)}</li>`,
      ),
      '</ul>',
    );
  return `<section>${parts.join('')}</section>`;
}
