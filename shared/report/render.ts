import { reportAsHtml } from './html.js';
import { reportAsMarkdown } from './markdown.js';
import type { Report, ReportFormat } from './report.js';

/** A report in one of its three forms. */
export function renderReport(report: Report, format: ReportFormat): string {
  switch (format) {
    case 'md':
      return reportAsMarkdown(report);
    case 'html':
      return reportAsHtml(report);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
  }
}
