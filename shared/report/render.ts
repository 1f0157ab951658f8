import { reportAsHtml } from './html.js';
import { reportAsMarkdown } from './markdown.js';
import type { Report, ReportFormat } from './report.js';

/** A report in one of its three forms. Yields once a tool. */
export function* renderReport(report: Report, format: ReportFormat): Generator<void, string> {
  switch (format) {
    case 'md':
      return yield* reportAsMarkdown(report);
    case 'html':
      return yield* reportAsHtml(report);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
  }
}
