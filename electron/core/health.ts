/** What is wrong with the gate as a whole, one line for each part. */
export interface Health {
  set(part: string, problem: string | undefined): void;
  lines(): string[];
}

export function createHealth(changed: () => void): Health {
  const lines = new Map<string, string>();
  return {
    set(part, problem) {
      if (lines.get(part) === problem) return;
      if (problem === undefined) lines.delete(part);
      else lines.set(part, problem);
      changed();
    },
    lines: () => [...lines.values()],
  };
}
