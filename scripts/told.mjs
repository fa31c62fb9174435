/** An error whose message says everything: it is printed without its stack. */
export function told(message) {
  return Object.assign(new Error(message), { kind: 'told' });
}
