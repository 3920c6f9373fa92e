/**
 * Milliseconds. Cognito waits 5 s and cannot be told to wait longer; the rest is for the way there and back.
 * It calls up to three times, so a late answer also costs the person 15 s.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export const deadlineMs = 4000;

/** AWS states no limit for a token; what carries more than this no longer fits any HTTP server's headers. */
export const maximumBytes = 65_536;
