/** SQL: whether the operator's last word on news ("u.id") was to hide them; `before` looks at what he had said before a transaction. */
export const isHidden = (update: string, before?: string): string =>
  `coalesce((select l.hidden from voice.update_hiding l
    where l.update_id = ${update}${before ? ` and l.tx < ${before}` : ''} order by l.id desc limit 1), false)`;
