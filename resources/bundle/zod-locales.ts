/* Stands in for zod's index of locales in the bundle of a function: all of them are 360 KB, and only English is set. */
export { default as en } from 'zod/v4/locales/en.js';
