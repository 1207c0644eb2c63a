/** A self-signed X.509 certificate in DER, written by hand because node:crypto can read but not make one. */
import crypto from 'node:crypto';

const tlv = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
};
const sequence = (...parts: Buffer[]): Buffer => tlv(0x30, ...parts);
const commonName = Buffer.from('0603550403', 'hex');
/** sha256WithRSAEncryption with its NULL parameter. */
const algorithm = Buffer.from('300d06092a864886f70d01010b0500', 'hex');

/** Certificate times up to 2049 are UTCTime (`yyMMddHHmmssZ`). */
const utcTime = (ms: number): Buffer =>
  tlv(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/\D/g, '')}Z`));

/**
 * A certificate over `publicKey`, signed with its own private key and valid for 5 years from `fromMs`, as the
 * platform certificates of WeChat Pay are. `serial` is 40 hex digits that start below 8 and not with 00.
 */
export function selfSigned(keys: crypto.KeyPairKeyObjectResult, serial: string, fromMs: number): string {
  const name = sequence(
    tlv(0x31, sequence(commonName, tlv(0x0c, Buffer.from('TuanLink WeChat Pay sandbox', 'utf8')))),
  );
  const untilMs = fromMs + 5 * 365 * 24 * 3600 * 1000;
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from(serial, 'hex')),
    algorithm,
    name,
    sequence(utcTime(fromMs), utcTime(untilMs)),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = crypto.sign('sha256', body, keys.privateKey);
  const der = sequence(body, algorithm, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
