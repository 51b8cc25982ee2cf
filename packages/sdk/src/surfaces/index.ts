export { arrange } from './arrange.ts';
export {
  createSurfaces,
  type SurfaceAnswer,
  type SurfaceRequest,
  type Surfaces,
  type SurfacesOptions,
} from './create-surfaces.ts';
export type { Match, Pin, Rules, SurfaceItem } from './rules.ts';
export { type SurfaceStrategy, strategies } from './strategies.ts';
