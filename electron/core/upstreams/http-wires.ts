import type { Wire, WireSink } from './wire.js';
import type { LaunchDeps } from './launch.js';
export interface HttpTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}
export declare function openHttpWire(target: HttpTarget, sink: WireSink, deps: LaunchDeps): Wire;
export declare function openSseWire(target: HttpTarget, sink: WireSink, deps: LaunchDeps): Wire;
