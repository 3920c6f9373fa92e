import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { UsageError } from '../frame/command-error.ts';

/**
 * A file as text, chunk by chunk, unpacked where it is gzipped (as Auth0's exports are); `-` is standard input.
 * A byte order mark is left out.
 */
export async function* openText(file: string): AsyncGenerator<string, void, undefined> {
  const packed = file !== '-' && (await isGzip(file));
  // Not opened before: a stream that fails while nobody reads it ends the process.
  const source = file === '-' ? process.stdin : createReadStream(file);
  const bytes = packed ? unpacked(source) : source;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of bytes) {
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) {
      throw new UsageError(`${file} is not UTF-8 text: export it again as UTF-8`, { cause: error });
    }
    throw error;
  }
}

const unpacked = (source: Readable): Readable => {
  const output = new PassThrough();
  // The failure arrives at whoever reads the output.
  pipeline(source, createGunzip(), output).catch((error: Error) => output.destroy(error));
  return output;
};

const isGzip = async (file: string): Promise<boolean> => {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${error.code})`, { cause: error });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
};
