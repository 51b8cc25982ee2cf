/** Rules for one crawler. */
export interface Robots {
  rules: { allow: boolean; path: string }[];
  delayMs?: number;
}

/**
 * The rules of a robots.txt for an agent: those of the groups that name it, else those of `*`
 * (https://www.rfc-editor.org/rfc/rfc9309#section-2.2.1); `Crawl-delay` in seconds, as many write it.
 */
export function readRobots(text: string, agent: string): Robots {
  const groups: { agents: string[]; robots: Robots }[] = [];
  let group: (typeof groups)[number] | undefined;
  let naming = false;
  for (const line of text.split(/\r?\n/)) {
    const [, key = '', value = ''] = /^\s*([\w-]+)\s*:\s*(.*?)\s*(?:#.*)?$/.exec(line) ?? [];
    switch (key.toLowerCase()) {
      case 'user-agent':
        if (!naming || group === undefined) {
          group = { agents: [], robots: { rules: [] } };
          groups.push(group);
        }
        group.agents.push(value.toLowerCase());
        naming = true;
        continue;
      case 'allow':
      case 'disallow':
        // An empty `Disallow` forbids nothing.
        if (value !== '') group?.robots.rules.push({ allow: key.toLowerCase() === 'allow', path: value });
        break;
      case 'crawl-delay':
        if (group && Number(value) >= 0) group.robots.delayMs = Number(value) * 1_000;
        break;
      default:
        continue;
    }
    naming = false;
  }
  const named = groups.filter(({ agents }) =>
    agents.some((name) => name !== '*' && name !== '' && agent.startsWith(name)),
  );
  const meant = named.length > 0 ? named : groups.filter(({ agents }) => agents.includes('*'));
  const delays = meant.flatMap(({ robots }) => robots.delayMs ?? []);
  return {
    rules: meant.flatMap(({ robots }) => robots.rules),
    ...(delays.length > 0 && { delayMs: Math.max(...delays) }),
  };
}

/** The longest rule that fits decides; among equally long ones, the one that allows. */
export function allows({ rules }: Robots, path: string): boolean {
  let best: Robots['rules'][number] | undefined;
  for (const rule of rules) {
    if (!fits(rule.path, path)) continue;
    const longer = best === undefined || rule.path.length > best.path.length;
    if (longer || (rule.path.length === best?.path.length && rule.allow)) best = rule;
  }
  return best?.allow ?? true;
}

/** `*` stands for anything, `$` at the end for the end. Walked piece by piece: a pattern must not cost more than its length. */
function fits(pattern: string, path: string): boolean {
  const ends = pattern.endsWith('$');
  const [first = '', ...rest] = (ends ? pattern.slice(0, -1) : pattern).split('*');
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [index, piece] of rest.entries()) {
    if (ends && index === rest.length - 1) return path.length - piece.length >= at && path.endsWith(piece);
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return !ends || at === path.length;
}
