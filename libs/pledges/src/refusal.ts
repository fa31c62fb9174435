import { DomainError } from '#libs/kernel/src/index.js';

/** What `work` gives, or why it was refused; what is no refusal is thrown on. */
export async function orRefusal<Value>(work: () => Value | Promise<Value>): Promise<Value | DomainError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
