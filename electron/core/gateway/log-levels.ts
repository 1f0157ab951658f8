/** Syslog severities (RFC 5424), as MCP logging names them, quiet to loud. */
const levels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

export const isLogLevel = (level: unknown): level is string => typeof level === 'string' && levels.includes(level);

/** Whether a message is below what the session asked for. Sessions may share a server, and each set a level of its own. */
export const isQuieter = (level: unknown, wanted: string | undefined): boolean =>
  wanted !== undefined && isLogLevel(level) && levels.indexOf(level) < levels.indexOf(wanted);
