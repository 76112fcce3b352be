package io.activationgateway.gateway.ingest;

import io.activationgateway.residency.verdict.Reason;

/**
 * Why a row cannot be judged: it ends as {@code failed}.
 *
 * @param reason one of {@code input.*}
 * @param detail where and what to mend, for the sender; never a value of the row
 */
public record RowFault(Reason reason, String detail) {}
