/** What may be a name. Patterns alone: the window asks them while somebody types, without the schemas. */
export const serverNamePattern = /^[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,62}[A-Za-z0-9_])?$/;
export const clientNamePattern = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,63})$/;
/** A token of HTTP (RFC 9110 5.6.2): what names a header; what we set in an environment is held to the same. */
export const httpToken = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
