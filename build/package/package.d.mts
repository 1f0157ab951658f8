export function packFolder(options?: {
  out?: string;
  forTests?: boolean;
  log?: (line: string) => void;
}): Promise<{ folder: string; binary: string; isTest: boolean }>;
