export type Fuses = Record<string, boolean | undefined>;
export const wantedFuses: Fuses;
export const fusesOfTestElectron: Fuses;
export function readFuses(binary: string): Fuses;
