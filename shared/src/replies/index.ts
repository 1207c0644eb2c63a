export * from './shop.js';
export * from './console.js';
