import type { InputOf, ReplyOf, RouteName } from '@tuanlink/shared/routes';
import type { OperatorRole } from '@tuanlink/shared/states';
import { Operators } from '../../../src/domains/staff/operators.service.js';
import { Database } from '../../../src/infra/database/database.js';
import type { Chance } from '../kernel/chance.js';
import type { Answer, Client } from './client.js';
import type { Town } from './town.js';

const PASSWORD = 'simulated-password';

/** Somebody at the console. */
export class Operator {
  private cookie: string | undefined;

  constructor(
    readonly town: Town,
    readonly role: OperatorRole,
    readonly chance: Chance,
    private readonly client: Client,
  ) {}

  static make(town: Town, role: OperatorRole, chance: Chance): Operator {
    return new Operator(town, role, chance, town.client(`operator ${role}`, chance));
  }

  /** Makes the account, as the program for deployers does. */
  async enrol(): Promise<void> {
    const { role } = this;
    await this.town.api.run(`enrol ${role}`, this.chance, { whole: true }, (app) =>
      app.get(Operators, { strict: false }).createOperator(app.get(Database).manager, {
        username: role,
        name: role,
        role,
        password: PASSWORD,
        demo: false,
      }),
    );
  }

  /** One call; logs in first where that is needed. */
  async call<K extends RouteName>(route: K, input?: InputOf<K>): Promise<Answer<K>> {
    if (this.cookie === undefined) await this.login();
    let answer = await this.client.call(route, { cookie: this.cookie }, input);
    if (answer.status === 401) {
      await this.login();
      answer = await this.client.call(route, { cookie: this.cookie }, input);
    }
    if (answer.code !== undefined) this.town.note(`refused: ${answer.code}`);
    return answer;
  }

  /** One call that must succeed. */
  async must<K extends RouteName>(route: K, input?: InputOf<K>): Promise<ReplyOf<K>> {
    const { body, ...refusal } = await this.call(route, input);
    if (body === undefined) throw new Error(`${route} was refused: ${JSON.stringify(refusal)}`);
    return body;
  }

  private async login(): Promise<void> {
    const body = { username: this.role, password: PASSWORD };
    const { cookie } = await this.client.call('console.login', {}, { body });
    if (cookie === undefined) throw new Error(`${this.role} could not log in`);
    this.cookie = cookie;
  }
}
