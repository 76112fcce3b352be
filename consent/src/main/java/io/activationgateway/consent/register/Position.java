package io.activationgateway.consent.register;

/**
 * A point in the register's log.
 *
 * @param epoch drawn anew when the log is found on another database server
 * @param sequence the last log row applied, counting from 1; 0 for an empty log
 */
public record Position(long epoch, long sequence) {}
