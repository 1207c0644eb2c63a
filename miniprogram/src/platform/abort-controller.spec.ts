import { AbortSwitch } from './abort-controller';

it('tells its listeners once, with the reason', () => {
  const control = new AbortSwitch();
  const heard: string[] = [];
  const removed = () => heard.push('removed');
  control.signal.addEventListener('abort', () => heard.push('first'));
  control.signal.addEventListener('abort', removed);
  control.signal.removeEventListener('abort', removed);
  expect(control.signal.aborted).toBe(false);
  control.signal.throwIfAborted();

  control.abort('because');
  control.abort('again');
  expect(heard).toEqual(['first']);
  expect(control.signal).toMatchObject({ aborted: true, reason: 'because' });
  expect(() => control.signal.throwIfAborted()).toThrow('because');
});
