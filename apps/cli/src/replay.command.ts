import type { Command } from './command.js';

export const replay: Command = { name: 'replay', about: '', run: () => Promise.resolve(2) };
