import crypto, { type KeyObject } from 'node:crypto';

/**
 * For specs only: self-signed X.509 certificates like WeChat Pay's platform certificates. Node reads
 * certificates but cannot write them, and a fixture on disk would need a private key beside it and would
 * expire one day.
 */
export function selfSignedCertificate(
  keys: { publicKey: KeyObject; privateKey: KeyObject },
  facts: { serial: string; validFrom: Date; validTo: Date },
): string {
  const sha256WithRsa = sequence(oid('2a864886f70d01010b'), tlv(0x05, Buffer.alloc(0)));
  const commonName = sequence(oid('550403'), tlv(0x0c, Buffer.from('Tenpay.com Root CA')));
  const name = sequence(tlv(0x31, commonName));
  const facade = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.from(facts.serial, 'hex')),
    sha256WithRsa,
    name,
    sequence(generalizedTime(facts.validFrom), generalizedTime(facts.validTo)),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = crypto.sign('RSA-SHA256', facade, keys.privateKey);
  const bits = tlv(0x03, Buffer.concat([Buffer.from([0]), signature]));
  const base64 = sequence(facade, sha256WithRsa, bits).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** Tag, length, value: the shape of everything in DER. */
function tlv(tag: number, value: Buffer): Buffer {
  const size = value.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), value]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, 'hex'));
}

/** A leading zero keeps numbers whose first bit is set positive. */
function integer(bytes: Buffer): Buffer {
  const isNegative = ((bytes[0] ?? 0) & 0x80) !== 0;
  return tlv(0x02, isNegative ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

function generalizedTime(at: Date): Buffer {
  return tlv(0x18, Buffer.from(`${at.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`));
}
