export declare const testElectronVersion: string;
export declare function testElectron(options?: { log?: (line: string) => void }): Promise<string>;
export declare function expectDigest(file: string, algorithm: string, encoding: 'base64' | 'hex', expected: string): Promise<void>;
