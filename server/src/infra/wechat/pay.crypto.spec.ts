import crypto from 'node:crypto';
import fc from 'fast-check';
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import {
  answerMessage,
  authorization,
  cashierMessage,
  isSignedBy,
  openResource,
  requestMessage,
  sealForWechat,
  signMessage,
} from './pay.crypto.js';
import { apiV3Key, merchantKeys, privatePem, publicPem, wechatKeys } from './wechat.spec-support.js';

const line = fc.string({ unit: 'grapheme', maxLength: 40 });
const printable = fc.string({ unit: 'grapheme-ascii', minLength: 12, maxLength: 12 });

describe('messages to sign', () => {
  it('are the lines that another library signs', () => {
    fc.assert(
      fc.property(line, line, line, line, line, (method, target, timestamp, nonce, body) => {
        expect(requestMessage(method, target, timestamp, nonce, body)).toBe(
          Formatter.request(method, target, timestamp, nonce, body),
        );
        expect(answerMessage(timestamp, nonce, Buffer.from(body)).toString()).toBe(
          Formatter.response(timestamp, nonce, body),
        );
        expect(cashierMessage(method, timestamp, nonce, target)).toBe(
          Formatter.joinedByLineFeed(method, timestamp, nonce, `prepay_id=${target}`),
        );
      }),
    );
  });

  it('make the header that another library makes, up to the order of its fields', () => {
    const parts = { mchid: '1900000109', serial: 'AB', nonce: 'n', timestamp: '1', signature: 's+/=' };
    const fieldsOf = (header: string) => header.split(/[ ,]/).sort();
    expect(fieldsOf(authorization(parts))).toEqual(
      fieldsOf(Formatter.authorization('1900000109', 'n', 's+/=', '1', 'AB')),
    );
  });

  it('cover bytes that are no text', () => {
    const body = Buffer.from([0xff, 0x00, 0xfe]);
    expect(answerMessage('1', 'n', body)).toEqual(Buffer.from([49, 10, 110, 10, 0xff, 0x00, 0xfe, 10]));
  });
});

describe('signatures', () => {
  it('verify at the other side, both ways, and for no other message or key', async () => {
    await fc.assert(
      fc.asyncProperty(line, line, async (message, other) => {
        const ours = await signMessage(message, merchantKeys.privateKey);
        expect(Rsa.verify(message, ours, publicPem(merchantKeys.publicKey))).toBe(true);
        const theirs = Rsa.sign(message, privatePem(wechatKeys.privateKey));
        expect(isSignedBy(Buffer.from(message), theirs, wechatKeys.publicKey)).toBe(true);
        expect(isSignedBy(Buffer.from(message), theirs, merchantKeys.publicKey)).toBe(false);
        expect(isSignedBy(Buffer.from(other), theirs, wechatKeys.publicKey)).toBe(other === message);
      }),
      { numRuns: 25 },
    );
  });

  it.each(['', 'AAAA', 'not base64 at all', 'A'.repeat(344)])('%j is none', (signature) => {
    expect(isSignedBy(Buffer.from('m'), signature, wechatKeys.publicKey)).toBe(false);
  });
});

describe('sealed resources', () => {
  it('open whatever another library sealed', () => {
    fc.assert(
      fc.property(line, printable, line, (plain, nonce, associatedData) => {
        const ciphertext = Aes.AesGcm.encrypt(plain, apiV3Key, nonce, associatedData);
        expect(openResource(apiV3Key, { ciphertext, nonce, associatedData })).toBe(plain);
      }),
    );
  });

  it('do not open after any single bit was changed', () => {
    const nonce = 'abcdefghijkl';
    const sealed = Buffer.from(Aes.AesGcm.encrypt('{"total":1}', apiV3Key, nonce, 'transaction'), 'base64');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const resource = { ciphertext: changed.toString('base64'), nonce, associatedData: 'transaction' };
      expect(() => openResource(apiV3Key, resource)).toThrow('the seal does not open');
    }
  });

  it('do not open with a shortened tag', () => {
    const nonce = 'abcdefghijkl';
    const sealed = Buffer.from(Aes.AesGcm.encrypt('', apiV3Key, nonce, ''), 'base64');
    expect(openResource(apiV3Key, { ciphertext: sealed.toString('base64'), nonce, associatedData: '' })).toBe(
      '',
    );
    const short = sealed.subarray(0, 15).toString('base64');
    expect(() => openResource(apiV3Key, { ciphertext: short, nonce, associatedData: '' })).toThrow(
      'incomplete',
    );
  });
});

describe('names sealed for WeChat', () => {
  it('are read by another library, and never look the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (name) => {
        const sealed = sealForWechat(wechatKeys.publicKey, name);
        expect(Rsa.decrypt(sealed, privatePem(wechatKeys.privateKey))).toBe(name);
        expect(sealForWechat(wechatKeys.publicKey, name)).not.toBe(sealed);
      }),
      { numRuns: 25 },
    );
  });

  it('use the padding that another library uses', () => {
    const sealed = Rsa.encrypt('欧阳静', publicPem(wechatKeys.publicKey));
    const padding = crypto.constants.RSA_PKCS1_OAEP_PADDING;
    const opened = crypto.privateDecrypt(
      { key: wechatKeys.privateKey, padding, oaepHash: 'sha1' },
      Buffer.from(sealed, 'base64'),
    );
    expect(opened.toString()).toBe('欧阳静');
  });
});
