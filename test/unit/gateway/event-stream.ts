/** The JSON messages of an event stream, one by one */
export function events(response: Response): { next(): Promise<unknown>; lastId(): string } {
  const reader = response.body?.getReader();
  let text = '';
  let last = '';
  return {
    lastId: () => last,
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end !== -1) {
          const lines = text.slice(0, end).split('\n');
          text = text.slice(end + 2);
          const id = lines.find((line) => line.startsWith('id: '));
          if (id) last = id.slice(4);
          const data = lines
            .filter((line) => line.startsWith('data: '))
            .map((line) => line.slice(6))
            .join('\n');
          if (data !== '') return JSON.parse(data) as unknown;
          continue;
        }
        const chunk = await reader?.read();
        if (!chunk || chunk.done) return undefined;
        text += Buffer.from(chunk.value).toString();
      }
    },
  };
}
