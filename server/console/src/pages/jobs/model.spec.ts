import { canRetry, jobStates, payloadText } from './model';

describe('jobs', () => {
  it('only those that gave up can be run again', () => {
    expect(jobStates.filter(canRetry)).toEqual(['failed']);
  });

  it.each([
    [{ orderId: 'o' }, '{\n  "orderId": "o"\n}'],
    [null, 'null'],
    [undefined, ''],
  ])('shows the payload %j', (payload, text) => {
    expect(payloadText(payload)).toBe(text);
  });
});
