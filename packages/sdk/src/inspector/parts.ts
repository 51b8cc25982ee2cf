import { left, suggestions, told } from './answer-parts.ts';
import type { Content } from './rows.ts';
import type { Sight } from './sight.ts';
import { cart, events, features, timings, whereItRuns } from './visit-parts.ts';

/** A part of the inspector that can be folded. */
interface Part {
  id: string;
  title: string;
  show(sight: Sight): readonly Content[];
}

export const parts: readonly Part[] = [
  { id: 'runtime', title: 'Where it runs', show: whereItRuns },
  { id: 'cart', title: 'Cart', show: cart },
  { id: 'session', title: 'Visit and features', show: features },
  { id: 'suggestions', title: 'Suggestions and their scores', show: suggestions },
  { id: 'events', title: 'Events on this page, and what cleaning did', show: events },
  { id: 'timings', title: 'Timings', show: timings },
  { id: 'diagnostics', title: 'Diagnostics', show: told },
  { id: 'ledger', title: 'What left this device', show: left },
];
