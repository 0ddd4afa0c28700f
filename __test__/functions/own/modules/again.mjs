// Re-exports in each form.
export * from './shapes.mjs';
export * as shapes from './shapes.mjs';
export { default as standardAgain, sum as plus, twice } from '../../cases/modules/library.mjs';
export { default } from './settings.mjs';
