import { dictionaries, failureText, fill, invalidFields, openText, translator } from './text';

const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe('dictionaries', () => {
  const zh = Object.entries(dictionaries['zh-CN']);
  const en = new Map<string, string>(Object.entries(dictionaries.en));

  it('have the same keys', () => {
    expect([...en.keys()].sort()).toEqual(zh.map(([key]) => key).sort());
  });

  it.each(zh)('%s has a text and the same places in both', (key, text) => {
    expect(text.trim()).not.toBe('');
    expect(en.get(key)?.trim()).toBeTruthy();
    expect(places(en.get(key) ?? '')).toEqual(places(text));
  });

  it('en holds no Chinese, apart from the name of the language', () => {
    const chinese = [...en].filter(([key, text]) => key !== 'language.zh-CN' && /\p{Script=Han}/u.test(text));
    expect(chinese).toEqual([]);
  });
});

describe('fill', () => {
  it('puts values into places and leaves unknown places visible', () => {
    expect(fill('{a} of {b}, {c}', { a: 0, b: 'x' })).toBe('0 of x, {c}');
  });
});

describe('invalidFields', () => {
  it.each([
    [
      {
        errors: [
          { path: 'title', rule: 'length' },
          { path: 'skus.0.name', rule: 'x' },
        ],
      },
      ['title', 'skus.0.name'],
    ],
    [{ errors: [null, {}] }, []],
    [{ errors: 'x' }, []],
    [undefined, []],
  ])('%j', (detail, paths) => {
    expect(invalidFields(detail)).toEqual(paths);
  });
});

describe('openText', () => {
  const t = translator('en');
  it.each([
    ['account', 'sales', t('account.sales')],
    ['account', 'never_heard_of', 'never_heard_of'],
  ])('%s.%s', (prefix, value, expected) => {
    expect(openText(t, prefix, value)).toBe(expected);
  });
});

describe('failureText', () => {
  it.each([
    ['not_found', 'en', 'Not found.'],
    ['not_found', 'zh-CN', '内容不存在或已下架'],
    ['network.failed', 'en', dictionaries.en['error.network']],
    ['made.up', 'en', dictionaries.en['error.unexpected']],
  ] as const)('%s in %s', (code, language, expected) => {
    expect(failureText(code, language)).toBe(expected);
  });

  it('prefers the given text for a code it does not know', () => {
    expect(failureText('made.up', 'en', 'From the server')).toBe('From the server');
  });
});
