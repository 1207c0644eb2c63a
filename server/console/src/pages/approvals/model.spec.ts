import { decisionsFor, payloadFacts } from './model';

describe('decisionsFor', () => {
  const asked = (state: 'pending' | 'approved') => ({ state, requestedBy: { id: 'ann', name: '安' } });
  it.each([
    ['somebody else', asked('pending'), 'bob', true, ['approve', 'reject']],
    ['somebody else without the permission', asked('pending'), 'bob', false, []],
    ['the one who asked', asked('pending'), 'ann', true, ['withdraw']],
    ['anybody afterwards', asked('approved'), 'bob', true, []],
  ] as const)('%s', (_name, approval, operator, may, expected) => {
    expect(decisionsFor(approval, operator, may)).toEqual(expected);
  });
});

describe('payloadFacts', () => {
  it('knows amounts by their name, and leaves nothing out', () => {
    expect(payloadFacts({ amountFen: 5, reference: '8821', parts: [1] })).toEqual([
      { name: 'amountFen', value: { kind: 'amount', fen: 5 } },
      { name: 'reference', value: { kind: 'text', text: '8821' } },
      { name: 'parts', value: { kind: 'text', text: '[1]' } },
    ]);
    expect(payloadFacts(null)).toEqual([]);
  });
});
