import { type Action, joinOrOpen } from './action.js';

export const neverPays: Action = {
  name: 'orders and never pays',
  weight: 6,
  act: joinOrOpen,
};
