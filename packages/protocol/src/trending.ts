import { type Static, Type } from 'typebox';

/**
 * The answer to `GET /v1/trending`, for everybody: what all shoppers together turn to now, the most first. Each item rests
 * on at least k records; how many they were stays with the shop.
 */
export const TrendingAnswer = Type.Object({ items: Type.Array(Type.String({ minLength: 1, maxLength: 128 })) });
export type TrendingAnswer = Static<typeof TrendingAnswer>;
