export declare function buildShellApp(): Promise<{ app: string; env: Record<string, string> }>;
