package io.activationgateway.consent.register;

/**
 * A point in the consent of one node: what it has applied.
 *
 * @param epoch drawn anew when the log is found on another database server
 * @param sequence the last log row applied, counting from 1; 0 for an empty log. This is the number that results and
 *     the ledger name
 * @param mark how many changes this process has shown so far, those of log rows and those that fell due alike: a due
 *     change has no sequence. It only grows, means nothing in another process and is stored nowhere; a decision keeps
 *     it to ask {@link ConsentView#changesSince} later
 */
public record Position(long epoch, long sequence, long mark) {}
