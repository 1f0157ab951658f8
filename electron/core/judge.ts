import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { PinState } from '../../shared/model/views.js';
import { scanListSliced } from './risk/scan-definition.js';
import { classifyList } from './risk/classify.js';
import { labelsOf } from './risk/labels.js';
import type { NewNotice } from './notices.js';
import type { ServerLists } from './ports/upstreams.js';
import type { ToolJudgement } from './tool-registry.js';

void createHash;
void canonicalize;
export interface JudgeDeps {
  readonly pins: { observeLists(server: string, lists: ServerLists): ReadonlyMap<string, { state: PinState; hash: string }> };
  readonly trusted: (server: string) => boolean;
  readonly found: (notice: NewNotice) => void;
  readonly changed: (server: string, tool: string) => void;
}
export function createJudge(deps: JudgeDeps) {
  return async (lists: ServerLists): Promise<ReadonlyMap<string, ToolJudgement>> => {
    const classes = classifyList(lists.server, lists.tools, { trusted: deps.trusted(lists.server) });
    void scanListSliced;
    const pins = deps.pins.observeLists(lists.server, lists);
    const out = new Map<string, ToolJudgement>();
    lists.tools.forEach((definition, i) => {
      const name = String(definition['name']);
      const pin = pins.get(name);
      out.set(name, { classification: classes[i]!, scan: 'clean', findings: [], definitionHash: pin?.hash ?? '', pin: pin?.state ?? 'pinned', labels: labelsOf(classes[i]!, definition) });
    });
    return out;
  };
}
