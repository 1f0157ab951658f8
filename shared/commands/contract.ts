import type { z } from 'zod';
import { approvalContract } from './approval-contract.js';
import { auditContract } from './audit-contract.js';
import { clientContract } from './client-contract.js';
import { gateContract } from './gate-contract.js';
import { policyContract } from './policy-contract.js';
import { ruleContract } from './rule-contract.js';
import { serverContract } from './server-contract.js';
import { toolContract } from './tool-contract.js';

/**
 * The one command table. Window (IPC), command line (control socket), browser face and tray all go through `dispatch`, which
 * validates `input` against the schema here. Names are `noun.verb`. A missing handler is a compile error.
 */
export const contract = {
  ...gateContract,
  ...serverContract,
  ...toolContract,
  ...clientContract,
  ...policyContract,
  ...ruleContract,
  ...approvalContract,
  ...auditContract,
} as const;

export type Contract = typeof contract;
export type CommandName = keyof Contract;
/** what a caller gives: defaults may be left out */
export type CommandInput<N extends CommandName> = z.input<Contract[N]['input']>;
/** what a handler gets: validated, defaults filled in */
export type ParsedInput<N extends CommandName> = z.output<Contract[N]['input']>;
export type CommandOutput<N extends CommandName> = z.output<Contract[N]['output']>;

/** Where a command came from. Only doors in front of a person may loosen without a confirmation. */
export type Door = 'window' | 'tray' | 'notification' | 'browser' | 'cli' | 'file' | 'start';
