/**
 * An asar archive of a few flat files: two pickled lengths, the JSON index, then the files one after another.
 * @param {Record<string, Buffer>} files
 * @returns {Buffer}
 */
export function flatAsar(files) {
  let offset = 0;
  const index = {};
  for (const [name, bytes] of Object.entries(files)) {
    index[name] = { size: bytes.length, offset: String(offset) };
    offset += bytes.length;
  }
  const json = Buffer.from(JSON.stringify({ files: index }));
  const padding = Buffer.alloc((4 - (json.length % 4)) % 4);
  const head = Buffer.alloc(16);
  head.writeUInt32LE(4, 0);
  head.writeUInt32LE(8 + json.length + padding.length, 4);
  head.writeUInt32LE(4 + json.length + padding.length, 8);
  head.writeUInt32LE(json.length, 12);
  return Buffer.concat([head, json, padding, ...Object.values(files)]);
}

/**
 * Paths of all files in an archive, `/`-separated, those beside it included.
 * @param {Buffer} bytes
 * @returns {string[]}
 */
export function asarPaths(bytes) {
  const walk = (folder, above) =>
    Object.entries(folder.files).flatMap(([name, entry]) => (entry.files ? walk(entry, `${above}${name}/`) : [`${above}${name}`]));
  return walk(JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString()), '');
}
