export declare function flatAsar(files: Record<string, Buffer>): Buffer;
