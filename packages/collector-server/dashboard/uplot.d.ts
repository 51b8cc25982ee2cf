/** What is served as `/dashboard/uplot.js`: the package's own file. */
export { default } from 'uplot';
