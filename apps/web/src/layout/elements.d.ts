import type { HTMLAttributes } from 'preact';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'plai-total': HTMLAttributes<HTMLElement>;
      'plai-share': HTMLAttributes<HTMLElement>;
      'plai-copy': HTMLAttributes<HTMLElement>;
    }
  }
}
