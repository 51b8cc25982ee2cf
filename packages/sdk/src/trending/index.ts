export type { FollowOptions } from '../live/follow-list.ts';
export { followTrending } from './follow-trending.ts';
