import crypto from 'node:crypto';
import fc from 'fast-check';
import { isPushGenuine, openPush, pushSignature, readPush, sealPush } from './push.crypto.js';
import { appid } from './wechat.spec-support.js';

const encodingAesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const random = Buffer.from('0123456789abcdef');
const text = fc.string({ unit: 'grapheme', maxLength: 200 });

describe('pushSignature', () => {
  it.each([
    ['1714036504', '1514711492', 'f464b24fc39322e44b38aa78f5edd27bd1441696'],
    ['1714037059', '486452656', '899cf89e464efb63f54ddac96b0a0a235f53aa78'],
  ])('matches the published vector of %s', (timestamp, nonce, expected) => {
    expect(pushSignature('AAAAA', timestamp, nonce)).toBe(expected);
    expect(isPushGenuine(expected, 'AAAAA', timestamp, nonce)).toBe(true);
    expect(isPushGenuine(expected, 'AAAAB', timestamp, nonce)).toBe(false);
    expect(isPushGenuine(expected.slice(1), 'AAAAA', timestamp, nonce)).toBe(false);
    expect(isPushGenuine('', 'AAAAA', timestamp, nonce)).toBe(false);
  });

  it('does not depend on the order of its parts, and leaves them as they are', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (parts) => {
        const given = [...parts];
        expect(pushSignature(...given)).toBe(pushSignature(...[...parts].reverse()));
        expect(given).toEqual(parts);
      }),
    );
  });
});

describe('openPush', () => {
  it('opens whatever was sealed, of any length', () => {
    fc.assert(
      fc.property(text, (message) => {
        const sealed = sealPush(encodingAesKey, message, appid, random);
        expect(openPush(encodingAesKey, sealed, appid)).toBe(message);
        expect(Buffer.from(sealed, 'base64').length % 32).toBe(0);
      }),
    );
  });

  it('opens a message padded with a whole block of 32, which ordinary unpadding refuses', () => {
    const message = 'm'.repeat(64 - 16 - 4 - appid.length);
    expect(openPush(encodingAesKey, sealPush(encodingAesKey, message, appid, random), appid)).toBe(message);
  });

  it.each([
    ['another mini program', sealPush(encodingAesKey, 'm', 'wx1', random)],
    ['another key', sealPush(encodingAesKey.replace('a', 'b'), 'm', appid, random)],
    ['no ciphertext', ''],
    ['a broken block', 'AAAA'],
    ['padding of 0', sealRaw(Buffer.alloc(32, 0))],
    ['padding of 33', sealRaw(Buffer.alloc(64, 33))],
    ['uneven padding', sealRaw(Buffer.concat([Buffer.alloc(30, 1), Buffer.from([1, 2])]))],
    ['nothing but padding', sealRaw(Buffer.alloc(32, 32))],
    [
      'a length beyond its end',
      sealRaw(Buffer.concat([Buffer.alloc(16, 7), Buffer.alloc(8, 255), Buffer.alloc(8, 8)])),
    ],
  ])('refuses %s', (_name, sealed) => {
    expect(() => openPush(encodingAesKey, sealed, appid)).toThrow(
      expect.objectContaining({ name: 'SealBroken' }),
    );
  });

  it('insists on a key of 43 characters', () => {
    expect(() => openPush('short', 'AAAA', appid)).toThrow(RangeError);
  });
});

/** Encrypts bytes as they are, to make messages that no honest sender makes. */
function sealRaw(plain: Buffer): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const sealer = crypto.createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([sealer.update(plain), sealer.final()]).toString('base64');
}

describe('readPush', () => {
  const secrets = { pushToken: 'AAAAA', encodingAesKey, appid };
  const event = { ToUserName: 'gh_1', MsgType: 'event', Event: 'wxa_media_check' };
  const pushed = (message: string) => {
    const Encrypt = sealPush(encodingAesKey, message, appid, random);
    const query = { timestamp: '1714036504', nonce: '1514711492' };
    const msg_signature = pushSignature('AAAAA', query.timestamp, query.nonce, Encrypt);
    return { query: { ...query, msg_signature }, body: { ToUserName: 'gh_1', Encrypt } };
  };

  it('reads a sealed event', () => {
    const { query, body } = pushed(JSON.stringify(event));
    expect(readPush(secrets, query, body)).toEqual(event);
  });

  it('refuses a message that is not signed, or not over the sealed text', () => {
    const { query, body } = pushed(JSON.stringify(event));
    const broken = expect.objectContaining({ name: 'SealBroken' });
    expect(() => readPush(secrets, { ...query, nonce: '1' }, body)).toThrow(broken);
    expect(() => readPush(secrets, { ...query, msg_signature: undefined }, body)).toThrow(broken);
    expect(() => readPush(secrets, query, { Encrypt: `${body.Encrypt}A` })).toThrow(broken);
    expect(() => readPush({ ...secrets, pushToken: 'B' }, query, body)).toThrow(broken);
  });

  it.each(['<xml></xml>', '[]', '"text"'])('refuses %s as no message', (message) => {
    const { query, body } = pushed(message);
    expect(() => readPush(secrets, query, body)).toThrow(expect.objectContaining({ name: 'ShapeError' }));
  });

  it.each([null, 'text', [], {}, { Encrypt: 7 }])('refuses the body %j', (body) => {
    expect(() => readPush(secrets, { timestamp: '1', nonce: '1' }, body)).toThrow(
      expect.objectContaining({ name: 'ShapeError' }),
    );
  });
});
