import { isValidElement, useEffect, useRef, type ReactNode } from 'react';

/** Title row of a page with its tools, then what scrolls. A pane that opens below is brought in sight, where a low window has it further down. */
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
  const page = useRef<HTMLDivElement>(null);
  const opened = isValidElement(pane) ? pane.key : null;
  useEffect(() => {
    if (opened !== null) page.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [opened]);
  return (
    <div ref={page} className="page">
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
