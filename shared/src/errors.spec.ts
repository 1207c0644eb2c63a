import { pickLanguage, refusals, refusalStatus, refusalText, type RefusalCode } from './errors.js';

const codes = Object.keys(refusals) as RefusalCode[];

it.each(codes)('%s has a status and a text in each language', (code) => {
  expect([400, 401, 403, 404, 409, 413, 429, 503]).toContain(refusalStatus(code));
  expect(refusalText(code, 'zh-CN')).toMatch(/[\u4e00-\u9fff]/);
  expect(refusalText(code, 'en')).toMatch(/^[\x20-\x7e]+$/);
});

describe('the language of a request', () => {
  it.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['en', 'en'],
    ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['zh;q=0.2, en;q=0.7', 'en'],
    ['en;q=0, zh', 'zh-CN'],
    ['fr-FR', 'zh-CN'],
    ['*;q=0.5, en;q=garbage', 'en'],
  ])('of %j is %s', (header, language) => {
    expect(pickLanguage(header)).toBe(language);
  });
});
