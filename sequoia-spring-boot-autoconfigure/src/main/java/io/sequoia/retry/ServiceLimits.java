package io.sequoia.retry;

/**
 * The limits of all calls to one service together.
 *
 * @param budget pays for their retries
 * @param pause the time for which the service asked to send no request
 */
record ServiceLimits(RetryBudget budget, RetryAfterPause pause) {

}
