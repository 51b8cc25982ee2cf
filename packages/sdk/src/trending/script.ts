import { runTag, sayByTag, tagOptions } from '../live/say-by-tag.ts';
import { followTrending } from './follow-trending.ts';

runTag((data) => {
  followTrending({ rising: (ids) => sayByTag('rising', ids) }, tagOptions(data));
});
