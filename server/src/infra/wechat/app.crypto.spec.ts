import crypto from 'node:crypto';
import fc from 'fast-check';
import { isRawDataGenuine, openEncryptedData } from './app.crypto.js';
import { appid } from './wechat.spec-support.js';

/** WeChat's own sample (official page "signature"). */
const rawData =
  '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN",' +
  '"avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}';
const sessionKey = 'HyVFkGl5F5OQWJZZaNzBBg==';
const signature = '75e81ceda165f4ffa64f4068af58c64b8f54b88c';

describe('isRawDataGenuine', () => {
  it("takes WeChat's own sample", () => {
    expect(isRawDataGenuine(rawData, sessionKey, signature)).toBe(true);
  });

  it.each([
    ['other data', `${rawData} `, sessionKey, signature],
    ['another key', rawData, 'tiihtNczf5v6AKRyjwEUhQ==', signature],
    ['another signature', rawData, sessionKey, signature.replace('7', '8')],
    ['a shortened signature', rawData, sessionKey, signature.slice(0, 38)],
    ['no signature', rawData, sessionKey, ''],
    ['a signature that is no hex', rawData, sessionKey, 'z'.repeat(40)],
  ])('refuses %s', (_name, data, key, given) => {
    expect(isRawDataGenuine(data, key, given)).toBe(false);
  });
});

describe('openEncryptedData', () => {
  const iv = 'r7BXXKkLb8qrSNn05n0qiA==';
  const seal = (plain: string) => {
    const sealer = crypto.createCipheriv(
      'aes-128-cbc',
      Buffer.from(sessionKey, 'base64'),
      Buffer.from(iv, 'base64'),
    );
    return Buffer.concat([sealer.update(plain), sealer.final()]).toString('base64');
  };
  const watermark = { appid, timestamp: 1795323600 };

  it('opens any data made for this mini program', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })), (fields) => {
        const data = JSON.parse(JSON.stringify({ ...fields, watermark })) as object;
        expect(openEncryptedData(sessionKey, seal(JSON.stringify(data)), iv, appid)).toEqual(data);
      }),
    );
  });

  it.each([
    ['another mini program', { openGId: 'g', watermark: { ...watermark, appid: 'wx1' } }],
    ['nobody', { openGId: 'g' }],
    ['a watermark that is none', { openGId: 'g', watermark: 'wx' }],
  ])('refuses data for %s', (_name, data) => {
    expect(() => openEncryptedData(sessionKey, seal(JSON.stringify(data)), iv, appid)).toThrow(
      expect.objectContaining({ name: 'SealBroken' }),
    );
  });

  it.each([
    ['another session key', 'tiihtNczf5v6AKRyjwEUhQ==', seal(JSON.stringify({ watermark })), iv],
    ['a session key of another length', 'AAAA', seal(JSON.stringify({ watermark })), iv],
    ['a cut ciphertext', sessionKey, seal(JSON.stringify({ watermark })).slice(0, 20), iv],
    ['no ciphertext', sessionKey, '', iv],
    ['a short iv', sessionKey, seal(JSON.stringify({ watermark })), 'AAAA'],
    ['data that is not JSON', sessionKey, seal('hello'), iv],
  ])('refuses %s', (_name, key, data, givenIv) => {
    expect(() => openEncryptedData(key, data, givenIv, appid)).toThrow(
      expect.objectContaining({ name: 'SealBroken' }),
    );
  });
});
