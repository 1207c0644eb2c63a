import type { Action } from './action.js';
import { buysAlone } from './buys-alone.js';
import { buysTogether } from './buys-together.js';
import { cancels, leaves } from './cancels.js';
import { comesAgainLate, comesAgainSoon, looksOnly } from './comes-again.js';
import { neverPays } from './never-pays.js';
import { opensGroup } from './opens-group.js';
import { paysAtTheLastMoment } from './pays-at-the-last-moment.js';
import { anotherPays, paysAnotherAmount, paysTwice } from './pays-oddly.js';
import { pressesTwice } from './presses-twice.js';

import { sendsBack, wantsMoneyBack } from './wants-money-back.js';
import { wantsMoreThanAllowed, wantsTwoSeats } from './wants-too-much.js';

/** Everything buyers do. A new file in this folder joins here. */
export const actions: readonly Action[] = [
  buysTogether,
  opensGroup,
  buysAlone,
  neverPays,
  paysAtTheLastMoment,
  paysTwice,
  paysAnotherAmount,
  anotherPays,
  cancels,
  leaves,
  pressesTwice,
  comesAgainSoon,
  comesAgainLate,
  wantsTwoSeats,
  wantsMoreThanAllowed,
  wantsMoneyBack,
  sendsBack,
  looksOnly,
];
