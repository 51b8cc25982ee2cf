export type { CardContent } from './card.ts';
export { defineWidgets } from './define-widgets.ts';
export type { ChosenItem, WidgetOptions } from './start-widget.ts';
export { type Texts, texts } from './texts.ts';
