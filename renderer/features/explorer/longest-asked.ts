/** Longer values are not written into a query, where nobody could read them. */
export const longestAsked = 2000;
