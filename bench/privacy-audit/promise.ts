import type { Attacked } from './attack-streams.ts';
import type { Membership } from './membership.ts';

/** What is promised of the `anonymous` stream, and of a model that was trained on nothing but it. */
export const promised = { secret: 0.05, link: 0.05, singledOut: 0, planted: 0, membership: 0.25 };
/** An attack that finds less where everything lies open is no attack. */
const leastProof = 0.5;

/** What of the promise does not hold, and which attack has not proved itself; empty when all is well. */
export function broken(where: string, attacked: readonly Attacked[]): string[] {
  const of = (name: string) => attacked.find(({ stream }) => stream === name);
  const [anonymous, pseudonymous] = [of('anonymous'), of('pseudonymous')];
  if (!anonymous || !pseudonymous) return [`${where}: a stream was not attacked`];
  const faults: string[] = [];
  const most = (what: string, found: number, limit: number) => {
    if (found > limit) faults.push(`${where}: ${what} is ${found}, more than ${limit}`);
  };
  const least = (what: string, found: number) => {
    if (found < leastProof)
      faults.push(
        `${where}: the attack has not proved itself, ${what} on pseudonyms is ${found}, less than ${leastProof}`,
      );
  };
  most('secret_advantage', anonymous.secret_advantage, promised.secret);
  most('link_advantage', anonymous.link_advantage, promised.link);
  most('singled_out', anonymous.singled_out, promised.singledOut);
  least('secret_advantage', pseudonymous.secret_advantage);
  least('link_advantage', pseudonymous.link_advantage);
  return faults;
}

/** The same of the models; nothing is said where none was attacked. */
export function tellsMembers(where: string, found: Membership | undefined): string[] {
  if (!found || found.membership_advantage <= promised.membership) return [];
  return [`${where}: membership_advantage is ${found.membership_advantage}, more than ${promised.membership}`];
}
