export declare const testElectronVersion: string;
export declare function testElectron(options?: { log?: (line: string) => void }): Promise<string>;
