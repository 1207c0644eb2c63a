import type { Chance } from '../../kernel/chance.js';
import { actions } from '../actions/index.js';
import { Buyer } from '../buyer.js';
import { Operator } from '../operator.js';
import type { Town } from '../town.js';
import { approves } from './approves.js';
import { distributes } from './distributes.js';
import { checks } from './checks.js';
import { decidesGroups } from './decides-groups.js';
import { forges } from './forges.js';
import { helps } from './helps.js';
import { meddles } from './meddles.js';
import { paysOut } from './pays-out.js';
import { ships } from './ships.js';

/** What somebody in a plan does, by its name there. */
export type Part = (town: Town, name: string, chance: Chance) => Promise<unknown>;

const buyer =
  (act: (person: Buyer) => Promise<unknown>): Part =>
  (town, name, chance) =>
    act(new Buyer(town, name, chance, town.client(name, chance)));

/** Those without whom the shop would stand still. A new file in this folder joins here. */
export const roles = {
  ships: (town, _name, chance) => ships(Operator.make(town, 'operator', chance), town.closing),
  approves: (town, _name, chance) => approves(Operator.make(town, 'operator', chance), town.closing),
  meddles: (town, _name, chance) => meddles(Operator.make(town, 'owner', chance), town.closing),
  helps: (town, _name, chance) => helps(Operator.make(town, 'operator', chance)),
  decidesGroups: (town, _name, chance) =>
    decidesGroups(Operator.make(town, 'operator', chance), town.closing),
  checks: (town, _name, chance) => checks(Operator.make(town, 'finance', chance)),
  paysOut: (town, _name, chance) =>
    paysOut(Operator.make(town, 'finance', chance), Operator.make(town, 'owner', chance.of('approver'))),
  forges: (town, _name, chance) => forges(town, chance),
  distributes: buyer(distributes),
} satisfies Record<string, Part>;

/** Everything that a person of a plan may do. */
export const parts: ReadonlyMap<string, Part> = new Map<string, Part>([
  ...Object.entries(roles),
  ...actions.map(({ name, act }): [string, Part] => [name, buyer(act)]),
]);
