import type { Slicing } from '../../shared/slices.js';
import { createHandlers } from './commands/handlers.js';
import { policyChange, preparePolicy } from './commands/policy-commands.js';
import type { CoreDeps } from './create-core.js';
import { createDispatch, type Dispatch } from './dispatch.js';
import { createForesee } from './foresee.js';
import type { House } from './house.js';
import { createLoosening } from './loosening.js';
import { createMayLoosen } from './may-loosen.js';
import { tellChange } from './tell-change.js';

interface OpenDispatchDeps {
  readonly house: House;
  readonly core: Pick<CoreDeps, 'face' | 'unlockCode' | 'logger'>;
  readonly unseen: (sentence: string) => void;
  readonly slicing: Slicing;
}

/** The gate of all commands with what carries them out. Loaded with the first command: calls need none of it. */
export function openDispatch({ house, core, unseen, slicing }: OpenDispatchDeps): Dispatch {
  const { modes, registry, changes, notices, audit } = house;
  const handlers = createHandlers(house);
  const dispatch: Dispatch = createDispatch({
    handlers,
    loosening: createLoosening({
      mode: () => modes.current(),
      tool: (server, tool) => registry.get(server, tool),
      policyChange: (name, input) => policyChange(house, name, input),
    }),
    mayLoosen: createMayLoosen({ face: core.face, unlockCode: core.unlockCode, changes, run: () => dispatch, unseen }),
    logger: core.logger,
    done: (done) => tellChange(done, notices, core.logger, (body) => audit.note(body)),
    prepare: (name, input) => preparePolicy(house, name, input, slicing),
    foresee: createForesee(house, handlers),
  });
  return dispatch;
}
