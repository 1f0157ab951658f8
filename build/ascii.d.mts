export const ascii: {
  readonly name: string;
  generateBundle(options: object, bundle: Readonly<Record<string, { type: 'chunk'; fileName: string; code: string }>>): void;
};
