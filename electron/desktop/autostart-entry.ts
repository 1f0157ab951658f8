/** Quotes one argument for the `Exec` key of a desktop entry (Desktop Entry Specification, "The Exec key"). */
export function execArgument(argument: string): string {
  const quoted = /^[A-Za-z0-9_@%+=:,./-]+$/.test(argument) ? argument : `"${argument.replace(/["`$\\]/g, '\\$&')}"`;
  return quoted.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}

/** An XDG autostart entry that starts the application in the tray. */
export const autostartEntry = (command: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Toolgate',
    'Comment=Firewall for the tools of AI agents',
    `Exec=${command.map(execArgument).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
