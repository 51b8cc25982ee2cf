import type { Html } from '../html.ts';

/** The colours of one picture. `light` is for paper, labels and insides. */
export interface Paint {
  main: string;
  accent: string;
  light: string;
}

/** Draws into a box of 120 × 120, standing on y = 106. */
export type Draw = (paint: Paint) => Html;

/** Label colours that go well with each other; a brand always gets the same. */
export const labelPaints: readonly Paint[] = [
  { main: '#d4503e', accent: '#f6c445', light: '#fff3df' },
  { main: '#2f7d5b', accent: '#f0b64c', light: '#f1f6e8' },
  { main: '#2f5f96', accent: '#f2935f', light: '#edf3fb' },
  { main: '#7b4d8e', accent: '#f3a7b7', light: '#f8f0fa' },
  { main: '#1f8586', accent: '#ffd066', light: '#e8f8f5' },
  { main: '#d18d2c', accent: '#8f3f2c', light: '#fff5e1' },
  { main: '#e8745a', accent: '#2d6c71', light: '#fff0ea' },
  { main: '#b03c63', accent: '#fdd79c', light: '#fceef3' },
  { main: '#78863a', accent: '#e56c3d', light: '#f6f7e6' },
  { main: '#4b6478', accent: '#efc660', light: '#eff4f7' },
  { main: '#4a9bc9', accent: '#f7efc9', light: '#ecf7fd' },
  { main: '#7a5039', accent: '#efb27c', light: '#fbf2e9' },
];
