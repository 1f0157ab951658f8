export interface RealServer {
  readonly name: string;
}
export declare const atHand: readonly string[];
export declare function prepare(name: string, from: string, work: string): RealServer;
