interface Packing {
  folder: string;
  out: string;
  isTest: boolean;
}
export function packTar(packing: Packing): string;
export function packDeb(packing: Packing & { compression?: 'gzip' | 'zstd' | 'none' }): string;
