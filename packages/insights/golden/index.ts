export { demoInput } from './demo-input.ts';
export { goldenCells } from './golden-cells.ts';
export { bytesOf, type GoldenMessage } from './golden-message.ts';
export { type GoldenInput, type GoldenStream, goldenStream } from './golden-stream.ts';
export { Seeded } from './seeded.ts';
export { visitRecords } from './visits.ts';
