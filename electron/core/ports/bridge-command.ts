/** How another program runs our command line: what follows the arguments is the command, for example `connect --client cursor`. No token is among them. */
export interface BridgeCommand {
  /** absolute */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}
