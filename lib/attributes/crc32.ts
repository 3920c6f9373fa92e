/** The reflected polynomial of IEEE 802.3. */
const polynomial = 0xedb88320;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    remainder = (remainder >>> 1) ^ (remainder & 1 ? polynomial : 0);
  }
  return remainder;
});

/** The checksum that DynamoDB sends as `x-amz-crc32`; loading node:zlib for it would cost more than this file. */
export const crc32 = (bytes: Uint8Array): number => {
  let checksum = 0xffffffff;
  for (const byte of bytes) {
    checksum = (checksum >>> 8) ^ (table[(checksum ^ byte) & 0xff] ?? 0);
  }
  return (checksum ^ 0xffffffff) >>> 0;
};
