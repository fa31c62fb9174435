/** SQL: what is held of a gift ("g"), in bani: what came of it, less what went back, moved on to the next need, or was lost in disputes. */
export const heldOf = (gift: string): string =>
  ['refunded', 'moved', 'lost'].reduce((sum, part) => `${sum} - ${gift}.${part}_lei_minor`, `${gift}.came_lei_minor`);
