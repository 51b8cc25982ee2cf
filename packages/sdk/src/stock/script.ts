import { runTag, sayByTag, tagOptions } from '../live/say-by-tag.ts';
import { followStock } from './follow-stock.ts';

runTag((data) => {
  followStock(
    { gone: (ids) => sayByTag('gone', ids) },
    {
      ...tagOptions(data),
      onChange: (gone) => document.dispatchEvent(new CustomEvent('edgecart-stock', { detail: { gone } })),
    },
  );
});
