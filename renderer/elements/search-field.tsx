import { Search } from 'lucide-react';

/** Filters what a page shows. The page's own shortcut for searching finds it. */
export function SearchField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <div className="search">
      <Search size={13} aria-hidden="true" />
      <input
        data-search
        className="input"
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
