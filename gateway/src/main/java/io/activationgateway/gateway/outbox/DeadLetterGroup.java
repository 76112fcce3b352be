package io.activationgateway.gateway.outbox;

import java.time.Instant;

/**
 * Dead letters of one destination and reason.
 *
 * @param reason the code of the last reason why they were not forwarded
 * @param uncertain whether bytes of an attempt may have left
 * @param since an instant at or before the first of them became one
 */
public record DeadLetterGroup(String destination, String reason, boolean uncertain, long count, Instant since) {}
