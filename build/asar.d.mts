export declare function flatAsar(files: Record<string, Buffer>): Buffer;
export function asarPaths(bytes: Buffer): string[];
