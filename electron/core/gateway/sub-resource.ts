/** Whether a resource lies within another: an update may name a sub-resource of the one subscribed to (MCP, `notifications/resources/updated`). */
export const isWithin = (uri: string, whole: string): boolean =>
  uri.length > whole.length && uri.startsWith(whole) && (whole.endsWith('/') || '/?#'.includes(uri.charAt(whole.length)));
