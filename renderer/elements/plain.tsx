import { hasHidden, pieces } from './hidden-characters.js';

/** A foreign text as text: isolated from the writing direction around it, what cannot be seen spelt out. */
export function Plain({ text, className }: { text: string; className?: string }) {
  return (
    <bdi className={className}>
      <PlainPieces text={text} />
    </bdi>
  );
}

/** The same without an element of its own. */
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
