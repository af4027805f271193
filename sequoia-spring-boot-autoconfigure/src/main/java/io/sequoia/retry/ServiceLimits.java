package io.sequoia.retry;

/**
 * What limits the calls to one service together.
 *
 * @param budget pays for their retries
 * @param respite the time for which the service asked to be left alone
 */
record ServiceLimits(RetryBudget budget, Respite respite) {

}
