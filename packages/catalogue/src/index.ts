export { CatalogueError } from './catalogue-error.ts';
export { type CatalogueOptions, makeCatalogue } from './make-catalogue.ts';
export { describeReport, type Report, type Told } from './report.ts';
