import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Plain } from './plain.js';

/** What a list is for and what to do next. */
export function Empty({ icon, title, children, action }: { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      {icon !== undefined && (
        <span className="empty-icon" aria-hidden="true">
          {icon}
        </span>
      )}
      <h2>{title}</h2>
      {children !== undefined && <p className="quiet prose">{children}</p>}
      {action !== undefined && <div className="row">{action}</div>}
    </div>
  );
}

/** A part that failed says so in its place; the rest goes on. */
export function Broken({ message, fix, action }: { message: string; fix?: string | undefined; action?: ReactNode }) {
  return (
    <div className="broken" role="alert">
      <CircleAlert size={16} aria-hidden="true" />
      <div className="stack tight grows">
        <Plain className="wrap" text={message} />
        {fix !== undefined && <Plain className="quiet wrap" text={fix} />}
      </div>
      {action}
    </div>
  );
}

/** Structure at once, data when it comes. */
export function Loading({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div className="loading" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} className={`bone bone-${index % 3}`} />
      ))}
    </div>
  );
}
