import { countsOf, inOrder, isoTime, plainLine, type Report } from './report.js';

const text = (value: string, most?: number): string => plainLine(value, most).replaceAll(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const cell = (value: string): string => `<td>${value}</td>`;

const style = `body{font:14px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{margin-top:2rem;border-bottom:1px solid #ccc}table{border-collapse:collapse;width:100%;font-size:12px}
th,td{border:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f3f3f3}
.critical,.high{font-weight:600}.quiet{color:#555}code{font-family:ui-monospace,monospace}
@media print{body{margin:0;max-width:none}h2,h3{break-after:avoid}tr{break-inside:avoid}}`;

/** The report as one HTML page that prints: styles inside, no scripts, nothing loaded from anywhere. Everything foreign is escaped. */
export function reportAsHtml(report: Report): string {
  const all = report.servers.flatMap(({ tools }) => tools);
  const parts = [
    `<h1>${text(report.title)}</h1>`,
    `<p class="quiet">Made by Toolgate ${text(report.version)} on ${isoTime(report.atMs)}. ${all.length} tools on ${report.servers.length} servers: ${
      countsOf(all)
        .map(({ class: name, count }) => `${count} ${name}`)
        .join(', ') || 'none listed yet'
    }.</p>`,
  ];
  for (const server of report.servers) {
    parts.push(
      `<h2>${text(server.name)}</h2>`,
      `<p class="quiet">Started as <code>${text(server.launch)}</code>, ${text(server.state)}.</p>`,
    );
    if (server.tools.length === 0) {
      parts.push('<p>No tools are listed yet.</p>');
      continue;
    }
    parts.push(
      '<table><thead><tr><th>Tool</th><th>Class</th><th>Severity</th><th>Switch</th><th>Definition</th><th>Why</th></tr></thead><tbody>',
    );
    for (const tool of inOrder(server.tools)) {
      parts.push(
        `<tr>${cell(`<code>${text(tool.name, 120)}</code>`)}${cell(tool.class)}<td class="${tool.severity}">${tool.severity}</td>${cell(text(tool.switch))}${cell(`${text(tool.pin)}, ${tool.scan}`)}${cell(tool.why.map((why) => text(why, 160)).join('<br>'))}</tr>`,
      );
    }
    parts.push('</tbody></table>');
    const found = server.tools.flatMap((tool) => tool.findings.map((one) => ({ tool, one })));
    if (found.length > 0)
      parts.push(
        '<h3>Findings</h3><ul>',
        ...found.map(
          ({ tool, one }) => `<li><code>${text(tool.name, 120)}</code> (${one.severity}) ${text(one.says)}: “${text(one.quote, 200)}”</li>`,
        ),
        '</ul>',
      );
  }
  parts.push('<h2>Together</h2>');
  if (report.stack.combinations.length === 0) parts.push('<p>No dangerous combination of these tools is known.</p>');
  for (const one of report.stack.combinations) {
    parts.push(
      `<h3>${text(one.title)}</h3>`,
      `<p>${text(one.text, 2000)}</p>`,
      `<p>For example: ${one.path.map((step) => `<code>${text(step.server)} › ${text(step.tool)}</code> (${text(step.label)})`).join(' → ')}.</p>`,
      `<p>What answers it: ${text(one.answer, 1000)} <span class="quiet">${text(one.reference)}</span></p>`,
    );
  }
  if (report.stack.shadows.length > 0)
    parts.push(
      '<h3>Names</h3><ul>',
      ...report.stack.shadows.map((one) => `<li><code>${text(one.server)} › ${text(one.tool, 120)}</code>: ${text(one.says)}</li>`),
      '</ul>',
    );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${text(report.title)}</title><style>${style}</style></head>
<body>${parts.join('\n')}</body></html>
`;
}
