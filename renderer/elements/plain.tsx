import { Fragment } from 'react';
import { hasHidden, pieces } from './hidden-characters.js';

/** A foreign text as text: isolated from the writing direction around it, what cannot be seen spelt out. */
export function Plain({ text, className }: { text: string; className?: string }) {
  return (
    <bdi className={className}>
      <PlainPieces text={text} />
    </bdi>
  );
}

/** Foreign texts one after another, each in the quotation marks of the language that is spoken. */
export function Quotes({ of }: { of: readonly string[] }) {
  return of.map((text, index) => (
    <Fragment key={index}>
      {index > 0 && ' '}
      <q>
        <Plain text={text} />
      </q>
    </Fragment>
  ));
}

/** A foreign text as text without an element of its own. */
export function PlainPieces({ text }: { text: string }) {
  if (!hasHidden(text)) return text;
  return pieces(text).map((piece, index) =>
    piece.kind === 'text' ? (
      piece.text
    ) : (
      <span key={index} className="hidden-character">
        ⟨{piece.code}⟩
      </span>
    ),
  );
}
