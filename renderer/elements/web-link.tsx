/** An address outside, shown whole; it opens in the person's browser. The window follows the ones that Toolgate wrote itself and no others. */
export const WebLink = ({ address }: { address: string }) => (
  <a className="wrap" href={address} target="_blank" rel="noopener noreferrer">
    {address}
  </a>
);
