export declare function packageName(names: readonly string[]): string;
