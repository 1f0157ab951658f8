import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** What to know before going on. */
export function Caution({ children }: { children: ReactNode }) {
  return (
    <p className="caution-note">
      <TriangleAlert size={14} className="trouble-icon" aria-hidden="true" />
      <span className="wrap">{children}</span>
    </p>
  );
}
