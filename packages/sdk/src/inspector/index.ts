export { type Inspector, type InspectorOptions, openInspector } from './open-inspector.ts';
