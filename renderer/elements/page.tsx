import type { ReactNode } from 'react';

/** Title row of a page with its tools, then what scrolls. */
export function PageFrame({
  title,
  tools,
  banner,
  children,
  pane,
  flush = false,
}: {
  title: string;
  tools?: ReactNode;
  banner?: ReactNode;
  children: ReactNode;
  pane?: ReactNode;
  flush?: boolean;
}) {
  return (
    <div className="page">
      <header className="page-head">
        <h1>{title}</h1>
        <div className="page-tools">{tools}</div>
      </header>
      {banner}
      {flush ? (
        children
      ) : (
        <div className="page-body" tabIndex={-1}>
          {children}
        </div>
      )}
      {pane}
    </div>
  );
}

export function Card({
  title,
  aside,
  children,
  flush = false,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}) {
  return (
    <section className={`card ${flush ? 'flush' : ''}`}>
      {(title !== undefined || aside !== undefined) && (
        <header className="card-head">
          <h2>{title}</h2>
          <div className="row">{aside}</div>
        </header>
      )}
      {children}
    </section>
  );
}
