/** The catalogue cannot be made; the message says why and what to do. */
export class CatalogueError extends Error {
  override name = 'CatalogueError';
  readonly code = 'catalogue';
}
