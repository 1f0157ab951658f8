export declare function sourcesStamp(): string;
export declare function isBuilt(stamp: string): boolean;
export declare function markBuilt(stamp: string): void;
export declare function contentHash(paths: readonly string[]): string;
