import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';
import { applicationCommands } from './application-commands.js';
import { approvalCommands } from './approval-commands.js';
import { auditCommands } from './audit-commands.js';
import { catalogueCommands } from './catalogue-commands.js';
import { clientCommands } from './client-commands.js';
import { gateCommands } from './gate-commands.js';
import { policyCommands } from './policy-commands.js';
import { ruleCommands } from './rule-commands.js';
import { serverCommands } from './server-commands.js';
import { stackCommands } from './stack-commands.js';
import { toolCommands } from './tool-commands.js';

/** A handler for every command of the table: leave one out and this does not compile. */
export function createHandlers(house: House): Handlers {
  return {
    ...gateCommands(house),
    ...serverCommands(house),
    ...toolCommands(house),
    ...clientCommands(house),
    ...policyCommands(house),
    ...approvalCommands(house),
    ...auditCommands(house),
    ...applicationCommands(house),
    ...catalogueCommands(house),
    ...stackCommands(house),
    ...ruleCommands(house),
  };
}
