/** Made by vite.config.ts from the report's palette. */
declare module 'virtual:palette.css';
declare module '*.css';
